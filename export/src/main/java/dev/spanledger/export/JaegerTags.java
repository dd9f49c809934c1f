// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes key-value pairs with the types that Jaeger has. */
final class JaegerTags {
  /**
   * Beyond it a page's script no longer tells whole numbers apart, so they are written as texts.
   */
  private static final long LARGEST_NUMBER = (1L << 53) - 1;

  private final JsonOut json;

  JaegerTags(JsonOut json) {
    this.json = json;
  }

  void addAll(Attributes attributes) throws IOException {
    try {
      attributes.forEach(
          (key, value) -> {
            try {
              add(key.getKey(), key.getType(), value);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Nothing for null. */
  void add(String key, @Nullable String value) throws IOException {
    if (value != null) {
      tag(key, "string", value);
    }
  }

  void add(String key, boolean value) throws IOException {
    tag(key, "bool", value);
  }

  private void add(String key, AttributeType type, Object value) throws IOException {
    switch (type) {
      case BOOLEAN -> tag(key, "bool", value);
      case LONG -> number(key, (Long) value);
      case DOUBLE -> number(key, (Double) value);
      case STRING -> tag(key, "string", value);
      case VALUE -> tag(key, "string", ((Value<?>) value).asString());
      default -> tag(key, "string", list((List<?>) value));
    }
  }

  private void number(String key, double value) throws IOException {
    if (Double.isFinite(value)) {
      tag(key, "float64", value);
    } else {
      tag(key, "string", Double.toString(value));
    }
  }

  private void number(String key, long value) throws IOException {
    if (value >= -LARGEST_NUMBER && value <= LARGEST_NUMBER) {
      tag(key, "int64", value);
    } else {
      tag(key, "string", Long.toString(value));
    }
  }

  /** Jaeger has no lists: as JSON. */
  private static String list(List<?> values) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    JsonOut list = new JsonOut(bytes);
    list.value(values).flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private void tag(String key, String type, Object value) throws IOException {
    json.object().field("key", key).field("type", type).field("value", value).endObject();
  }
}
