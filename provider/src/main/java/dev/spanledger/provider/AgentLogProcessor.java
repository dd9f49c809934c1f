// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.provider.messages.LogMessage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The face that sees log records: many instrumentations put what was said to a model, and what it
 * answered, there and not on the span. Runs on the application's threads: it waits for nothing,
 * does no I/O and throws nothing.
 */
final class AgentLogProcessor implements LogRecordProcessor {
  private static final Logger log = LoggerFactory.getLogger(Spanledger.class);

  private final Pipelines pipelines;
  private final LiveSpans live;
  private final LogEvents events;
  private final long maxSpanBytes;
  private final AtomicBoolean complained = new AtomicBoolean();

  AgentLogProcessor(Pipelines pipelines, LiveSpans live, Settings settings) {
    this.pipelines = pipelines;
    this.live = live;
    this.events = new LogEvents(settings.contentCapture() == ContentCapture.DETAILED);
    this.maxSpanBytes = settings.maxSpanBytes();
    live.onLost(this::lost);
  }

  @Override
  public void onEmit(Context context, ReadWriteLogRecord record) {
    Span span = Span.fromContext(context);
    SpanContext of = span.getSpanContext();
    if (!of.isSampled() || !of.isValid()) {
      return;
    }
    try {
      LogMessage message = events.read(record);
      if (message != null) {
        take(span, message);
      }
    } catch (RuntimeException | Error e) {
      complain(e);
    }
  }

  @Override
  public CompletableResultCode forceFlush() {
    return pipelines.forceFlush();
  }

  /** The spans' processor closes the ledger: the two are shut down in any order. */
  @Override
  public CompletableResultCode shutdown() {
    return forceFlush();
  }

  private void take(Span span, LogMessage message) {
    LogLedger ledger = pipelines.logs();
    long bytes = SpanSize.of(message);
    if (!ledger.admit(bytes)) {
      return;
    }
    if (add(span, message, bytes) != SpanLogs.Outcome.ADDED) {
      ledger.release(bytes);
      ledger.dropped(LogDropReason.SPAN_FULL, 1);
    }
  }

  private SpanLogs.Outcome add(Span span, LogMessage message, long bytes) {
    SpanContext context = span.getSpanContext();
    LiveSpan begun = live.find(context);
    if (begun == null) {
      return pipelines.late().add(context, span.isRecording(), message, bytes);
    }
    SpanLogs.Outcome outcome = begun.logs().add(message, bytes, maxSpanBytes);
    return outcome == SpanLogs.Outcome.CLOSED
        ? pipelines.late().add(context, begun, message, bytes)
        : outcome;
  }

  /** A span that nobody will end. */
  private void lost(LiveSpan span) {
    if (!span.logs().isQueued()) {
      SpanLogs.Taken taken = span.logs().close();
      pipelines.logs().release(taken.bytes());
      pipelines.logs().dropped(LogDropReason.SPAN_DROPPED, taken.messages().size());
    }
  }

  /** An agent must not fail because its record does. */
  private void complain(Throwable e) {
    if (complained.compareAndSet(false, true)) {
      log.warn("spanledger: a log record could not be taken (said once)", e);
    }
  }

  @Override
  public String toString() {
    return "AgentLogProcessor{" + pipelines.logs().stats() + "}";
  }
}
