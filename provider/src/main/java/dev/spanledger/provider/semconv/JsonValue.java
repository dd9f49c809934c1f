// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A JSON tree as the value of an attribute. Where what is stored is not of the type that was noted,
 * because it was cut or redacted, it becomes the attribute that it looks like.
 */
final class JsonValue {
  private JsonValue() {}

  /**
   * The value as an attribute has it; null for what no attribute can have.
   *
   * @param type one of {@link TypeNotes}
   */
  static @Nullable Object typed(String type, @Nullable Object tree) {
    try {
      return switch (type) {
        case TypeNotes.DOUBLE -> decimal(tree);
        case TypeNotes.LONGS -> list(tree, Long.class::cast);
        case TypeNotes.DOUBLES -> list(tree, JsonValue::decimal);
        case TypeNotes.BOOLEANS -> list(tree, Boolean.class::cast);
        case TypeNotes.VALUE -> value(tree);
        default -> plain(tree);
      };
    } catch (ClassCastException | NumberFormatException e) {
      return plain(tree);
    }
  }

  /** Adds a value that {@link #typed} gave. */
  static void put(AttributesBuilder attributes, String name, String type, Object value) {
    if (value instanceof String text) {
      attributes.put(AttributeKey.stringKey(name), text);
    } else if (value instanceof Long number) {
      attributes.put(AttributeKey.longKey(name), number);
    } else if (value instanceof Double number) {
      attributes.put(AttributeKey.doubleKey(name), number);
    } else if (value instanceof Boolean bool) {
      attributes.put(AttributeKey.booleanKey(name), bool);
    } else if (value instanceof List<?> list) {
      putList(attributes, name, type, list);
    } else {
      attributes.put(AttributeKey.valueKey(name), (Value<?>) value);
    }
  }

  @SuppressWarnings("unchecked")
  private static void putList(
      AttributesBuilder attributes, String name, String type, List<?> list) {
    Object first = list.isEmpty() ? null : list.get(0);
    if (first == null ? type.equals(TypeNotes.LONGS) : first instanceof Long) {
      attributes.put(AttributeKey.longArrayKey(name), (List<Long>) list);
    } else if (first == null ? type.equals(TypeNotes.DOUBLES) : first instanceof Double) {
      attributes.put(AttributeKey.doubleArrayKey(name), (List<Double>) list);
    } else if (first == null ? type.equals(TypeNotes.BOOLEANS) : first instanceof Boolean) {
      attributes.put(AttributeKey.booleanArrayKey(name), (List<Boolean>) list);
    } else {
      attributes.put(AttributeKey.stringArrayKey(name), (List<String>) list);
    }
  }

  /** A tree of values, as far as JSON tells what it was. */
  static Value<?> value(@Nullable Object tree) {
    if (tree instanceof String text) {
      return Value.of(text);
    } else if (tree instanceof Long number) {
      return Value.of(number.longValue());
    } else if (tree instanceof BigDecimal number) {
      return Value.of(number.doubleValue());
    } else if (tree instanceof Boolean bool) {
      return Value.of(bool.booleanValue());
    } else if (tree instanceof List<?> list) {
      return Value.of(list.stream().<Value<?>>map(JsonValue::value).toList());
    }
    return tree == null ? Value.empty() : object(StoredJson.object(tree));
  }

  private static Value<?> object(Map<String, @Nullable Object> object) {
    List<KeyValue> entries = new ArrayList<>();
    object.forEach((key, element) -> entries.add(KeyValue.of(key, value(element))));
    return Value.of(entries.toArray(KeyValue[]::new));
  }

  /**
   * NaN, the infinities and -0.0 come as texts.
   *
   * @throws NumberFormatException for what is no number
   */
  static double decimal(@Nullable Object tree) {
    return tree instanceof Number number
        ? number.doubleValue()
        : Double.parseDouble(String.valueOf(tree));
  }

  private static @Nullable Object plain(@Nullable Object tree) {
    if (tree instanceof BigDecimal number) {
      return number.doubleValue();
    } else if (tree instanceof List<?> list) {
      return texts(list);
    }
    return tree instanceof Map<?, ?> ? value(tree) : tree;
  }

  /** A list of texts; of anything else, a tree. */
  private static Object texts(List<?> list) {
    boolean texts = list.stream().allMatch(text -> text == null || text instanceof String);
    return texts ? list : value(list);
  }

  private static List<@Nullable Object> list(
      @Nullable Object tree, Function<Object, Object> element) {
    List<@Nullable Object> list = new ArrayList<>();
    for (Object each : (List<?>) java.util.Objects.requireNonNull(tree)) {
      list.add(each == null ? null : element.apply(each));
    }
    return list;
  }
}
