// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.spans;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** A conversation that grows, in the JSON of {@code gen_ai.input.messages}. */
final class Messages {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final List<JsonNode> history = new ArrayList<>();

  void add(ObjectNode message) {
    history.add(message);
  }

  String json() {
    return array(history).toString();
  }

  static String json(ObjectNode single) {
    return array(List.of(single)).toString();
  }

  static ObjectNode user(String content) {
    return message("user", text(content));
  }

  static ObjectNode assistant(String content) {
    return message("assistant", text(content)).put("finish_reason", "stop");
  }

  static ObjectNode toolCall(String id, String tool, String arguments) {
    return message(
            "assistant",
            part("tool_call").put("id", id).put("name", tool).put("arguments", arguments))
        .put("finish_reason", "tool_call");
  }

  static ObjectNode toolResponse(String id, String result) {
    return message("tool", part("tool_call_response").put("id", id).put("response", result));
  }

  static String instructions(String text) {
    return array(List.of(text(text))).toString();
  }

  static String toolDefinition(String name) {
    ObjectNode parameters = JSON.objectNode().put("type", "object");
    ObjectNode tool = part("function").put("name", name).put("description", "Calls " + name);
    return array(List.of(tool.set("parameters", parameters))).toString();
  }

  private static ObjectNode message(String role, ObjectNode part) {
    ObjectNode message = JSON.objectNode().put("role", role);
    message.set("parts", array(List.of(part)));
    return message;
  }

  private static ObjectNode text(String content) {
    return part("text").put("content", content);
  }

  private static ObjectNode part(String type) {
    return JSON.objectNode().put("type", type);
  }

  private static ArrayNode array(List<? extends JsonNode> items) {
    return JSON.arrayNode().addAll(items);
  }
}
