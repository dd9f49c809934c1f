// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** S2, and log records as OpenTelemetry's Java instrumentations write them: trees of values. */
class ComplexMessagesTest {
  private static final Value<?> TEXT =
      Value.of(
          KeyValue.of("type", Value.of("text")), KeyValue.of("content", Value.of("hi \"you\"")));
  private static final Value<?> MESSAGE =
      Value.of(
          KeyValue.of("role", Value.of("user")), KeyValue.of("parts", Value.of(List.of(TEXT))));

  @Test
  void aTreeOfMessagesIsItsJson() {
    Conversation read =
        Given.llm().attribute("gen_ai.input.messages", Value.of(List.of(MESSAGE))).read();
    assertThat(read.input())
        .isEqualTo(
            "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"hi \\\"you\\\"\"}]}]");
    assertThat(read.promoted()).isEqualTo(Map.of("gen_ai.input.messages", "input"));
  }

  @Test
  void aTreeInOtherWordsIsPutIntoOurs() {
    Value<?> arguments =
        Value.of(KeyValue.of("n", Value.of(1.0)), KeyValue.of("yes", Value.of(true)));
    Value<?> call =
        Value.of(
            KeyValue.of("type", Value.of("tool_use")),
            KeyValue.of("name", Value.of("f")),
            KeyValue.of("input", arguments));
    Value<?> message =
        Value.of(
            KeyValue.of("role", Value.of("ai")), KeyValue.of("content", Value.of(List.of(call))));
    Conversation read =
        Given.llm().attribute("gen_ai.output.messages", Value.of(List.of(message))).read();
    assertThat(read.output())
        .isEqualTo(
            "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"name\":\"f\","
                + "\"arguments\":{\"n\":1.0,\"yes\":true}}]}]");
    assertThat(read.consumed()).containsExactly("gen_ai.output.messages");
  }

  @Test
  void aListOfStringsIsOneMessageEach() {
    List<String> messages = List.of("{\"role\":\"user\",\"content\":\"a\"}", "{\"role\":\"ai\"}");
    assertThat(Given.llm().attribute("gen_ai.input.messages", messages).read().input())
        .isEqualTo(
            "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"a\"}]},"
                + "{\"role\":\"assistant\",\"parts\":[]}]");
  }

  @Test
  void theBodyOfALogRecordIsATree() {
    Value<?> body = Value.of(KeyValue.of("content", Value.of("hi")));
    Value<?> choice =
        Value.of(
            KeyValue.of("index", Value.of(0)),
            KeyValue.of("finish_reason", Value.of("stop")),
            KeyValue.of("message", Value.of(KeyValue.of("content", Value.of("ho")))));
    Conversation read =
        Given.llm().log("gen_ai.user.message", body).log("gen_ai.choice", choice).read();
    assertThat(read.input())
        .isEqualTo("[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"hi\"}]}]");
    assertThat(read.output())
        .isEqualTo(
            "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"ho\"}],"
                + "\"finish_reason\":\"stop\"}]");
    assertThat(read.finishReasons()).containsExactly("stop");
  }

  @Test
  void theNameOfALogRecordCanBeAnAttribute() {
    Attributes attributes = Given.of(Map.of("event.name", "gen_ai.user.message"));
    Conversation read = Given.llm().log(new LogMessage("", attributes, "plain", 1)).read();
    assertThat(read.input())
        .isEqualTo("[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"plain\"}]}]");
  }
}
