// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.schema.SpanRow;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A span on its way to the worker. */
final class QueuedSpan implements Queued {
  private final @Nullable LiveSpan live;
  private final Instant receivedAt;
  private final SpanLogs logs;
  private final LogLedger ledger;

  /** Of the log records, what the queue's bound counts; the rest is in the records' own. */
  private long queuedBytes;

  private @Nullable SpanData span;
  private @Nullable SpanRow row;

  QueuedSpan(
      SpanData span, @Nullable LiveSpan live, Instant receivedAt, SpanLogs logs, LogLedger ledger) {
    this.span = span;
    this.live = live;
    this.receivedAt = receivedAt;
    this.logs = logs;
    this.ledger = ledger;
    logs.queued();
  }

  /** How much memory it takes, with the log records that came so far. */
  SpanSize size() {
    SpanLogs.Taken soFar = logs.soFar();
    ledger.release(soFar.bytes());
    queuedBytes = soFar.bytes();
    return SpanSize.of(Objects.requireNonNull(span), soFar.messages());
  }

  @Override
  public SpanRow row(SpanRecorder recorder) {
    SpanData unrecorded = span;
    if (unrecorded != null) {
      SpanLogs.Taken taken = take();
      SpanRow recorded = recorder.record(unrecorded, taken.messages(), live, receivedAt);
      logs.becomes(new SpanLogs.Stored(recorded.startTime(), recorded.kind()));
      ledger.joined(taken.messages().size());
      if (live != null) {
        recorded = live.settle(recorded);
        live.recorded(recorded);
      }
      row = recorded;
      span = null;
    }
    return Objects.requireNonNull(row);
  }

  /** It will not be stored: descendants that wait must not keep it in memory. */
  void dropped() {
    ledger.dropped(LogDropReason.SPAN_DROPPED, take().messages().size());
    if (live != null) {
      live.dropped();
    }
  }

  private SpanLogs.Taken take() {
    SpanLogs.Taken taken = logs.close();
    ledger.release(taken.bytes() - Math.min(taken.bytes(), queuedBytes));
    return taken;
  }
}
