// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who serves a model, in OpenTelemetry's words, whatever the emitter calls it. */
final class Providers {
  private static final String OPENAI = "openai";
  private static final String AZURE_OPENAI = "azure.ai.openai";
  private static final String AZURE_INFERENCE = "azure.ai.inference";
  private static final String BEDROCK = "aws.bedrock";
  private static final String VERTEX = "gcp.vertex_ai";
  private static final String GEMINI = "gcp.gemini";
  private static final String GEN_AI = "gcp.gen_ai";

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("openai", OPENAI),
          Map.entry("openai_sdk", OPENAI),
          Map.entry("open_ai", OPENAI),
          Map.entry("azure", AZURE_OPENAI),
          Map.entry("azure-openai", AZURE_OPENAI),
          Map.entry("azure_openai", AZURE_OPENAI),
          Map.entry("azure_open_ai", AZURE_OPENAI),
          Map.entry("az.ai.openai", AZURE_OPENAI),
          Map.entry("azure_ai", AZURE_INFERENCE),
          Map.entry("az.ai.inference", AZURE_INFERENCE),
          Map.entry("microsoft_foundry", AZURE_INFERENCE),
          Map.entry("aws", BEDROCK),
          Map.entry("amazon", BEDROCK),
          Map.entry("amazon_bedrock", BEDROCK),
          Map.entry("vertexai", VERTEX),
          Map.entry("google_vertex_ai_gemini", VERTEX),
          Map.entry("google_vertex_ai_anthropic", VERTEX),
          Map.entry("gemini", GEMINI),
          Map.entry("google_ai_gemini", GEMINI),
          Map.entry("google.generative-ai", GEMINI),
          Map.entry("google", GEN_AI),
          Map.entry("google_genai", GEN_AI),
          Map.entry("xai", "x_ai"),
          Map.entry("moonshot", "moonshot_ai"),
          Map.entry("watsonx", "ibm.watsonx.ai"),
          Map.entry("hugging_face", "huggingface"));

  /** In this order: the first that a name begins with decides. */
  private static final Map<String, String> PREFIXES = prefixes();

  /** Frameworks call themselves providers; they serve nothing. */
  private static final Set<String> FRAMEWORKS =
      Set.of("spring_ai", "spring-ai", "koog", "langchain", "crewai", "gcp.vertex.agent", "other");

  private Providers() {}

  static @Nullable String of(@Nullable Object value) {
    String text = Normalise.text(value);
    if (text == null) {
      return null;
    }
    String name = text.toLowerCase(Locale.ROOT);
    if (FRAMEWORKS.contains(name)) {
      return null;
    }
    String known = NAMES.get(name);
    return known == null ? byPrefix(name) : known;
  }

  private static String byPrefix(String name) {
    for (Map.Entry<String, String> prefix : PREFIXES.entrySet()) {
      if (name.startsWith(prefix.getKey())) {
        return prefix.getValue();
      }
    }
    return name;
  }

  private static Map<String, String> prefixes() {
    Map<String, String> prefixes = new LinkedHashMap<>();
    prefixes.put("openai.", OPENAI);
    prefixes.put("anthropic", "anthropic");
    prefixes.put("bedrock", BEDROCK);
    prefixes.put("amazon-bedrock", BEDROCK);
    prefixes.put("vertex_ai", VERTEX);
    prefixes.put("google.vertex", VERTEX);
    prefixes.put("google-vertex", VERTEX);
    prefixes.put("mistral", "mistral_ai");
    return prefixes;
  }
}
