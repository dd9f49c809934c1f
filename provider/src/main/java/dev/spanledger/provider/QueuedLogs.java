// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.provider.messages.LogMessage;
import dev.spanledger.schema.SpanRow;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Log records on their way to a row that is written already, or will be before them. */
final class QueuedLogs implements Queued {
  private final LateLogs.Waiting late;
  private final LogLedger ledger;

  private @Nullable List<LogMessage> messages;
  private @Nullable SpanRow row;

  QueuedLogs(LateLogs.Waiting late, List<LogMessage> messages, LogLedger ledger) {
    this.late = late;
    this.messages = messages;
    this.ledger = ledger;
  }

  /**
   * What the records say, in a row that has the span's ids. By now the span is a row, if it ever
   * will be: it was queued before.
   */
  @Override
  public SpanRow row(SpanRecorder recorder) {
    List<LogMessage> unread = messages;
    if (unread != null) {
      SpanLogs.Stored stored = late.origin() == null ? null : late.origin().stored();
      List<LogMessage> of = stored == null ? LogEvents.judgements(unread) : unread;
      row = recorder.amendment(late.traceId(), late.spanId(), stored, of);
      ledger.late(of.size());
      ledger.dropped(LogDropReason.SPAN_DROPPED, unread.size() - of.size());
      messages = null;
    }
    return Objects.requireNonNull(row);
  }

  @Override
  public boolean isAmendment() {
    return true;
  }
}
