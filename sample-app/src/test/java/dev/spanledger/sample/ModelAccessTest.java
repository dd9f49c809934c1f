// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.spanledger.sample.modelserver.Latency;
import dev.spanledger.sample.modelserver.ModelScript;
import dev.spanledger.sample.modelserver.ModelServer;
import dev.spanledger.sample.shop.ChatModels;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelAccessTest {
  @Test
  void withoutAKeyAScriptedServerAnswersAsTwoModels() throws Exception {
    try (ModelAccess access = ModelAccess.open(Map.of(), Latency.none())) {
      ChatModels models = access.chatModels();

      assertThat(access.toString()).contains("gpt-4o-mini and gpt-4o, played by a script");
      assertThat(answeringModel(models.support())).isEqualTo("gpt-4o-mini-2024-07-18");
      assertThat(answeringModel(models.specialist())).isEqualTo("gpt-4o-2024-08-06");
    }
  }

  @Test
  void withAKeyTheEnvironmentChoosesServerAndModels() throws Exception {
    try (ModelServer server = ModelServer.start(ModelScript.support(), Latency.none())) {
      Map<String, String> env =
          Map.of(
              "OPENAI_API_KEY", "sk-secret",
              "OPENAI_BASE_URL", server.baseUrl(),
              "OPENAI_MODEL", "gpt-4.1");
      try (ModelAccess access = ModelAccess.open(env, Latency.none())) {
        assertThat(access).hasToString("gpt-4.1 at " + server.baseUrl());
        assertThat(answeringModel(access.chatModels().support())).isEqualTo("gpt-4.1");
        assertThat(answeringModel(access.chatModels().specialist())).isEqualTo("gpt-4.1");
      }
    }
  }

  private static String answeringModel(ChatModel model) {
    return model.chat(UserMessage.from("Hello")).modelName();
  }
}
