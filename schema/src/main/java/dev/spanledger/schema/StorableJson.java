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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JSON that every database takes and can query. Text that is valid stays exactly as it came; text
 * that is not JSON becomes a JSON string of itself, so that a span with a broken payload still
 * shows it.
 */
final class StorableJson {
  /** PostgreSQL's parser recurses: a hundred thousand levels exhaust its stack (SQLSTATE 54001). */
  private static final int MAX_DEPTH = 64;

  /** One to three digits are at most 999; PostgreSQL's numeric goes beyond a hundred thousand. */
  private static final Pattern SMALL_EXPONENT = Pattern.compile("[+-]?0*[0-9]{1,3}");

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** What a text is to a database. */
  private enum Kind {
    NOT_JSON,
    STORABLE,
    /** JSON with characters or numbers that a database refuses, or that break its queries. */
    REFUSED
  }

  private StorableJson() {}

  /** True of a text that needs no repair. An array is storable if all its elements are. */
  private static final TextMemory.Reading<Boolean> STORABLE =
      new TextMemory.Reading<>() {
        @Override
        public @Nullable Boolean read(String text) {
          return (PlainJson.is(text) || isWholeAndStorable(text)) ? Boolean.TRUE : null;
        }

        @Override
        public Boolean grown(String text, Boolean known, Boolean rest, int shift) {
          return true;
        }
      };

  private static boolean isWholeAndStorable(String text) {
    return text.equals(StorableText.repair(text)) && isStorable(text);
  }

  /** As {@link #repair(String)}, of a text that may be known. */
  static String repair(String json, TextMemory memory) {
    return memory.of(json, STORABLE) == null ? repair(json) : json;
  }

  /** The same instance where nothing had to be repaired. */
  static String repair(String json) {
    String text = StorableText.repair(json);
    return switch (kind(text)) {
      case NOT_JSON -> quote(text);
      case STORABLE -> text;
      case REFUSED -> rewrite(text);
    };
  }

  /** Whether the text is JSON that needs no repair. */
  static boolean isStorable(String text) {
    return kind(text) == Kind.STORABLE;
  }

  /** The text of a JSON string; null for any other JSON. */
  static @Nullable String unquote(String json) {
    if (json.charAt(0) != '"') {
      return null;
    }
    return json.indexOf('\\') < 0 ? json.substring(1, json.length() - 1) : unescape(json);
  }

  private static String unescape(String json) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      parser.nextToken();
      return parser.getText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  private static Kind kind(String text) {
    boolean refused = mayEscapeRefusedCharacters(text);
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        return Kind.NOT_JSON;
      }
      int depth = 0;
      do {
        depth += parser.currentToken().isStructStart() ? 1 : 0;
        depth -= parser.currentToken().isStructEnd() ? 1 : 0;
        refused |= isRefusedNumber(parser);
      } while (parser.nextToken() != null && depth > 0);
      return parser.currentToken() != null ? Kind.NOT_JSON : refused ? Kind.REFUSED : Kind.STORABLE;
    } catch (IOException e) {
      return Kind.NOT_JSON;
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
    return json.regionMatches(true, digits, "d", 0, 1)
        && digits + 1 < json.length()
        && Character.digit(json.charAt(digits + 1), 16) >= 8;
  }

  /**
   * {@code 1e200000} and {@code 1e-200000} pass PostgreSQL's {@code json}, not its {@code jsonb}.
   */
  private static boolean isRefusedNumber(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_FLOAT) {
      return false;
    }
    String number = parser.getText();
    int exponent = Math.max(number.indexOf('e'), number.indexOf('E')) + 1;
    return exponent > 0 && !SMALL_EXPONENT.matcher(number.substring(exponent)).matches();
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
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> copyNumber(parser, generator);
      default -> generator.copyCurrentEvent(parser);
    }
  }

  private static void copyNumber(JsonParser parser, JsonGenerator generator) throws IOException {
    if (isRefusedNumber(parser)) {
      generator.writeString(parser.getText());
    } else {
      generator.writeNumber(parser.getText());
    }
  }
}
