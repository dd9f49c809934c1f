// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tool calls that a model's answer asks for. */
final class CallIds {
  private static final JsonFactory FACTORY = new JsonFactory();

  private CallIds() {}

  /** In their order; none where the answer is no list of messages. */
  static Set<String> in(@Nullable String output) {
    Set<String> ids = new LinkedHashSet<>();
    if (output == null || !output.contains("\"tool_call\"")) {
      return ids;
    }
    try (JsonParser parser = FACTORY.createParser(output)) {
      collect(parser, ids);
    } catch (IOException e) {
      // Somebody has broken the text: what was found until there.
    }
    return ids;
  }

  /** Of each object that is open, what it said of its type and id. */
  private static void collect(JsonParser parser, Set<String> ids) throws IOException {
    Deque<String[]> open = new ArrayDeque<>();
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      switch (token) {
        case START_OBJECT -> open.push(new String[] {"", ""});
        case END_OBJECT -> {
          String[] object = open.pop();
          if (object[0].equals("tool_call") && !object[1].isEmpty()) {
            ids.add(object[1]);
          }
        }
        case VALUE_STRING -> note(parser, open.peek());
        default -> {}
      }
    }
  }

  private static void note(JsonParser parser, String @Nullable [] object) throws IOException {
    String name = parser.currentName();
    if (object != null && "type".equals(name)) {
      object[0] = parser.getText();
    } else if (object != null && "id".equals(name)) {
      object[1] = parser.getText();
    }
  }
}
