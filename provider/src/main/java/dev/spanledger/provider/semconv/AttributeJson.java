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
  static final String CUT = "spanledger.cut";
  private static final String TOO_DEEP = "…[nested too deeply]";

  /** Parsers, and the generator here, stop at a thousand levels; a small stack does before. */
  static final int DEEPEST = 256;

  private static final Double NEGATIVE_ZERO = -0.0;

  private AttributeJson() {}

  /** Writes something. */
  private interface Content {
    void to(JsonGenerator json) throws IOException;
  }

  static String value(Object value) {
    return write(json -> value(json, value));
  }

  /** Null for no attributes. */
  static @Nullable String object(Map<String, Object> attributes, Limits limits) {
    return attributes.isEmpty() ? null : write(json -> object(json, attributes, limits));
  }

  /** What is kept, by name, in the order in which it was set. */
  static Map<String, Object> map(Attributes attributes, Kept kept) {
    Map<String, Object> map = new LinkedHashMap<>();
    attributes.forEach(
        (key, value) -> {
          Object keep = kept.value(key.getKey(), value);
          if (keep != null) {
            map.put(kept.key(key.getKey()), keep);
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
    for (int i = 0; i < events.size(); i++) {
      if (isFull(json, kept.limits())) {
        cut(json, events.size() - i);
        break;
      }
      event(json, events.get(i), kept);
    }
    json.writeEndArray();
  }

  private static void event(JsonGenerator json, EventData event, Kept kept) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", kept.text(event.getName()));
    json.writeNumberField("time_unix_nano", event.getEpochNanos());
    attributes(json, event.getAttributes(), kept);
    dropped(json, event.getDroppedAttributesCount());
    json.writeEndObject();
  }

  private static void links(JsonGenerator json, List<LinkData> links, Kept kept)
      throws IOException {
    json.writeStartArray();
    for (int i = 0; i < links.size(); i++) {
      if (isFull(json, kept.limits())) {
        cut(json, links.size() - i);
        break;
      }
      link(json, links.get(i), kept);
    }
    json.writeEndArray();
  }

  private static void link(JsonGenerator json, LinkData link, Kept kept) throws IOException {
    json.writeStartObject();
    json.writeStringField("trace_id", link.getSpanContext().getTraceId());
    json.writeStringField("span_id", link.getSpanContext().getSpanId());
    json.writeNumberField("flags", StoredContext.flags(link.getSpanContext()));
    String traceState = StoredContext.text(link.getSpanContext().getTraceState());
    if (traceState != null) {
      json.writeStringField("trace_state", traceState);
    }
    attributes(json, link.getAttributes(), kept);
    dropped(json, link.getTotalAttributeCount() - link.getAttributes().size());
    json.writeEndObject();
  }

  private static void attributes(JsonGenerator json, Attributes attributes, Kept kept)
      throws IOException {
    Map<String, Object> values = map(attributes, kept);
    json.writeFieldName("attributes");
    object(json, values, kept.limits());
    Map<String, Object> exact = ExactValue.of(values);
    if (!exact.isEmpty()) {
      json.writeFieldName(Source.EXACT);
      object(json, exact, kept.limits());
    }
  }

  private static void dropped(JsonGenerator json, int attributes) throws IOException {
    if (attributes > 0) {
      json.writeNumberField("dropped_attributes", attributes);
    }
  }

  private static void object(JsonGenerator json, Map<String, Object> attributes, Limits limits)
      throws IOException {
    json.writeStartObject();
    int left = attributes.size();
    for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
      if (isFull(json, limits)) {
        json.writeNumberField(CUT, left);
        break;
      }
      json.writeFieldName(attribute.getKey());
      value(json, attribute.getValue());
      left--;
    }
    json.writeEndObject();
  }

  /** The last element of a list that was too long says how many are left out. */
  private static void cut(JsonGenerator json, int elements) throws IOException {
    json.writeStartObject();
    json.writeNumberField(CUT, elements);
    json.writeEndObject();
  }

  private static boolean isFull(JsonGenerator json, Limits limits) {
    Object text = json.getOutputTarget();
    int written = text instanceof StringWriter writer ? writer.getBuffer().length() : 0;
    return written + json.getOutputBuffered() >= limits.maxJson();
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
    } else if (json.getOutputContext().getNestingDepth() > DEEPEST) {
      json.writeString(TOO_DEEP);
    } else if (value instanceof List<?> list) {
      array(json, list);
    } else if (value instanceof Map<?, ?> map) {
      object(json, map);
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

  private static void object(JsonGenerator json, Map<?, ?> entries) throws IOException {
    json.writeStartObject();
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      json.writeFieldName(String.valueOf(entry.getKey()));
      value(json, entry.getValue());
    }
    json.writeEndObject();
  }

  /** JSON has no NaN and no infinities, and PostgreSQL's has no -0.0: they are written as text. */
  private static void number(JsonGenerator json, double number) throws IOException {
    if (Double.isFinite(number) && !NEGATIVE_ZERO.equals(number)) {
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
