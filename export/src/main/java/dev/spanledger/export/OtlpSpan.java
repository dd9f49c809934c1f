// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a span of OTLP/JSON. */
final class OtlpSpan {
  private static final int PARENT_IS_REMOTE = 0x200;

  /** As numbered in OTLP; what is not specified is what the SDK makes of it. */
  private static final List<SpanKind> KINDS =
      List.of(
          SpanKind.INTERNAL,
          SpanKind.INTERNAL,
          SpanKind.SERVER,
          SpanKind.CLIENT,
          SpanKind.PRODUCER,
          SpanKind.CONSUMER);

  private static final List<StatusCode> STATUSES =
      List.of(StatusCode.UNSET, StatusCode.OK, StatusCode.ERROR);

  private OtlpSpan() {}

  static FileSpan of(
      Map<String, @Nullable Object> span, Resource resource, InstrumentationScopeInfo scope)
      throws Refused {
    String traceId = traceId(span);
    int flags = small(span.get("flags"));
    FileSpan.Builder read = new FileSpan.Builder();
    read.context = OtlpContext.of(traceId, spanId(span), flags & ~PARENT_IS_REMOTE, span);
    read.parent = parent(span, traceId, flags);
    read.resource = resource;
    read.scope = scope;
    read.name = JsonTree.text(span.get("name"));
    read.kind = KINDS.get(ordinal(span.get("kind"), "SPAN_KIND_", KINDS.size(), names(KINDS)));
    read.start = nanos(span.get("startTimeUnixNano"));
    read.end = Math.max(nanos(span.get("endTimeUnixNano")), 0);
    if (read.end == 0) {
      read.end = read.start;
    }
    read.attributes = OtlpValues.attributes(span.get("attributes"));
    read.droppedAttributes = small(span.get("droppedAttributesCount"));
    read.status = status(JsonTree.object(span.get("status")));
    read.events = events(span);
    read.droppedEvents = small(span.get("droppedEventsCount"));
    read.links = links(span);
    read.droppedLinks = small(span.get("droppedLinksCount"));
    return read.build();
  }

  private static SpanContext parent(Map<String, @Nullable Object> span, String traceId, int flags) {
    String parent = JsonTree.text(span.get("parentSpanId")).toLowerCase(Locale.ROOT);
    if (!SpanId.isValid(parent)) {
      return SpanContext.getInvalid();
    }
    return OtlpContext.of(traceId, parent, flags, Map.of());
  }

  private static List<EventData> events(Map<String, @Nullable Object> span) throws Refused {
    List<EventData> events = new ArrayList<>();
    for (Object each : JsonTree.list(span.get("events"))) {
      Map<String, @Nullable Object> event = JsonTree.object(each);
      Attributes attributes = OtlpValues.attributes(event.get("attributes"));
      events.add(
          EventData.create(
              nanos(event.get("timeUnixNano")),
              JsonTree.text(event.get("name")),
              attributes,
              attributes.size() + small(event.get("droppedAttributesCount"))));
    }
    return events;
  }

  private static List<LinkData> links(Map<String, @Nullable Object> span) throws Refused {
    List<LinkData> links = new ArrayList<>();
    for (Object each : JsonTree.list(span.get("links"))) {
      Map<String, @Nullable Object> link = JsonTree.object(each);
      Attributes attributes = OtlpValues.attributes(link.get("attributes"));
      links.add(
          LinkData.create(
              OtlpContext.of(traceId(link), spanId(link), small(link.get("flags")), link),
              attributes,
              attributes.size() + small(link.get("droppedAttributesCount"))));
    }
    return links;
  }

  private static StatusData status(Map<String, @Nullable Object> status) throws Refused {
    int code = ordinal(status.get("code"), "STATUS_CODE_", STATUSES.size(), names(STATUSES));
    return StatusData.create(STATUSES.get(code), JsonTree.text(status.get("message")));
  }

  private static List<String> names(List<? extends Enum<?>> constants) {
    return constants.stream().<String>map(Enum::name).toList();
  }

  /** An enumeration's number, or its name with a prefix; 0 where there is none. */
  private static int ordinal(@Nullable Object value, String prefix, int size, List<String> names)
      throws Refused {
    String text = JsonTree.text(value);
    Long number = text.isEmpty() ? Long.valueOf(0) : JsonTree.number(value);
    if (number == null && text.startsWith(prefix)) {
      number = (long) Math.max(0, names.lastIndexOf(text.substring(prefix.length())));
    }
    if (number == null || number < 0 || number >= size) {
      throw new Refused("'" + text + "' is no " + prefix + "…");
    }
    return number.intValue();
  }

  private static String traceId(Map<String, @Nullable Object> of) throws Refused {
    String id = JsonTree.text(of.get("traceId")).toLowerCase(Locale.ROOT);
    if (!TraceId.isValid(id)) {
      throw new Refused("a trace id is not 32 hex digits, or all zero");
    }
    return id;
  }

  private static String spanId(Map<String, @Nullable Object> of) throws Refused {
    String id = JsonTree.text(of.get("spanId")).toLowerCase(Locale.ROOT);
    if (!SpanId.isValid(id)) {
      throw new Refused("a span id is not 16 hex digits, or all zero");
    }
    return id;
  }

  /** A fixed64: a decimal text or a number; beyond 2^63 it wraps, as in the SDK. */
  private static long nanos(@Nullable Object time) throws Refused {
    String text = JsonTree.text(time);
    try {
      return text.isEmpty()
          ? 0
          : text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw new Refused("a time is no whole number of nanoseconds");
    }
  }

  private static int small(@Nullable Object value) {
    Long number = JsonTree.number(value);
    return number == null ? 0 : (int) Math.max(0, Math.min(Integer.MAX_VALUE / 2, number));
  }
}
