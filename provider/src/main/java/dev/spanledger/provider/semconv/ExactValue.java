// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Trees of values, written so that they come back from any JSON column as they were: {@code
 * {"double":1.0}}, {@code {"bytes":"AQI="}}, {@code {"map":[["key","value"]]}}; everything else
 * stands for itself. It is kept beside the JSON that people query, and only where that would not
 * come back.
 */
final class ExactValue {
  private static final String DOUBLE = "double";
  private static final String BYTES = "bytes";
  private static final String MAP = "map";

  /** The JSON of a level here is up to three levels deep, and parsers stop at a thousand. */
  private static final int DEEPEST = 128;

  private ExactValue() {}

  /** Those of the attributes that plain JSON would not give back. */
  static Map<String, Object> of(Map<String, Object> attributes) {
    Map<String, Object> exact = new LinkedHashMap<>();
    attributes.forEach(
        (name, value) -> {
          if (value instanceof Value<?> tree && !isPlain(tree) && depth(tree) <= DEEPEST) {
            exact.put(name, encode(tree));
          }
        });
    return exact;
  }

  private static boolean isPlain(Value<?> value) {
    return switch (value.getType()) {
      case DOUBLE, BYTES, KEY_VALUE_LIST -> false;
      case ARRAY -> elements(value).stream().allMatch(ExactValue::isPlain);
      default -> true;
    };
  }

  private static int depth(Value<?> value) {
    int deepest = 0;
    if (value.getType() == ValueType.ARRAY) {
      for (Value<?> element : elements(value)) {
        deepest = Math.max(deepest, depth(element));
      }
    } else if (value.getType() == ValueType.KEY_VALUE_LIST) {
      for (KeyValue entry : entries(value)) {
        deepest = Math.max(deepest, depth(entry.getValue()));
      }
    }
    return deepest + 1;
  }

  private static Value<?> encode(Value<?> value) {
    return switch (value.getType()) {
      case DOUBLE -> Value.of(KeyValue.of(DOUBLE, value));
      case BYTES -> Value.of(KeyValue.of(BYTES, value));
      case ARRAY -> Value.of(elements(value).stream().<Value<?>>map(ExactValue::encode).toList());
      case KEY_VALUE_LIST -> Value.of(KeyValue.of(MAP, encodeEntries(entries(value))));
      default -> value;
    };
  }

  private static Value<?> encodeEntries(List<KeyValue> entries) {
    List<Value<?>> pairs = new ArrayList<>();
    for (KeyValue entry : entries) {
      pairs.add(Value.of(Value.of(entry.getKey()), encode(entry.getValue())));
    }
    return Value.of(pairs);
  }

  /** The way back. */
  static Value<?> decode(@Nullable Object tree) {
    if (tree instanceof List<?> list) {
      return Value.of(list.stream().<Value<?>>map(ExactValue::decode).toList());
    }
    if (tree instanceof Map<?, ?> tagged) {
      Object content = tagged.values().iterator().next();
      return switch ((String) tagged.keySet().iterator().next()) {
        case DOUBLE -> Value.of(JsonValue.decimal(content));
        case BYTES -> Value.of(Base64.getDecoder().decode((String) content));
        default -> decodeEntries((List<?>) content);
      };
    }
    return JsonValue.value(tree);
  }

  private static Value<?> decodeEntries(List<?> pairs) {
    List<KeyValue> entries = new ArrayList<>();
    for (Object pair : pairs) {
      List<?> keyAndValue = (List<?>) pair;
      entries.add(KeyValue.of((String) keyAndValue.get(0), decode(keyAndValue.get(1))));
    }
    return Value.of(entries.toArray(KeyValue[]::new));
  }

  @SuppressWarnings("unchecked")
  private static List<Value<?>> elements(Value<?> array) {
    return (List<Value<?>>) array.getValue();
  }

  @SuppressWarnings("unchecked")
  private static List<KeyValue> entries(Value<?> map) {
    return (List<KeyValue>) map.getValue();
  }
}
