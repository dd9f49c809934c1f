// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.spanledger.inspect.Message;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A message as a line: what was said, {@code name(arguments)} for a tool that is called, {@code =>
 * …} for what it answered.
 */
final class MessageText {
  private static final JsonFactory JSON = new JsonFactory();

  private MessageText() {}

  static String of(Message message) {
    try (JsonParser parser = JSON.createParser(message.json())) {
      List<String> parts = new ArrayList<>();
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean ofParts = parser.currentName().equals("parts");
        if (parser.nextToken() == JsonToken.START_ARRAY && ofParts) {
          readParts(parser, parts);
        } else {
          parser.skipChildren();
        }
      }
      return parts.isEmpty() ? message.json() : String.join(" ", parts);
    } catch (IOException e) {
      return message.json();
    }
  }

  private static void readParts(JsonParser parser, List<String> parts) throws IOException {
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      Map<String, String> part = new HashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        part.put(name, value(parser));
      }
      parts.add(text(part));
    }
  }

  /** A text as it is, everything else as JSON. */
  private static String value(JsonParser parser) throws IOException {
    if (parser.nextToken() == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    StringWriter text = new StringWriter();
    try (var json = JSON.createGenerator(text)) {
      json.copyCurrentStructure(parser);
    }
    return text.toString();
  }

  private static String text(Map<String, String> part) {
    String type = part.getOrDefault("type", "");
    return switch (type) {
      case "text" -> part.getOrDefault("content", "");
      case "reasoning" -> "(thinks) " + part.getOrDefault("content", "");
      case "tool_call" ->
          part.getOrDefault("name", "?") + "(" + part.getOrDefault("arguments", "") + ")";
      case "tool_call_response" ->
          "=> " + part.getOrDefault("response", part.getOrDefault("result", ""));
      default -> "[" + type + "]";
    };
  }
}
