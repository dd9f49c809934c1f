// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import dev.langchain4j.model.ModelProvider;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** LangChain4j's model providers in OpenTelemetry's words. */
final class Providers {

  /** By name, so that a LangChain4j that lacks one of them does no harm. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("OPEN_AI", "openai"),
          Map.entry("AZURE_OPEN_AI", "azure.ai.openai"),
          Map.entry("MICROSOFT_FOUNDRY", "azure.ai.inference"),
          Map.entry("AMAZON_BEDROCK", "aws.bedrock"),
          Map.entry("GOOGLE_AI_GEMINI", "gcp.gemini"),
          Map.entry("GOOGLE_GENAI", "gcp.gen_ai"),
          Map.entry("GOOGLE_VERTEX_AI_GEMINI", "gcp.vertex_ai"),
          Map.entry("GOOGLE_VERTEX_AI_ANTHROPIC", "gcp.vertex_ai"),
          Map.entry("WATSONX", "ibm.watsonx.ai"));

  private Providers() {}

  /** Null where LangChain4j does not know. */
  static @Nullable String name(@Nullable ModelProvider provider) {
    if (provider == null || provider == ModelProvider.OTHER) {
      return null;
    }
    String name = provider.name();
    return NAMES.getOrDefault(name, name.toLowerCase(Locale.ROOT));
  }

  /** Whether the provider's count of input tokens leaves cached ones out. */
  static boolean countsCacheApart(@Nullable ModelProvider provider) {
    return provider != null && provider.name().endsWith("ANTHROPIC");
  }
}
