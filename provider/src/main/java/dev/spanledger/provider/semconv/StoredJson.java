// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stored JSON as a tree: maps in their order, lists, texts, booleans, null, and of numbers a {@code
 * Long} where it is whole and fits, else a {@code BigDecimal}.
 */
final class StoredJson {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private StoredJson() {}

  /** Null for what is no JSON. */
  static @Nullable Object parse(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try (JsonParser json = JSON.createParser(text)) {
      Object tree = json.nextToken() == null ? null : value(json);
      return json.nextToken() == null ? tree : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** JSON that was too deep for a database is stored as a text, which holds it. */
  static @Nullable Object parseOurs(@Nullable String text) {
    Object tree = parse(text);
    return tree instanceof String quoted ? parse(quoted) : tree;
  }

  /** Empty for what is no object. */
  @SuppressWarnings("unchecked")
  static Map<String, @Nullable Object> object(@Nullable Object tree) {
    return tree instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
  }

  /** Empty for what is no array. */
  static List<?> array(@Nullable Object tree) {
    return tree instanceof List<?> list ? list : List.of();
  }

  /** Zero for what is no whole number. */
  static long number(@Nullable Object tree) {
    return tree instanceof Long number ? number : 0;
  }

  private static @Nullable Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> readObject(json);
      case START_ARRAY -> readArray(json);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> readNumber(json.getText());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> json.getText();
    };
  }

  private static Map<String, @Nullable Object> readObject(JsonParser json) throws IOException {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      object.put(name, value(json));
    }
    return object;
  }

  private static List<@Nullable Object> readArray(JsonParser json) throws IOException {
    List<@Nullable Object> array = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(json));
    }
    return array;
  }

  private static Object readNumber(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return new BigDecimal(text);
    }
  }
}
