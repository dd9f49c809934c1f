// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.spanledger.provider.messages.Json.Arr;
import dev.spanledger.provider.messages.Json.Obj;
import dev.spanledger.provider.messages.Json.Raw;
import dev.spanledger.provider.messages.Json.Str;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON between text and tree. Nothing that a text says makes it throw. */
final class JsonText {
  /**
   * Below this level a value is kept as a string of JSON. What is stored may be 64 levels deep, and
   * arguments can be a document within a document.
   */
  static final int MAX_DEPTH = 48;

  /** A text is bounded where it comes from; deep nesting costs memory, but no stack. */
  private static final StreamReadConstraints UNBOUNDED =
      StreamReadConstraints.builder()
          .maxStringLength(Integer.MAX_VALUE)
          .maxNameLength(Integer.MAX_VALUE)
          .maxNumberLength(Integer.MAX_VALUE)
          .maxNestingDepth(20_000)
          .build();

  /** Any application's words become field names: they are neither interned nor counted. */
  static final JsonFactory STRICT =
      JsonFactory.builder()
          .streamReadConstraints(UNBOUNDED)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  /** Python writes NaN. */
  private static final JsonFactory TOLERANT =
      JsonFactory.builder()
          .streamReadConstraints(UNBOUNDED)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final String text;
  private final JsonParser parser;

  private JsonText(String text, JsonParser parser) {
    this.text = text;
    this.parser = parser;
  }

  /** Null where the text is not one JSON value. */
  static @Nullable Json parse(String text) {
    try (JsonParser parser = TOLERANT.createParser(text)) {
      if (parser.nextToken() == null) {
        return null;
      }
      Json value = new JsonText(text, parser).value(0);
      return parser.nextToken() == null ? value : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** Null where the text is not a JSON object or array. */
  static @Nullable Json parseStructure(String text) {
    return looksLikeStructure(text) ? parse(text) : null;
  }

  /**
   * Whether it starts like an object or an array: words in brackets, such as {@code [note]}, do
   * not.
   */
  static boolean looksLikeStructure(String text) {
    int first = nextInk(text, 0);
    if (first == text.length()) {
      return false;
    }
    int next = nextInk(text, first + 1);
    char then = next == text.length() ? '"' : text.charAt(next);
    return switch (text.charAt(first)) {
      case '{' -> "\"}".indexOf(then) >= 0;
      case '[' -> "\"{[]-0123456789".indexOf(then) >= 0;
      default -> false;
    };
  }

  private static int nextInk(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
    return at;
  }

  private Json value(int depth) throws IOException {
    JsonToken token = parser.currentToken();
    if (token.isStructStart() && depth >= MAX_DEPTH) {
      return new Str(skipped());
    }
    return switch (token) {
      case START_OBJECT -> object(depth);
      case START_ARRAY -> array(depth);
      case VALUE_STRING -> new Str(parser.getText());
      case VALUE_NUMBER_FLOAT -> number();
      default -> new Raw(parser.getText());
    };
  }

  /** JSON has no NaN and no infinities: they become text. */
  private Json number() throws IOException {
    return parser.isNaN() ? new Str(parser.getText()) : new Raw(parser.getText());
  }

  private Json object(int depth) throws IOException {
    Obj object = new Obj();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      object.put(name, value(depth + 1));
    }
    return object;
  }

  private Json array(int depth) throws IOException {
    List<Json> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(depth + 1));
    }
    return new Arr(items);
  }

  private String skipped() throws IOException {
    long start = parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    return text.substring((int) start, (int) parser.currentLocation().getCharOffset());
  }

  static void write(Json value, StringBuilder text) {
    if (value instanceof Raw raw) {
      text.append(raw.token());
    } else if (value instanceof Str string) {
      quote(string.value(), text);
    } else if (value instanceof Arr array) {
      write(array, text);
    } else if (value instanceof Obj object) {
      write(object, text);
    }
  }

  private static void write(Arr array, StringBuilder text) {
    char separator = '[';
    for (Json item : array.items()) {
      text.append(separator);
      write(item, text);
      separator = ',';
    }
    text.append(separator == '[' ? "[]" : "]");
  }

  private static void write(Obj object, StringBuilder text) {
    char separator = '{';
    for (Map.Entry<String, Json> field : object.fields().entrySet()) {
      text.append(separator);
      quote(field.getKey(), text);
      text.append(':');
      write(field.getValue(), text);
      separator = ',';
    }
    text.append(separator == '{' ? "{}" : "}");
  }

  private static void quote(String value, StringBuilder text) {
    text.append('"');
    int plain = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        text.append(value, plain, i);
        escape(c, text);
        plain = i + 1;
      }
    }
    text.append(value, plain, value.length()).append('"');
  }

  private static void escape(char c, StringBuilder text) {
    switch (c) {
      case '"', '\\' -> text.append('\\').append(c);
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      case '\t' -> text.append("\\t");
      case '\b' -> text.append("\\b");
      case '\f' -> text.append("\\f");
      default -> text.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
    }
  }
}
