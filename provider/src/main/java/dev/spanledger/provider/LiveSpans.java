// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The spans that can have children: those that have begun and not ended, and those that ended last,
 * because work that was started in a span can go on after it. By id. Thread-safe, and without a
 * lock for all practical purposes.
 */
final class LiveSpans {
  /** Beyond this, new spans inherit from their baggage alone. */
  private static final int CAPACITY = 100_000;

  /** Spans that ended last; a power of two. */
  private static final int ENDED = 1 << 13;

  private final ConcurrentHashMap<String, LiveSpan> bySpanId = new ConcurrentHashMap<>();
  private final AtomicReferenceArray<@Nullable String> ended = new AtomicReferenceArray<>(ENDED);
  private final AtomicInteger nextEnded = new AtomicInteger();
  private final ReferenceQueue<ReadWriteSpan> forgotten = new ReferenceQueue<>();
  private final Routing routing;
  private volatile Consumer<LiveSpan> lost = span -> {};

  LiveSpans(Routing routing) {
    this.routing = routing;
  }

  /** Who hears of spans that will never be ended. */
  void onLost(Consumer<LiveSpan> listener) {
    lost = listener;
  }

  void started(Context parentContext, ReadWriteSpan span) {
    forget();
    LiveSpan live = live(parentContext, span);
    if (bySpanId.size() < CAPACITY) {
      bySpanId.put(span.getSpanContext().getSpanId(), live);
    }
  }

  /** The span's own entry; null where it was never seen to start. */
  @Nullable LiveSpan ended(SpanContext span) {
    LiveSpan live = find(span);
    if (live != null) {
      String last = ended.getAndSet(nextEnded.getAndIncrement() & (ENDED - 1), span.getSpanId());
      if (last != null) {
        bySpanId.remove(last);
      }
    }
    return live;
  }

  /** Where a span goes whose entry is not known. */
  @Nullable String route(SpanData span) {
    return routing.route(span, Baggage.empty());
  }

  /** Spans that an application dropped without ending them are gone for good. */
  private void forget() {
    for (Object span = forgotten.poll(); span != null; span = forgotten.poll()) {
      if (span instanceof Begun begun && begun.live != null) {
        bySpanId.remove(begun.spanId, begun.live);
        lost.accept(begun.live);
      }
    }
  }

  private LiveSpan live(Context parentContext, ReadWriteSpan span) {
    Baggage baggage = Baggage.fromContext(parentContext);
    LiveSpan parent = parent(parentContext, span.getSpanContext().getTraceId());
    String route = parent == null ? routing.route(span, baggage) : parent.route();
    Begun begun = new Begun(span, forgotten);
    LiveSpan live = new LiveSpan(span.getSpanContext().getTraceId(), parent, baggage, route, begun);
    begun.live = live;
    if (parent != null || !Span.fromContext(parentContext).getSpanContext().isValid()) {
      live.hasKnownAncestors();
    }
    return live;
  }

  private @Nullable LiveSpan parent(Context parentContext, String traceId) {
    SpanContext context = Span.fromContext(parentContext).getSpanContext();
    return !context.isValid() || context.isRemote() ? null : find(context.getSpanId(), traceId);
  }

  /** Null where it was never seen to start, or is long over. */
  @Nullable LiveSpan find(SpanContext span) {
    return find(span.getSpanId(), span.getTraceId());
  }

  private @Nullable LiveSpan find(String spanId, String traceId) {
    LiveSpan live = bySpanId.get(spanId);
    return live != null && live.traceId().equals(traceId) ? live : null;
  }

  /**
   * A span that has begun, and what it states so far. Whoever shall end it holds it: spans that are
   * never ended, and all that they carry, must not fill the heap.
   */
  private static final class Begun extends WeakReference<ReadWriteSpan>
      implements Function<String, @Nullable Object> {
    private final String spanId;
    private @Nullable LiveSpan live;

    Begun(ReadWriteSpan span, ReferenceQueue<ReadWriteSpan> forgotten) {
      super(span, forgotten);
      this.spanId = span.getSpanContext().getSpanId();
    }

    @Override
    public @Nullable Object apply(String name) {
      ReadWriteSpan span = get();
      if (span == null) {
        return null;
      }
      return name.equals(LiveSpan.SCOPE_NAME)
          ? span.getInstrumentationScopeInfo().getName()
          : LiveSpan.byName(span::getAttribute).apply(name);
    }
  }
}
