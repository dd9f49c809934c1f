// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The face for SDKs that take exporters only. An export succeeds when its spans are committed. It
 * sees neither baggage nor a span's start, so ids are inherited from ancestors in the same batch
 * alone: prefer the processor where there is a choice.
 */
final class LedgerSpanExporter implements SpanExporter {
  private final Pipelines pipelines;
  private final Routing routing;
  private final Clock clock;
  private final AgentSpanProcessor.Shutdown shutdown;

  LedgerSpanExporter(
      Pipelines pipelines, Routing routing, Clock clock, AgentSpanProcessor.Shutdown shutdown) {
    this.pipelines = pipelines;
    this.routing = routing;
    this.clock = clock;
    this.shutdown = shutdown;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    Instant receivedAt = clock.instant();
    Ancestors ancestors = new Ancestors(spans);
    for (SpanData span : spans) {
      LiveSpan live = ancestors.of(span);
      pipelines.offer(span, routing.route(span, Baggage.empty()), live, receivedAt);
    }
    return Results.of(pipelines.flush());
  }

  @Override
  public CompletableResultCode flush() {
    return Results.of(pipelines.flush());
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
    private final Map<String, SpanData> spans = new HashMap<>();
    private final Map<String, LiveSpan> live = new HashMap<>();

    Ancestors(Collection<SpanData> batch) {
      batch.forEach(span -> spans.put(span.getSpanId(), span));
    }

    LiveSpan of(SpanData span) {
      return of(span, spans.size());
    }

    /** The number of steps is bounded, because broken input can name a span its own ancestor. */
    private LiveSpan of(SpanData span, int stepsLeft) {
      LiveSpan known = live.get(span.getSpanId());
      if (known != null) {
        return known;
      }
      SpanData parent = stepsLeft > 0 ? spans.get(span.getParentSpanId()) : null;
      boolean ours = parent != null && parent.getTraceId().equals(span.getTraceId());
      LiveSpan entry = entry(span, parent != null && ours ? of(parent, stepsLeft - 1) : null);
      live.put(span.getSpanId(), entry);
      return entry;
    }

    private static LiveSpan entry(SpanData span, @Nullable LiveSpan parent) {
      Attributes attributes = span.getAttributes();
      return new LiveSpan(
          span.getTraceId(),
          parent,
          Baggage.empty(),
          null,
          name -> attributes.get(LiveSpan.key(name)));
    }
  }
}
