// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The face that sees spans begin and end. Runs on the application's threads: it waits for nothing,
 * does no I/O and throws nothing.
 */
final class AgentSpanProcessor implements SpanProcessor {
  private static final Logger log = LoggerFactory.getLogger(Spanledger.class);

  private final Pipelines pipelines;
  private final LiveSpans live;
  private final Shutdown shutdown;
  private final AtomicBoolean complained = new AtomicBoolean();

  /** Closes the ledger when the SDK shuts down. */
  interface Shutdown {
    CompletableResultCode now();
  }

  AgentSpanProcessor(Pipelines pipelines, LiveSpans live, Shutdown shutdown) {
    this.pipelines = pipelines;
    this.live = live;
    this.shutdown = shutdown;
  }

  @Override
  public void onStart(Context parentContext, ReadWriteSpan span) {
    if (OwnWork.isCurrent()) {
      return;
    }
    try {
      live.started(parentContext, span);
    } catch (RuntimeException | Error e) {
      complain(e);
    }
  }

  @Override
  public boolean isStartRequired() {
    return true;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    if (OwnWork.isCurrent()) {
      return;
    }
    try {
      ended(span);
    } catch (RuntimeException | Error e) {
      complain(e);
    }
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  @Override
  public CompletableResultCode forceFlush() {
    return pipelines.forceFlush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return shutdown.now();
  }

  private void ended(ReadableSpan span) {
    SpanContext context = span.getSpanContext();
    LiveSpan entry = live.ended(context);
    if (context.isSampled()) {
      QueuedSpan place = entry == null ? null : entry.takePlace();
      QueuedSpan queued = place == null ? new QueuedSpan(entry) : place;
      queued.ended(span);
      pipelines.offer(queued, context, entry == null ? live.route(span) : entry.route());
    } else if (entry != null) {
      entry.dropped();
    }
  }

  /** An agent must not fail because its record does. */
  private void complain(Throwable e) {
    if (complained.compareAndSet(false, true)) {
      log.warn("spanledger: a span could not be taken (said once)", new WithoutMessage(e));
    }
  }

  @Override
  public String toString() {
    return "AgentSpanProcessor{" + pipelines.stats().ledger() + "}";
  }
}
