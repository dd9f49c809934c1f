// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.schema.SpanFlags;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Span contexts as columns and JSON have them. */
final class StoredContext {
  private static final int TRACE_FLAGS = 0xFF;

  private StoredContext() {}

  /**
   * A context.
   *
   * @param flags those of {@link SpanFlags}
   */
  static SpanContext of(String traceId, String spanId, long flags, @Nullable String traceState) {
    TraceFlags traceFlags = TraceFlags.fromByte((byte) (flags & TRACE_FLAGS));
    TraceState state = traceState(traceState);
    return (flags & SpanFlags.PARENT_IS_REMOTE) == 0
        ? SpanContext.create(traceId, spanId, traceFlags, state)
        : SpanContext.createFromRemoteParent(traceId, spanId, traceFlags, state);
  }

  /** The flags of a linked context: those of the trace, and whether it is remote. */
  static long flags(SpanContext context) {
    return (context.getTraceFlags().asByte() & TRACE_FLAGS)
        | SpanFlags.HAS_IS_REMOTE
        | (context.isRemote() ? SpanFlags.PARENT_IS_REMOTE : 0);
  }

  /** As in the W3C header; null for none. */
  static @Nullable String text(TraceState state) {
    return state.isEmpty()
        ? null
        : state.asMap().entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(","));
  }

  /** The builder puts what comes last in front. */
  private static TraceState traceState(@Nullable String text) {
    TraceStateBuilder state = TraceState.builder();
    List<String> entries = text == null ? List.of() : List.of(text.split(",", -1));
    for (int i = entries.size() - 1; i >= 0; i--) {
      int equals = entries.get(i).indexOf('=');
      if (equals > 0) {
        state.put(entries.get(i).substring(0, equals), entries.get(i).substring(equals + 1));
      }
    }
    return state.build();
  }
}
