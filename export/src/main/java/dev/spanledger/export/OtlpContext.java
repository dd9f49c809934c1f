// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who a span is. */
final class OtlpContext {
  private static final int IS_REMOTE = 0x200;

  /** A span that is in a file was sampled, whatever it says. */
  private static final int SAMPLED = 1;

  private static final TextMapGetter<Map<String, String>> HEADERS =
      (headers, name) -> headers == null ? null : headers.get(name);

  private OtlpContext() {}

  static SpanContext of(
      String traceId, String spanId, int flags, Map<String, @Nullable Object> from) {
    TraceFlags known = TraceFlags.fromByte((byte) (flags | SAMPLED));
    TraceState state = state(traceId, spanId, JsonTree.text(from.get("traceState")));
    return (flags & IS_REMOTE) == 0
        ? SpanContext.create(traceId, spanId, known, state)
        : SpanContext.createFromRemoteParent(traceId, spanId, known, state);
  }

  // The propagator is OpenTelemetry's public reader of the W3C form.
  private static TraceState state(String traceId, String spanId, String text) {
    if (text.isEmpty()) {
      return TraceState.getDefault();
    }
    Map<String, String> headers =
        Map.of("traceparent", "00-%s-%s-01".formatted(traceId, spanId), "tracestate", text);
    Context context =
        W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, HEADERS);
    return Span.fromContext(context).getSpanContext().getTraceState();
  }
}
