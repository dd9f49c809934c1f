// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.batching.Entry;
import dev.spanledger.provider.semconv.Said;
import dev.spanledger.schema.SpanRow;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A span on its way to the worker. Where its start was seen it was made then, so that the end of a
 * span allocates nothing: a span that has ended changes no more, and is read by the worker. Until
 * it is a row, it also says what the span states to those below it.
 */
final class QueuedSpan extends Entry<Queued> implements Queued, LiveSpan.Voice {
  private static final AtomicReferenceFieldUpdater<QueuedSpan, @Nullable ReadableSpan> SPAN =
      AtomicReferenceFieldUpdater.newUpdater(QueuedSpan.class, ReadableSpan.class, "span");

  private final @Nullable LiveSpan live;

  // One of the two, until there is a row.
  private volatile @Nullable ReadableSpan span;
  private @Nullable SpanData data;

  private @Nullable SpanRow row;

  /** Of the span, once there is a row. */
  private boolean important;

  private @Nullable Pipelines taker;

  /** When it came, where that is not when it was offered. */
  private @Nullable Instant receivedAt;

  /** Log records that came before the span was known. */
  private @Nullable SpanLogs claimed;

  /** Of the log records, what the queue's bound counts; the rest is in the records' own. */
  private long queuedLogBytes;

  QueuedSpan(@Nullable LiveSpan live) {
    this.live = live;
  }

  /** The span has ended. */
  void ended(ReadableSpan ended) {
    SPAN.lazySet(this, ended);
    if (live != null) {
      live.ended(this);
    }
  }

  /** The span has ended elsewhere, or some time ago. */
  void ended(SpanData ended, Instant receivedAt) {
    this.data = ended;
    this.receivedAt = receivedAt;
  }

  /** How much memory it takes, with the log records that came so far. */
  long weigh(Pipelines by, SpanContext context) {
    taker = by;
    claimed = by.late().claim(context.getTraceId(), context.getSpanId());
    SpanLogs logs = logsSoFar();
    if (logs == null) {
      return SpanWeight.of(data());
    }
    logs.queued();
    SpanLogs.Taken soFar = logs.soFar();
    by.logs().release(soFar.bytes());
    queuedLogBytes = soFar.bytes();
    return SpanWeight.of(data()) + soFar.bytes();
  }

  @Override
  protected Queued item() {
    return this;
  }

  @Override
  protected boolean isImportant() {
    return row == null ? isImportant(data()) : important;
  }

  /** A trace without its root, and a failure that nobody sees, are the worst to lose. */
  private static boolean isImportant(SpanData ended) {
    SpanContext parent = ended.getParentSpanContext();
    return !parent.isValid()
        || parent.isRemote()
        || ended.getStatus().getStatusCode() == StatusCode.ERROR;
  }

  @Override
  public SpanRow row(SpanRecorder recorder) {
    SpanRow recorded = row;
    if (recorded == null) {
      recorded = record(recorder);
      important = isImportant(data());
      row = recorded;
      span = null;
      data = null;
    }
    return recorded;
  }

  private SpanRow record(SpanRecorder recorder) {
    Pipelines by = Objects.requireNonNull(taker);
    SpanLogs logs = logs();
    SpanLogs.Taken taken = take(logs, by.logs());
    SpanRow recorded = recorder.record(data(), taken.messages(), live, receivedAt(by.clock()));
    logs.becomes(new SpanLogs.Stored(recorded.startTime(), recorded.kind()));
    by.logs().joined(taken.messages().size());
    if (live != null) {
      recorded = live.settle(recorded);
      live.recorded(recorded);
    }
    return recorded;
  }

  @Override
  public boolean isAmendment() {
    return false;
  }

  /** It will not be stored: descendants that wait must not keep it in memory. */
  void dropped() {
    SpanLogs logs = claimed != null || live == null ? claimed : live.lastLogs();
    if (logs != null && logs != SpanLogs.NONE) {
      LogLedger ledger = Objects.requireNonNull(taker).logs();
      ledger.dropped(LogDropReason.SPAN_DROPPED, take(logs, ledger).messages().size());
    }
    if (live != null && row == null) {
      live.dropped(Said.idsOf(data()));
    } else if (live != null) {
      live.dropped();
    }
  }

  /** Nothing once the span is a row, which says more. */
  @Override
  public Said said() {
    ReadableSpan ended = span;
    return ended == null ? Said.NOTHING : Said.of(ended.toSpanData());
  }

  private SpanData data() {
    ReadableSpan ended = span;
    return ended == null ? Objects.requireNonNull(data) : ended.toSpanData();
  }

  private Instant receivedAt(Clock clock) {
    Instant known = receivedAt;
    return known == null ? clock.instant().minusNanos(System.nanoTime() - offeredNanos()) : known;
  }

  private @Nullable SpanLogs logsSoFar() {
    return claimed != null || live == null ? claimed : live.logsSoFar();
  }

  private SpanLogs logs() {
    SpanLogs early = claimed;
    if (early == null) {
      early = live == null ? new SpanLogs() : live.logs();
      claimed = early;
    }
    return early;
  }

  private SpanLogs.Taken take(SpanLogs logs, LogLedger ledger) {
    SpanLogs.Taken taken = logs.close();
    ledger.release(taken.bytes() - Math.min(taken.bytes(), queuedLogBytes));
    return taken;
  }
}
