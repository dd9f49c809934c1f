// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.spans;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A recorded span, read from its JSON in the SDK's terms. */
record OtlpSpan(Resource resource, InstrumentationScopeInfo scope, JsonNode json) {
  private static final int RANDOM_TRACE_ID = 0x02;
  private static final int PARENT_IS_REMOTE = 0x200;

  private static final TextMapGetter<Map<String, String>> HEADERS =
      (headers, name) -> headers == null ? null : headers.get(name);

  private static final List<SpanKind> KINDS =
      List.of(
          SpanKind.INTERNAL, // unspecified: what the SDK uses when nothing is said
          SpanKind.INTERNAL,
          SpanKind.SERVER,
          SpanKind.CLIENT,
          SpanKind.PRODUCER,
          SpanKind.CONSUMER);

  private static final List<StatusCode> STATUSES =
      List.of(StatusCode.UNSET, StatusCode.OK, StatusCode.ERROR);

  /** An event of a span. */
  record Event(String name, long nanos, Attributes attributes) {}

  /** A link to another span. */
  record Link(SpanContext context, Attributes attributes) {}

  String traceId() {
    return traceId(json);
  }

  String spanId() {
    return spanId(json);
  }

  @Nullable String parentSpanId() {
    String id = json.path("parentSpanId").asText("").toLowerCase(Locale.ROOT);
    return SpanId.isValid(id) ? id : null;
  }

  boolean parentIsRemote() {
    return (flags() & PARENT_IS_REMOTE) != 0;
  }

  boolean traceIdIsRandom() {
    return (flags() & RANDOM_TRACE_ID) != 0;
  }

  String name() {
    return json.path("name").asText("");
  }

  SpanKind kind() {
    return KINDS.get(json.path("kind").asInt(0));
  }

  long startNanos() {
    return OtlpValue.nanos(json.path("startTimeUnixNano"));
  }

  long endNanos() {
    return OtlpValue.nanos(json.path("endTimeUnixNano"));
  }

  Attributes attributes() {
    return OtlpValue.attributes(json.path("attributes"));
  }

  StatusCode statusCode() {
    return STATUSES.get(json.path("status").path("code").asInt(0));
  }

  String statusMessage() {
    return json.path("status").path("message").asText("");
  }

  TraceState traceState() {
    return traceState(json);
  }

  List<Event> events() {
    return json.path("events").valueStream().map(OtlpSpan::event).toList();
  }

  List<Link> links() {
    return json.path("links").valueStream().map(OtlpSpan::link).toList();
  }

  private int flags() {
    return json.path("flags").asInt(0);
  }

  private static Event event(JsonNode event) {
    return new Event(
        event.path("name").asText(""),
        OtlpValue.nanos(event.path("timeUnixNano")),
        OtlpValue.attributes(event.path("attributes")));
  }

  private static Link link(JsonNode link) {
    TraceFlags flags = TraceFlags.fromByte((byte) link.path("flags").asInt(0));
    return new Link(
        (link.path("flags").asInt(0) & PARENT_IS_REMOTE) != 0
            ? SpanContext.createFromRemoteParent(
                traceId(link), spanId(link), flags, traceState(link))
            : SpanContext.create(traceId(link), spanId(link), flags, traceState(link)),
        OtlpValue.attributes(link.path("attributes")));
  }

  private static String traceId(JsonNode node) {
    String id = node.path("traceId").asText("").toLowerCase(Locale.ROOT);
    return valid(TraceId.isValid(id), "trace id", id);
  }

  private static String spanId(JsonNode node) {
    String id = node.path("spanId").asText("").toLowerCase(Locale.ROOT);
    return valid(SpanId.isValid(id), "span id", id);
  }

  private static String valid(boolean valid, String what, String id) {
    if (!valid) {
      throw new IllegalArgumentException("Not a valid " + what + ": '" + id + "'");
    }
    return id;
  }

  // The propagator is the SDK's public reader of the W3C form.
  private static TraceState traceState(JsonNode node) {
    String text = node.path("traceState").asText("");
    if (text.isEmpty()) {
      return TraceState.getDefault();
    }
    Map<String, String> headers =
        Map.of(
            "traceparent",
            "00-%s-%s-01".formatted(traceId(node), spanId(node)),
            "tracestate",
            text);
    Context context =
        W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, HEADERS);
    return Span.fromContext(context).getSpanContext().getTraceState();
  }
}
