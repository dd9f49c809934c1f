// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OpenTelemetry's values as JSON. Numbers keep their type: a double is written with a fraction or
 * an exponent.
 */
final class AttributeJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private AttributeJson() {}

  /** Writes something. */
  private interface Content {
    void to(JsonGenerator json) throws IOException;
  }

  static String value(Object value) {
    return write(json -> value(json, value));
  }

  /** Null for no attributes. */
  static @Nullable String object(Map<String, Object> attributes) {
    return attributes.isEmpty() ? null : write(json -> object(json, attributes));
  }

  /** What is kept, by name, in the order in which it was set. */
  static Map<String, Object> map(Attributes attributes, Kept kept) {
    Map<String, Object> map = new LinkedHashMap<>();
    attributes.forEach(
        (key, value) -> {
          Object keep = kept.value(key.getKey(), value);
          if (keep != null) {
            map.put(key.getKey(), keep);
          }
        });
    return map;
  }

  /** Null for no events. */
  static @Nullable String events(List<EventData> events, Kept kept) {
    return events.isEmpty() ? null : write(json -> events(json, events, kept));
  }

  /** Null for no links. */
  static @Nullable String links(List<LinkData> links, Kept kept) {
    return links.isEmpty() ? null : write(json -> links(json, links, kept));
  }

  private static void events(JsonGenerator json, List<EventData> events, Kept kept)
      throws IOException {
    json.writeStartArray();
    for (EventData event : events) {
      json.writeStartObject();
      json.writeStringField("name", event.getName());
      json.writeNumberField("time_unix_nano", event.getEpochNanos());
      json.writeFieldName("attributes");
      object(json, map(event.getAttributes(), kept));
      int dropped = event.getDroppedAttributesCount();
      if (dropped > 0) {
        json.writeNumberField("dropped_attributes", dropped);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void links(JsonGenerator json, List<LinkData> links, Kept kept)
      throws IOException {
    json.writeStartArray();
    for (LinkData link : links) {
      json.writeStartObject();
      json.writeStringField("trace_id", link.getSpanContext().getTraceId());
      json.writeStringField("span_id", link.getSpanContext().getSpanId());
      json.writeFieldName("attributes");
      object(json, map(link.getAttributes(), kept));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void object(JsonGenerator json, Map<String, Object> attributes)
      throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
      json.writeFieldName(attribute.getKey());
      value(json, attribute.getValue());
    }
    json.writeEndObject();
  }

  static void value(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof String text) {
      json.writeString(text);
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Double number) {
      number(json, number);
    } else if (value instanceof Boolean bool) {
      json.writeBoolean(bool);
    } else if (value instanceof List<?> list) {
      array(json, list);
    } else if (!ComplexValue.write(json, value)) {
      json.writeString(String.valueOf(value));
    }
  }

  private static void array(JsonGenerator json, List<?> list) throws IOException {
    json.writeStartArray();
    for (Object element : list) {
      value(json, element);
    }
    json.writeEndArray();
  }

  /** JSON has no NaN and no infinities: they are written as text. */
  private static void number(JsonGenerator json, double number) throws IOException {
    if (Double.isFinite(number)) {
      json.writeNumber(number);
    } else {
      json.writeString(Double.toString(number));
    }
  }

  private static String write(Content content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      content.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
