// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.provider.semconv.Said;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The face for SDKs that take exporters only. An export succeeds when its spans are committed. It
 * sees neither baggage nor a span's start, so ids are inherited from ancestors in the same batch
 * alone: prefer the processor where there is a choice.
 */
final class LedgerSpanExporter implements SpanExporter {
  private static final Logger log = LoggerFactory.getLogger(Spanledger.class);

  private final Pipelines pipelines;
  private final LiveSpans live;
  private final Clock clock;
  private final AgentSpanProcessor.Shutdown shutdown;

  LedgerSpanExporter(
      Pipelines pipelines, LiveSpans live, Clock clock, AgentSpanProcessor.Shutdown shutdown) {
    this.pipelines = pipelines;
    this.live = live;
    this.clock = clock;
    this.shutdown = shutdown;
  }

  /**
   * Fails at once where a span was dropped: waiting could not make that good, and whoever exports
   * one span at a time would pile up results while the database is away.
   */
  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    try {
      return offer(spans) ? Results.of(pipelines.flush()) : Results.of(false);
    } catch (RuntimeException e) {
      log.warn("spanledger: an export failed ({})", e.getClass().getName());
      return Results.of(false);
    }
  }

  private boolean offer(Collection<SpanData> spans) {
    Instant receivedAt = clock.instant();
    Ancestors ancestors = new Ancestors(spans);
    boolean taken = true;
    for (SpanData span : spans) {
      QueuedSpan queued = new QueuedSpan(ancestors.of(span));
      queued.ended(span, receivedAt);
      String route = live.routing().route(span, ancestors::top);
      if (ancestors.isTop(span)) {
        live.beginsTrace(span.getSpanContext(), route);
      }
      taken &= pipelines.offer(queued, span.getSpanContext(), route);
    }
    return taken;
  }

  @Override
  public CompletableResultCode flush() {
    return pipelines.forceFlush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return shutdown.now();
  }

  @Override
  public String toString() {
    return "LedgerSpanExporter{" + pipelines.stats().ledger() + "}";
  }

  /** The ancestors of a batch's spans, as far as they are in the batch. */
  private static final class Ancestors {
    private final Map<Key, SpanData> spans = new HashMap<>();
    private final Map<Key, LiveSpan> live = new HashMap<>();

    /** A batch can hold many traces, and nothing says that their spans' ids differ. */
    private record Key(String traceId, String spanId) {}

    Ancestors(Collection<SpanData> batch) {
      batch.forEach(span -> spans.put(key(span), span));
    }

    /** The number of steps is bounded, because broken input can name a span its own ancestor. */
    LiveSpan of(SpanData span) {
      Deque<SpanData> unknown = new ArrayDeque<>();
      SpanData ancestor = span;
      while (ancestor != null
          && !live.containsKey(key(ancestor))
          && unknown.size() < spans.size()) {
        unknown.push(ancestor);
        ancestor = parent(ancestor);
      }
      LiveSpan entry = ancestor == null ? null : live.get(key(ancestor));
      for (SpanData next : unknown) {
        entry = entry(next, entry);
        live.put(key(next), entry);
      }
      return Objects.requireNonNull(entry);
    }

    /**
     * The highest above the span that the batch has: the one that is likeliest to say whose it is.
     */
    SpanData top(SpanData span) {
      SpanData top = span;
      SpanData above = parent(span);
      for (int steps = 0; above != null && steps < spans.size(); steps++) {
        top = above;
        above = parent(above);
      }
      return top;
    }

    /** Whether no ancestor is in the batch. */
    boolean isTop(SpanData span) {
      return !spans.containsKey(new Key(span.getTraceId(), span.getParentSpanId()));
    }

    /** Of a span that knows its columns itself, nothing else is to be found out. */
    private @Nullable SpanData parent(SpanData span) {
      return span instanceof AttributeExtractor
          ? null
          : spans.get(new Key(span.getTraceId(), span.getParentSpanId()));
    }

    private static Key key(SpanData span) {
      return new Key(span.getTraceId(), span.getSpanId());
    }

    private static LiveSpan entry(SpanData span, @Nullable LiveSpan parent) {
      return new LiveSpan(
          span.getSpanContext(), parent, Baggage.empty(), null, () -> Said.of(span));
    }
  }
}
