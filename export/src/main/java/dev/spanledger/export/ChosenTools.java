// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which tools a model asked for. */
final class ChosenTools {
  /** In a message: list, message, parts, part. */
  private static final int DEPTH_OF_PART = 4;

  private ChosenTools() {}

  /**
   * The names in the order of the calls; none where the output is no list of messages.
   *
   * @param output as {@code agent_spans.output} has it
   */
  static List<String> of(@Nullable String output) throws IOException {
    List<String> names = new ArrayList<>();
    if (output == null) {
      return names;
    }
    try (JsonParser json = JsonOut.JSON.createParser(output)) {
      int depth = 0;
      boolean call = false;
      String name = null;
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token.isStructStart()) {
          depth++;
        } else if (token.isStructEnd()) {
          if (depth == DEPTH_OF_PART && call && name != null) {
            names.add(name);
          }
          call &= depth != DEPTH_OF_PART;
          name = depth == DEPTH_OF_PART ? null : name;
          depth--;
        } else if (depth == DEPTH_OF_PART && token == JsonToken.VALUE_STRING) {
          call |= json.currentName() != null && isCall(json);
          name = "name".equals(json.currentName()) ? json.getText() : name;
        }
      }
    } catch (JsonProcessingException e) {
      // Somebody has changed the row by hand.
    }
    return names;
  }

  private static boolean isCall(JsonParser json) throws IOException {
    return json.currentName().equals("type") && json.getText().equals("tool_call");
  }
}
