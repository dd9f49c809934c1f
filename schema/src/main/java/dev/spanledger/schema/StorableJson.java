// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * JSON that every database takes and can query. Text that is valid stays exactly as it came; text
 * that is not JSON becomes a JSON string of itself, so that a span with a broken payload still
 * shows it.
 */
final class StorableJson {
  /** PostgreSQL's parser recurses: a hundred thousand levels exhaust its stack (SQLSTATE 54001). */
  private static final int MAX_DEPTH = 64;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private StorableJson() {}

  /** The same instance where nothing had to be repaired. */
  static String repair(String json) {
    String text = StorableText.repair(json);
    if (!isJson(text)) {
      return quote(text);
    }
    return mayEscapeRefusedCharacters(text) ? rewrite(text) : text;
  }

  /** The text as a JSON string. */
  static String quote(String text) {
    StringWriter json = new StringWriter(text.length() + 16);
    try (JsonGenerator generator = FACTORY.createGenerator(json)) {
      generator.writeString(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return json.toString();
  }

  private static boolean isJson(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      boolean scalar = parser.currentToken().isScalarValue();
      if (scalar && parser.currentToken() == JsonToken.VALUE_STRING) {
        parser.finishToken();
      }
      return parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * {@code \\u0000} and escaped surrogates pass PostgreSQL's {@code json} but break every query
   * that reads them.
   */
  private static boolean mayEscapeRefusedCharacters(String json) {
    for (int i = json.indexOf("\\u"); i >= 0; i = json.indexOf("\\u", i + 2)) {
      if (json.startsWith("0000", i + 2) || isSurrogateEscape(json, i + 2)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSurrogateEscape(String json, int digits) {
    char first = json.charAt(digits);
    return (first == 'd' || first == 'D') && Character.digit(json.charAt(digits + 1), 16) >= 8;
  }

  private static String rewrite(String json) {
    StringWriter rewritten = new StringWriter(json.length());
    try (JsonParser parser = FACTORY.createParser(json);
        JsonGenerator generator = FACTORY.createGenerator(rewritten)) {
      while (parser.nextToken() != null) {
        copy(parser, generator);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rewritten.toString();
  }

  private static void copy(JsonParser parser, JsonGenerator generator) throws IOException {
    switch (parser.currentToken()) {
      case FIELD_NAME -> generator.writeFieldName(StorableText.repair(parser.currentName()));
      case VALUE_STRING -> generator.writeString(StorableText.repair(parser.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> generator.writeNumber(parser.getText());
      default -> generator.copyCurrentEvent(parser);
    }
  }
}
