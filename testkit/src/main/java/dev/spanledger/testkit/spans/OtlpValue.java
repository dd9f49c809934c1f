// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.spans;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns OTLP/JSON values into the SDK's. */
final class OtlpValue {
  private OtlpValue() {}

  /** The SDK itself turns a value into the plain attribute type that it fits, such as LONG. */
  static Attributes attributes(JsonNode keyValues) {
    AttributesBuilder attributes = Attributes.builder();
    for (JsonNode entry : keyValues) {
      attributes.put(AttributeKey.valueKey(entry.path("key").asText()), of(entry.path("value")));
    }
    return attributes.build();
  }

  static Value<?> of(JsonNode any) {
    if (any.properties().isEmpty()) {
      return Value.empty();
    }
    String type = any.fieldNames().next();
    JsonNode value = any.path(type);
    return switch (type) {
      case "stringValue" -> Value.of(value.asText());
      case "boolValue" -> Value.of(value.asBoolean());
      case "intValue" -> Value.of(Long.parseLong(value.asText()));
      case "doubleValue" -> Value.of(number(value));
      case "bytesValue" -> Value.of(Base64.getDecoder().decode(value.asText()));
      case "arrayValue" -> array(value.path("values"));
      case "kvlistValue" -> map(value.path("values"));
      default -> throw new IllegalArgumentException("Not an OTLP value: " + type);
    };
  }

  private static double number(JsonNode value) {
    // "NaN" and "Infinity" come as strings.
    return value.isTextual() ? Double.parseDouble(value.asText()) : value.asDouble();
  }

  private static Value<?> array(JsonNode values) {
    List<Value<?>> items = new ArrayList<>();
    values.forEach(item -> items.add(of(item)));
    return Value.of(items);
  }

  private static Value<?> map(JsonNode keyValues) {
    List<KeyValue> entries = new ArrayList<>();
    for (JsonNode entry : keyValues) {
      entries.add(KeyValue.of(entry.path("key").asText(), of(entry.path("value"))));
    }
    return Value.of(entries.toArray(KeyValue[]::new));
  }

  static @Nullable String textOrNull(JsonNode text) {
    String value = text.asText("");
    return value.isEmpty() ? null : value;
  }

  /** A fixed64 in JSON: a decimal string or a number; beyond 2^63 it wraps, as in the SDK. */
  static long nanos(JsonNode time) {
    String text = time.asText("0");
    return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
  }
}
