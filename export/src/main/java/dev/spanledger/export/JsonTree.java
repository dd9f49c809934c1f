// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON of somebody else's as maps, lists, texts, {@code Long}, {@code Double} and {@code Boolean}.
 * What is missing is as what is null.
 */
final class JsonTree {
  private static final int DEEPEST = 1_000;

  static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNestingDepth(DEEPEST)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private JsonTree() {}

  /** The value whose first token the parser is at. */
  static @Nullable Object read(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (token == null) {
      return null;
    }
    return switch (token) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> array(json);
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT -> integer(json);
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser json) throws IOException {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      object.put(name, read(json));
    }
    return object;
  }

  private static List<@Nullable Object> array(JsonParser json) throws IOException {
    List<@Nullable Object> array = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      array.add(read(json));
    }
    return array;
  }

  /** Beyond 64 bits as the text that it is. */
  private static Object integer(JsonParser json) throws IOException {
    return json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? json.getText()
        : (Object) json.getLongValue();
  }

  /** The field as an object; an empty one where it is none. */
  @SuppressWarnings("unchecked")
  static Map<String, @Nullable Object> object(@Nullable Object tree) {
    return tree instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
  }

  /** The value as a list; an empty one where it is none. */
  @SuppressWarnings("unchecked")
  static List<@Nullable Object> list(@Nullable Object tree) {
    return tree instanceof List<?> list ? (List<@Nullable Object>) list : List.of();
  }

  /** The value as a text; empty where there is none. */
  static String text(@Nullable Object tree) {
    return tree == null || tree instanceof Map || tree instanceof List ? "" : tree.toString();
  }

  /** A whole number that may be written as a text. */
  static @Nullable Long number(@Nullable Object tree) {
    if (tree instanceof Number number) {
      return number.longValue();
    }
    try {
      return tree instanceof String text ? Long.valueOf(text.trim()) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** The value as JSON. */
  static String write(@Nullable Object tree) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    JsonOut json = new JsonOut(bytes);
    json.value(tree).flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
