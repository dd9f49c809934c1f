// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import com.fasterxml.jackson.core.JsonGenerator;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;

/**
 * Attributes of type VALUE as JSON. A class of its own, because {@code Value} came with
 * OpenTelemetry 1.42: where the API is older, no such attribute can arrive, and this is never
 * loaded.
 */
final class ComplexValue {
  private ComplexValue() {}

  /** False where the value is of no type that is known. */
  static boolean write(JsonGenerator json, Object value) throws IOException {
    if (!(value instanceof Value<?> complex)) {
      return false;
    }
    switch (complex.getType()) {
      case ARRAY -> array(json, (List<?>) complex.getValue());
      case KEY_VALUE_LIST -> object(json, (List<?>) complex.getValue());
      case BYTES -> json.writeString(base64((ByteBuffer) complex.getValue()));
      case STRING, BOOLEAN, LONG, DOUBLE -> AttributeJson.value(json, complex.getValue());
      default -> json.writeNull(); // EMPTY, which older versions do not have
    }
    return true;
  }

  /** Asks no further than that many levels down. */
  static boolean isDeeper(Object value, int levels) {
    if (!(value instanceof Value<?> complex)) {
      return false;
    }
    boolean nests =
        complex.getType() == ValueType.ARRAY || complex.getType() == ValueType.KEY_VALUE_LIST;
    return nests && isAnyDeeper((List<?>) complex.getValue(), levels);
  }

  private static boolean isAnyDeeper(List<?> elements, int levels) {
    for (Object element : elements) {
      Object value = element instanceof KeyValue entry ? entry.getValue() : element;
      if (levels == 0 || isDeeper(value, levels - 1)) {
        return true;
      }
    }
    return false;
  }

  private static void array(JsonGenerator json, List<?> elements) throws IOException {
    json.writeStartArray();
    for (Object element : elements) {
      AttributeJson.value(json, element);
    }
    json.writeEndArray();
  }

  private static void object(JsonGenerator json, List<?> entries) throws IOException {
    json.writeStartObject();
    for (Object entry : entries) {
      KeyValue keyValue = (KeyValue) entry;
      json.writeFieldName(keyValue.getKey());
      AttributeJson.value(json, keyValue.getValue());
    }
    json.writeEndObject();
  }

  private static String base64(ByteBuffer bytes) {
    ByteBuffer copy = bytes.duplicate();
    byte[] content = new byte[copy.remaining()];
    copy.get(content);
    return Base64.getEncoder().encodeToString(content);
  }
}
