// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample;

import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.spanledger.sample.modelserver.Latency;
import dev.spanledger.sample.modelserver.ModelScript;
import dev.spanledger.sample.modelserver.ModelServer;
import dev.spanledger.sample.shop.ChatModels;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The OpenAI service where there is an API key, a scripted server on loopback otherwise. */
final class ModelAccess implements AutoCloseable {
  private static final double TEMPERATURE = 0.2;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final @Nullable ModelServer scripted;
  private final String baseUrl;
  private final String apiKey;
  private final String model;
  private final String specialistModel;

  private ModelAccess(
      @Nullable ModelServer scripted, String baseUrl, String apiKey, Map<String, String> env) {
    this.scripted = scripted;
    this.baseUrl = baseUrl;
    this.apiKey = apiKey;
    this.model = env.getOrDefault("OPENAI_MODEL", "gpt-4o-mini");
    // Who names one model has a server that may know no other.
    this.specialistModel =
        env.getOrDefault("OPENAI_SPECIALIST_MODEL", env.getOrDefault("OPENAI_MODEL", "gpt-4o"));
  }

  /** Chooses by the environment; starts the scripted server where it is needed. */
  static ModelAccess open(Map<String, String> env, Latency latency) throws IOException {
    String apiKey = env.getOrDefault("OPENAI_API_KEY", "");
    if (apiKey.isBlank()) {
      ModelServer server = ModelServer.start(ModelScript.support(), latency);
      return new ModelAccess(server, server.baseUrl(), "scripted", env);
    }
    String baseUrl = env.getOrDefault("OPENAI_BASE_URL", "https://api.openai.com/v1");
    return new ModelAccess(null, baseUrl, apiKey, env);
  }

  ChatModels chatModels() {
    return new ChatModels(chatModel(model), streamingModel(model), chatModel(specialistModel));
  }

  private OpenAiChatModel chatModel(String name) {
    return OpenAiChatModel.builder()
        .baseUrl(baseUrl)
        .apiKey(apiKey)
        .modelName(name)
        .temperature(TEMPERATURE)
        .timeout(TIMEOUT)
        .maxRetries(1)
        .build();
  }

  private OpenAiStreamingChatModel streamingModel(String name) {
    return OpenAiStreamingChatModel.builder()
        .baseUrl(baseUrl)
        .apiKey(apiKey)
        .modelName(name)
        .temperature(TEMPERATURE)
        .timeout(TIMEOUT)
        .build();
  }

  @Override
  public String toString() {
    String models = model.equals(specialistModel) ? model : model + " and " + specialistModel;
    return scripted == null
        ? models + " at " + baseUrl
        : models + ", played by a script on " + baseUrl + " (OPENAI_API_KEY switches to the real)";
  }

  @Override
  public void close() {
    if (scripted != null) {
      scripted.close();
    }
  }
}
