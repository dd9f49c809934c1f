// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanFlags;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TextMemory;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What OpenTelemetry itself says of a span, whatever its attributes mean: which one it is, and when
 * it ran.
 */
final class SpanIdentity {
  private SpanIdentity() {}

  static SpanRow.Builder of(SpanData span, Instant receivedAt, TextMemory memory) {
    SpanContext context = span.getSpanContext();
    String parent = span.getParentSpanId();
    return SpanRow.builder(memory)
        .set(SpanColumns.TRACE_ID, context.getTraceId())
        .set(SpanColumns.SPAN_ID, context.getSpanId())
        .set(SpanColumns.PARENT_SPAN_ID, SpanId.isValid(parent) ? parent : null)
        .set(SpanColumns.OTEL_KIND, span.getKind().name())
        .set(SpanColumns.TRACE_STATE, traceState(context.getTraceState()))
        .set(SpanColumns.FLAGS, flags(span))
        .set(SpanColumns.SCOPE_NAME, span.getInstrumentationScopeInfo().getName())
        .set(SpanColumns.SCOPE_VERSION, span.getInstrumentationScopeInfo().getVersion())
        .set(SpanColumns.STATUS, span.getStatus().getStatusCode().name())
        .times(span.getStartEpochNanos(), span.getEndEpochNanos(), receivedAt);
  }

  private static long flags(SpanData span) {
    long flags = span.getSpanContext().getTraceFlags().asByte() & 0xFFL;
    boolean remote = span.getParentSpanContext().isRemote();
    return flags | SpanFlags.HAS_IS_REMOTE | (remote ? SpanFlags.PARENT_IS_REMOTE : 0);
  }

  private static @Nullable String traceState(TraceState state) {
    return state.isEmpty()
        ? null
        : state.asMap().entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(","));
  }
}
