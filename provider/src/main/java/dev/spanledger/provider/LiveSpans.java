// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The spans that have begun and not ended, by their id. Thread-safe, and without a lock for all
 * practical purposes.
 */
final class LiveSpans {
  /**
   * Spans that never end must not fill the heap: beyond this, new ones inherit from their baggage
   * alone.
   */
  private static final int CAPACITY = 100_000;

  private final ConcurrentHashMap<String, LiveSpan> bySpanId = new ConcurrentHashMap<>();
  private final Routing routing;

  LiveSpans(Routing routing) {
    this.routing = routing;
  }

  void started(Context parentContext, ReadWriteSpan span) {
    LiveSpan live = live(parentContext, span);
    if (bySpanId.size() < CAPACITY) {
      bySpanId.put(span.getSpanContext().getSpanId(), live);
    }
  }

  /** The span's own entry, which it gives up; null where it was never seen to start. */
  @Nullable LiveSpan ended(SpanContext span) {
    LiveSpan live = bySpanId.remove(span.getSpanId());
    return live != null && live.traceId().equals(span.getTraceId()) ? live : null;
  }

  private LiveSpan live(Context parentContext, ReadWriteSpan span) {
    Baggage baggage = Baggage.fromContext(parentContext);
    LiveSpan parent = parent(parentContext, span.getSpanContext().getTraceId());
    String route = parent == null ? routing.route(span, baggage) : parent.route();
    return new LiveSpan(
        span.getSpanContext().getTraceId(),
        parent,
        baggage,
        route,
        name -> span.getAttribute(LiveSpan.key(name)));
  }

  private @Nullable LiveSpan parent(Context parentContext, String traceId) {
    SpanContext context = Span.fromContext(parentContext).getSpanContext();
    if (!context.isValid() || context.isRemote()) {
      return null;
    }
    LiveSpan parent = bySpanId.get(context.getSpanId());
    return parent != null && parent.traceId().equals(traceId) ? parent : null;
  }
}
