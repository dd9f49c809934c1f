// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of OTLP/JSON as OpenTelemetry's. */
final class OtlpValues {
  private OtlpValues() {}

  /** OpenTelemetry itself makes of a value the plain attribute that it is, such as a number. */
  static Attributes attributes(@Nullable Object keyValues) throws Refused {
    AttributesBuilder attributes = Attributes.builder();
    for (Object entry : JsonTree.list(keyValues)) {
      Map<String, @Nullable Object> pair = JsonTree.object(entry);
      String key = JsonTree.text(pair.get("key"));
      attributes.put(AttributeKey.valueKey(key), value(pair.get("value")));
    }
    return attributes.build();
  }

  private static Value<?> value(@Nullable Object any) throws Refused {
    for (Map.Entry<String, @Nullable Object> typed : JsonTree.object(any).entrySet()) {
      Value<?> value = value(typed.getKey(), typed.getValue());
      if (value != null) {
        return value;
      }
    }
    return Value.empty();
  }

  /** Null for a type that is not known. */
  private static @Nullable Value<?> value(String type, @Nullable Object value) throws Refused {
    return switch (type) {
      case "stringValue" -> Value.of(JsonTree.text(value));
      case "boolValue" -> Value.of(Boolean.parseBoolean(JsonTree.text(value)));
      case "intValue" -> Value.of(whole(value));
      case "doubleValue" -> Value.of(number(value));
      case "bytesValue" -> Value.of(bytes(JsonTree.text(value)));
      case "arrayValue" -> array(JsonTree.object(value).get("values"));
      case "kvlistValue" -> map(JsonTree.object(value).get("values"));
      default -> null;
    };
  }

  private static long whole(@Nullable Object value) throws Refused {
    Long number = JsonTree.number(value);
    if (number == null) {
      throw new Refused("an intValue is no whole number of 64 bits");
    }
    return number;
  }

  /** NaN and the infinities are texts. */
  private static double number(@Nullable Object value) throws Refused {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    try {
      return Double.parseDouble(JsonTree.text(value));
    } catch (NumberFormatException e) {
      throw new Refused("a doubleValue is no number");
    }
  }

  private static byte[] bytes(String base64) throws Refused {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new Refused("a bytesValue is no base64");
    }
  }

  private static Value<?> array(@Nullable Object values) throws Refused {
    List<Value<?>> items = new ArrayList<>();
    for (Object item : JsonTree.list(values)) {
      items.add(value(item));
    }
    return Value.of(items);
  }

  private static Value<?> map(@Nullable Object keyValues) throws Refused {
    List<KeyValue> entries = new ArrayList<>();
    for (Object entry : JsonTree.list(keyValues)) {
      Map<String, @Nullable Object> pair = JsonTree.object(entry);
      entries.add(KeyValue.of(JsonTree.text(pair.get("key")), value(pair.get("value"))));
    }
    return Value.of(entries.toArray(KeyValue[]::new));
  }
}
