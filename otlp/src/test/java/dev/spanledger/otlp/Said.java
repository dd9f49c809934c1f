// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.otlp;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All that OTLP says of a span, as texts to compare: by hand from {@link SpanData} here, and by
 * hand from parsed protobuf in {@link SaidInProtobuf}.
 */
final class Said {
  /** What the replay of OTLP/JSON through an SDK cannot set. */
  static final List<String> LOST_IN_REPLAY =
      List.of(
          "flags", "dropped", "scope attributes", "status message", "event drops", "link drops");

  private Said() {}

  static Map<String, Object> of(SpanData span) {
    Map<String, Object> said = new TreeMap<>();
    SpanContext context = span.getSpanContext();
    said.put("trace", span.getTraceId());
    said.put("span", span.getSpanId());
    said.put("parent", SpanId.isValid(span.getParentSpanId()) ? span.getParentSpanId() : "");
    said.put("remote", span.getParentSpanContext().isRemote());
    said.put("flags", context.getTraceFlags().asByte() & 0xFF);
    said.put("state", state(context));
    said.put("name", span.getName());
    said.put("kind", span.getKind().name());
    said.put("start", span.getStartEpochNanos());
    said.put("end", span.getEndEpochNanos());
    said.put("status", span.getStatus().getStatusCode().name());
    said.put("status message", span.getStatus().getDescription());
    said.put("attributes", attributes(span.getAttributes()));
    said.put("events", span.getEvents().stream().map(Said::event).toList());
    said.put("event drops", span.getEvents().stream().map(Said::drops).toList());
    said.put("links", span.getLinks().stream().map(Said::link).toList());
    said.put("link drops", span.getLinks().stream().map(Said::drops).toList());
    said.put("dropped", dropped(span));
    resource(span.getResource(), said);
    scope(span.getInstrumentationScopeInfo(), said);
    return said;
  }

  private static void resource(Resource resource, Map<String, Object> said) {
    said.put("resource", attributes(resource.getAttributes()));
    said.put("resource schema", orEmpty(resource.getSchemaUrl()));
  }

  private static void scope(InstrumentationScopeInfo scope, Map<String, Object> said) {
    said.put("scope", scope.getName() + "@" + orEmpty(scope.getVersion()));
    said.put("scope schema", orEmpty(scope.getSchemaUrl()));
    said.put("scope attributes", attributes(scope.getAttributes()));
  }

  /** Spans that are made by hand do not count what they have. */
  private static List<Integer> dropped(SpanData span) {
    return List.of(
        Math.max(0, span.getTotalAttributeCount() - span.getAttributes().size()),
        Math.max(0, span.getTotalRecordedEvents() - span.getEvents().size()),
        Math.max(0, span.getTotalRecordedLinks() - span.getLinks().size()));
  }

  private static List<Object> event(EventData event) {
    return List.of(event.getName(), event.getEpochNanos(), attributes(event.getAttributes()));
  }

  private static int drops(EventData event) {
    return event.getTotalAttributeCount() - event.getAttributes().size();
  }

  private static List<Object> link(LinkData link) {
    SpanContext to = link.getSpanContext();
    return List.of(
        to.getTraceId(),
        to.getSpanId(),
        to.getTraceFlags().asByte() & 0xFF,
        to.isRemote(),
        state(to),
        attributes(link.getAttributes()));
  }

  private static int drops(LinkData link) {
    return link.getTotalAttributeCount() - link.getAttributes().size();
  }

  private static String state(SpanContext context) {
    return context.getTraceState().asMap().entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(","));
  }

  static Map<String, String> attributes(Attributes attributes) {
    Map<String, String> texts = new TreeMap<>();
    for (Map.Entry<AttributeKey<?>, Object> entry : attributes.asMap().entrySet()) {
      texts.put(entry.getKey().getKey(), text(entry.getValue()));
    }
    return texts;
  }

  private static String text(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(Said::text).collect(Collectors.joining(", ", "[", "]"));
    } else if (value instanceof KeyValue entry) {
      return entry.getKey() + "=" + text(entry.getValue());
    } else if (value instanceof ByteBuffer bytes) {
      byte[] content = new byte[bytes.remaining()];
      bytes.duplicate().get(content);
      return "bytes " + Arrays.toString(content);
    } else if (value instanceof Value<?> tree) {
      return switch (tree.getType().name()) {
        case "EMPTY" -> "nothing";
        case "KEY_VALUE_LIST" -> "map " + text(tree.getValue());
        default -> text(tree.getValue());
      };
    }
    return value.getClass().getSimpleName() + " " + value;
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}
