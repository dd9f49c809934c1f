// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.inspect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message of a conversation, in the form of OpenTelemetry's GenAI conventions.
 *
 * @param role system, user, assistant or tool; empty where it does not say
 * @param json the whole message as it is stored: an object with {@code role} and {@code parts}
 */
public record Message(String role, String json) {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  /**
   * The messages of a payload.
   *
   * @param payload {@code input} or {@code output} of a span; null for none
   * @return a single one without a role where the payload is no list of objects
   */
  public static List<Message> list(@Nullable String payload) {
    if (payload == null) {
      return List.of();
    }
    try (JsonParser parser = JSON.createParser(payload)) {
      List<Message> messages = new ArrayList<>();
      boolean isList = parser.nextToken() == JsonToken.START_ARRAY;
      while (isList && parser.nextToken() == JsonToken.START_OBJECT) {
        messages.add(message(parser, payload));
      }
      return isList && parser.currentToken() == JsonToken.END_ARRAY
          ? List.copyOf(messages)
          : List.of(new Message("", payload));
    } catch (IOException e) {
      return List.of(new Message("", payload));
    }
  }

  private static Message message(JsonParser parser, String payload) throws IOException {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    String role = "";
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals("role") && value == JsonToken.VALUE_STRING) {
        role = parser.getText();
      }
      parser.skipChildren();
    }
    return new Message(
        role, payload.substring(start, (int) parser.currentLocation().getCharOffset()));
  }
}
