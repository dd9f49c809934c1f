// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessageTest {

  @Test
  void toolCallKeepsJsonArgumentsAsJson() {
    Message message =
        Message.assistant(null).withToolCall("c1", "search", " {\"q\": \"sky\"} ").withText("ok");

    assertThat(message)
        .hasToString(
            "{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"id\":\"c1\",\"name\":"
                + "\"search\",\"arguments\":{\"q\": \"sky\"}},{\"type\":\"text\",\"content\":"
                + "\"ok\"}]}");
  }

  @Test
  void brokenJsonArgumentsStayText() {
    assertThat(Message.of("assistant").withToolCall("c", "t", "{\"q\": "))
        .hasToString(
            "{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"id\":\"c\",\"name\":\"t\","
                + "\"arguments\":\"{\\\"q\\\": \"}]}");
  }

  @Test
  void toolResultAnswersItsCall() {
    assertThat(Message.toolResult("c1", "search", "42"))
        .hasToString(
            "{\"role\":\"tool\",\"parts\":[{\"type\":\"tool_call_response\",\"id\":\"c1\","
                + "\"name\":\"search\",\"response\":\"42\"}]}");
    assertThat(Message.toolResult("c1", Map.of("n", 1)).toString())
        .contains("\"response\":{\"n\":1}");
    assertThat(Message.toolResult("c1", null).toString()).contains("\"response\":null");
  }

  @Test
  void otherPartsPassThrough() {
    Message message =
        Message.system("s")
            .withReasoning("hm")
            .withUri("image", "image/png", "https://x/y.png")
            .withPart(Map.of("type", "refusal"))
            .withFinishReason("stop");

    assertThat(message)
        .hasToString(
            "{\"role\":\"system\",\"parts\":[{\"type\":\"text\",\"content\":\"s\"},"
                + "{\"type\":\"reasoning\",\"content\":\"hm\"},"
                + "{\"type\":\"uri\",\"modality\":\"image\",\"mime_type\":\"image/png\","
                + "\"uri\":\"https://x/y.png\"},{\"type\":\"refusal\"}],"
                + "\"finish_reason\":\"stop\"}");
  }

  @Test
  void nullsAreLeftOut() {
    Message empty =
        Message.of(null)
            .withText(null)
            .withReasoning(null)
            .withUri("image", null, null)
            .withPart(null)
            .withPart(Map.of())
            .withFinishReason(null);

    assertThat(empty).hasToString("{\"role\":\"user\",\"parts\":[]}");
    assertThat(Message.json(Arrays.asList(null, empty))).isEqualTo("[" + empty + "]");
    assertThat(Message.json(null)).isNull();
  }

  @Test
  void finishReasonsBelongToTheirMessages() {
    List<Message> choices =
        List.of(
            Message.assistant("a"),
            Message.assistant("b").withFinishReason("own"),
            Message.assistant("c"));

    assertThat(Message.json(choices, List.of("stop", "length")))
        .isEqualTo(
            "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"a\"}],"
                + "\"finish_reason\":\"stop\"},"
                + "{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"b\"}],"
                + "\"finish_reason\":\"own\"},"
                + "{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"c\"}],"
                + "\"finish_reason\":\"length\"}]");
  }
}
