// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.spanledger.provider.messages.Json.Obj;
import dev.spanledger.provider.messages.Json.Str;
import io.opentelemetry.api.common.Attributes;
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
  private static final String TOO_DEEP = "…[nested too deeply]";
  private static final JsonFactory JSON = new JsonFactory();

  private AnyValue() {}

  /** A string stays itself, and so does a complex value that is a string; the rest is JSON. */
  static String text(Object value) {
    String string = string(value);
    return string == null ? json(value) : string;
  }

  /** As a tree; a string that is JSON is not looked into. */
  static Json tree(Object value) {
    String string = string(value);
    if (string != null) {
      return new Str(string);
    }
    String json = json(value);
    Json parsed = JsonText.parse(json);
    return parsed == null ? new Str(json) : parsed;
  }

  private static @Nullable String string(Object value) {
    if (value instanceof String text) {
      return text;
    }
    boolean simple = value instanceof List || value instanceof Number || value instanceof Boolean;
    return !simple && value instanceof Value<?> complex && complex.getValue() instanceof String text
        ? text
        : null;
  }

  static Obj tree(Attributes attributes) {
    Obj object = new Obj();
    attributes.forEach((key, value) -> object.put(key.getKey(), tree(value)));
    return object;
  }

  private static String json(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(json, value, JsonText.MAX_DEPTH);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Asks for complex values last: older versions of OpenTelemetry do not have their class. */
  private static void write(JsonGenerator json, @Nullable Object value, int depth)
      throws IOException {
    if (value instanceof List<?> list) {
      list(json, list, depth - 1);
    } else if (value instanceof Boolean bool) {
      json.writeBoolean(bool);
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Double number && Double.isFinite(number)) {
      json.writeNumber(number);
    } else if (value instanceof String || value instanceof Number) {
      json.writeString(value.toString()); // JSON has no NaN and no infinities
    } else if (value instanceof ByteBuffer bytes) {
      base64(json, bytes.duplicate());
    } else if (value instanceof Value<?> complex) {
      write(json, complex.getValue(), depth);
    } else {
      json.writeNull(); // nothing, and the value of Value's EMPTY
    }
  }

  private static void base64(JsonGenerator json, ByteBuffer bytes) throws IOException {
    byte[] content = new byte[bytes.remaining()];
    bytes.get(content);
    json.writeBinary(content);
  }

  /** A list of entries is an object; an empty one cannot be told from an empty list. */
  private static void list(JsonGenerator json, List<?> list, int depth) throws IOException {
    if (depth < 0) {
      json.writeString(TOO_DEEP);
    } else if (!list.isEmpty() && list.get(0) instanceof KeyValue) {
      object(json, list, depth);
    } else {
      array(json, list, depth);
    }
  }

  private static void array(JsonGenerator json, List<?> list, int depth) throws IOException {
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
