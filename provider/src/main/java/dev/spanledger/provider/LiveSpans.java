// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.provider.semconv.Said;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The spans that can have children: those that have begun and are not recorded, and those that were
 * recorded last, because work that was started in a span can go on after it. By id. Thread-safe,
 * and without a lock for all practical purposes.
 */
final class LiveSpans {
  /** Beyond this, new spans inherit from their baggage alone. */
  private static final int CAPACITY = 100_000;

  /** Spans that were recorded or dropped last; a power of two. */
  private static final int ENDED = 1 << 13;

  private final ConcurrentHashMap<String, LiveSpan> bySpanId = new ConcurrentHashMap<>();
  private final AtomicReferenceArray<@Nullable LiveSpan> ended = new AtomicReferenceArray<>(ENDED);
  private final AtomicInteger nextEnded = new AtomicInteger();
  private final ReferenceQueue<ReadWriteSpan> forgotten = new ReferenceQueue<>();
  private final Routing routing;
  private volatile Consumer<LiveSpan> lost = span -> {};

  /** Null where nobody wants to know; set before any span begins. */
  private @Nullable RecordedTraces begun;

  /** Whether spans that have ended can no longer be kept until they are recorded. */
  private volatile boolean crowded;

  LiveSpans(Routing routing) {
    this.routing = routing;
  }

  /** Who says where a trace goes. */
  Routing routing() {
    return routing;
  }

  /** Who hears of spans that will never be ended. */
  void onLost(Consumer<LiveSpan> listener) {
    lost = listener;
  }

  /** Who hears of traces that begin here. */
  void onBegun(RecordedTraces traces) {
    begun = traces;
  }

  /** A span begins that has no parent here, or ends of which that was not seen. */
  void beginsTrace(SpanContext span, @Nullable String route) {
    RecordedTraces traces = begun;
    if (traces != null && span.isSampled()) {
      traces.began(span.getTraceId(), route);
    }
  }

  void started(Context parentContext, ReadWriteSpan span) {
    forget();
    SpanContext context = span.getSpanContext();
    LiveSpan live = live(parentContext, span, context);
    int known = bySpanId.size();
    crowded = known > CAPACITY / 2;
    if (known < CAPACITY) {
      bySpanId.put(context.getSpanId(), live);
    }
  }

  /**
   * The span's own entry; null where it was never seen to start. It stays known while it waits to
   * be recorded, unless very many do.
   */
  @Nullable LiveSpan ended(SpanContext span) {
    LiveSpan live = find(span);
    if (live != null && crowded) {
      live.over();
    }
    return live;
  }

  /** The span is recorded or dropped: the first to be forgotten is the one that was so longest. */
  void over(LiveSpan live) {
    LiveSpan last = ended.getAndSet(nextEnded.getAndIncrement() & (ENDED - 1), live);
    if (last != null) {
      bySpanId.remove(last.spanId(), last);
    }
  }

  /**
   * Shows the spans that have begun, will be stored and have not ended. Some may end meanwhile, and
   * some begin unseen.
   */
  void eachRunning(Consumer<LiveSpan> each) {
    forget();
    for (LiveSpan span : bySpanId.values()) {
      if (isRunning(span) && span.isSampled()) {
        each.accept(span);
      }
    }
  }

  /** Whether it has not ended: it runs, or is {@link #isLost lost}. */
  static boolean isRunning(LiveSpan span) {
    return span.voice() instanceof Begun;
  }

  /** Whether nobody can end it any more. */
  static boolean isLost(LiveSpan span) {
    return span.voice() instanceof Begun begun && begun.get() == null;
  }

  /** The span itself; null where it has ended or is lost. */
  static @Nullable ReadableSpan running(LiveSpan span) {
    return span.voice() instanceof Begun begun ? begun.get() : null;
  }

  /** Where a span goes whose entry is not known. */
  @Nullable String route(ReadableSpan span) {
    return routing.route(span, Baggage.empty());
  }

  /** Spans that an application dropped without ending them are gone for good. */
  private void forget() {
    for (Object span = forgotten.poll(); span != null; span = forgotten.poll()) {
      if (span instanceof Begun begun && begun.live != null) {
        bySpanId.remove(begun.live.spanId(), begun.live);
        lost.accept(begun.live);
      }
    }
  }

  private LiveSpan live(Context parentContext, ReadWriteSpan span, SpanContext context) {
    Baggage baggage = Baggage.fromContext(parentContext);
    SpanContext parentSpan = Span.fromContext(parentContext).getSpanContext();
    boolean hasParent = parentSpan.isValid();
    LiveSpan parent = hasParent && !parentSpan.isRemote() ? parent(parentSpan, context) : null;
    String route = parent == null ? routing.route(span, baggage) : parent.route();
    Begun begun = new Begun(span, forgotten);
    LiveSpan live = new LiveSpan(context, parent, baggage, route, begun);
    begun.live = live;
    live.lives(this);
    if (parent != null || !hasParent) {
      live.hasKnownAncestors();
    }
    if (parent == null) {
      beginsTrace(context, route);
    }
    return live;
  }

  private @Nullable LiveSpan parent(SpanContext parent, SpanContext child) {
    return find(parent.getSpanId(), child.getTraceId());
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
  private static final class Begun extends WeakReference<ReadWriteSpan> implements LiveSpan.Voice {
    private @Nullable LiveSpan live;

    Begun(ReadWriteSpan span, ReferenceQueue<ReadWriteSpan> forgotten) {
      super(span, forgotten);
    }

    @Override
    public Said said() {
      ReadWriteSpan span = get();
      return span == null ? Said.NOTHING : Said.of(span);
    }
  }
}
