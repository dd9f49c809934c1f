// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** OpenTelemetry's values, simple and complex, as JSON without white space. */
final class AnyValue {
  /** Deeper levels are written as text. */
  private static final int MAX_DEPTH = 48;

  private static final JsonFactory JSON = new JsonFactory();

  private AnyValue() {}

  static String json(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(json, value, MAX_DEPTH);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, @Nullable Object value, int depth)
      throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Boolean bool) {
      json.writeBoolean(bool);
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Double number && Double.isFinite(number)) {
      json.writeNumber(number);
    } else if (value instanceof ByteBuffer bytes) {
      base64(json, bytes.duplicate());
    } else if (value instanceof List<?> list && depth > 0) {
      list(json, list, depth - 1);
    } else if (value instanceof Value<?> complex && depth > 0) {
      write(json, complex.getValue(), depth);
    } else {
      json.writeString(value.toString());
    }
  }

  private static void base64(JsonGenerator json, ByteBuffer bytes) throws IOException {
    byte[] content = new byte[bytes.remaining()];
    bytes.get(content);
    json.writeBinary(content);
  }

  /** A list of entries is an object; an empty one cannot be told from an empty list. */
  private static void list(JsonGenerator json, List<?> list, int depth) throws IOException {
    if (!list.isEmpty() && list.get(0) instanceof KeyValue) {
      object(json, list, depth);
      return;
    }
    json.writeStartArray();
    for (Object element : list) {
      write(json, element, depth);
    }
    json.writeEndArray();
  }

  private static void object(JsonGenerator json, List<?> entries, int depth) throws IOException {
    json.writeStartObject();
    for (Object entry : entries) {
      KeyValue keyValue = (KeyValue) entry;
      json.writeFieldName(keyValue.getKey());
      write(json, keyValue.getValue(), depth);
    }
    json.writeEndObject();
  }
}
