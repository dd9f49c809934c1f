// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;

/** Makes long values shorter, says how much is gone, and leaves JSON valid. */
final class Cut {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int SHORTEST = 64;

  private Cut() {}

  /** At most about {@code max} characters; the same instance where it was short enough. */
  static String to(int max, String value) {
    if (value.length() <= max) {
      return value;
    }
    String json = looksLikeJson(value) ? json(value, max) : null;
    return json == null ? text(value, max) : json;
  }

  /** Cut between two characters, never inside one. */
  static String text(String value, int max) {
    if (value.length() <= max) {
      return value;
    }
    int end = Character.isHighSurrogate(value.charAt(max - 1)) ? max - 1 : max;
    int gone = value.codePointCount(end, value.length());
    return value.substring(0, end) + "…[cut " + gone + " chars]";
  }

  private static boolean looksLikeJson(String value) {
    char first = value.charAt(0);
    return first == '{' || first == '[';
  }

  /**
   * Shortens the strings inside, more and more, until the whole is short enough; null if that is
   * not to be had.
   */
  private static @org.jspecify.annotations.Nullable String json(String value, int max) {
    for (int longest = max / 2; longest >= SHORTEST; longest /= 4) {
      try {
        String shorter = shorten(value, longest);
        if (shorter.length() <= max) {
          return shorter;
        }
      } catch (IOException e) {
        return null;
      }
    }
    return null;
  }

  private static String shorten(String value, int longest) throws IOException {
    StringWriter shorter = new StringWriter();
    try (JsonParser parser = JSON.createParser(value);
        JsonGenerator generator = JSON.createGenerator(shorter)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
          generator.writeString(text(parser.getText(), longest));
        } else {
          generator.copyCurrentEvent(parser);
        }
      }
    }
    return shorter.toString();
  }
}
