// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Judges by another JSON library whether what was made is canonical. */
final class CanonicalShape {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CanonicalShape() {}

  static void assertHolds(Conversation conversation) {
    messages(conversation.input());
    messages(conversation.output());
    parts(conversation.systemInstructions());
    if (conversation.toolDefinitions() != null) {
      for (JsonNode tool : array(conversation.toolDefinitions())) {
        assertThat(tool.path("type").isTextual()).as("%s", tool).isTrue();
      }
    }
  }

  static JsonNode array(String json) {
    try {
      JsonNode array = JSON.readTree(json);
      assertThat(array.isArray()).as(json).isTrue();
      return array;
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }

  private static void messages(String json) {
    if (json == null) {
      return;
    }
    for (JsonNode message : array(json)) {
      assertThat(message.path("role").isTextual()).as("%s", message).isTrue();
      assertThat(message.path("parts").isArray()).as("%s", message).isTrue();
      message.path("parts").forEach(CanonicalShape::part);
    }
  }

  private static void parts(String json) {
    if (json != null) {
      array(json).forEach(CanonicalShape::part);
    }
  }

  private static void part(JsonNode part) {
    String type = part.path("type").asText("");
    assertThat(type).as("%s", part).isNotEmpty();
    if (type.equals("text") || type.equals("reasoning")) {
      assertThat(part.path("content").isTextual()).as("%s", part).isTrue();
    }
  }
}
