// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as maps, lists, strings, numbers and booleans. */
final class JsonTree {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int DEEPEST = 64;

  private JsonTree() {}

  /** Null for what is not JSON, or too deep. */
  static @Nullable Object parse(String text) {
    try (JsonParser json = JSON.createParser(text)) {
      json.nextToken();
      Object value = value(json, 0);
      return json.nextToken() == null ? value : null;
    } catch (IOException | NumberFormatException e) {
      return null;
    }
  }

  /** The members of a JSON object; empty for anything else. */
  static Map<String, Object> object(@Nullable Object text) {
    Map<String, Object> members = new LinkedHashMap<>();
    if (text instanceof String json
        && json.startsWith("{")
        && parse(json) instanceof Map<?, ?> object) {
      object.forEach((key, value) -> members.put((String) key, value));
    }
    return members;
  }

  private static @Nullable Object value(JsonParser json, int depth) throws IOException {
    JsonToken token = json.currentToken();
    if (token == null || depth > DEEPEST) {
      throw new IOException("not JSON to us");
    }
    return switch (token) {
      case START_OBJECT -> object(json, depth);
      case START_ARRAY -> array(json, depth);
      case VALUE_STRING -> json.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(json);
      default -> null;
    };
  }

  private static Map<String, Object> object(JsonParser json, int depth) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      Object value = value(json, depth + 1);
      if (value != null) {
        members.put(name, value);
      }
    }
    return members;
  }

  private static List<Object> array(JsonParser json, int depth) throws IOException {
    List<Object> elements = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      Object value = value(json, depth + 1);
      if (value != null) {
        elements.add(value);
      }
    }
    return elements;
  }

  /** What a double or a long cannot hold stays as it is spelled. */
  private static Object number(JsonParser json) throws IOException {
    String text = json.getText();
    if (text.length() <= 18 && text.matches("-?\\d+")) {
      return Long.valueOf(text);
    }
    double number = text.length() <= 24 ? Double.parseDouble(text) : Double.NaN;
    return Double.isFinite(number) && !text.matches("-?\\d+") ? (Object) number : text;
  }
}
