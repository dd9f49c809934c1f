// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.batching.BatchWriter;
import dev.spanledger.schema.OpenSpans;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Has what was queued for one database written by it.
 *
 * <p>A call that is broken off may come back late, or never. It keeps the {@link SpanWriter} that
 * it has, and those after it get another: what it still does disturbs nobody.
 */
final class SpanBatchWriter implements BatchWriter<Queued> {
  private final SpanRecorder recorder;
  private final LivePrices prices;
  private volatile SpanWriter current;

  SpanBatchWriter(SpanWriter writer, SpanRecorder recorder, LivePrices prices) {
    this.current = writer;
    this.recorder = recorder;
    this.prices = prices;
  }

  /** Both halves are idempotent: where the second fails, the first is tried again with it. */
  @Override
  public void write(List<Queued> batch) throws SQLException {
    SpanWriter writer = current;
    prices.reloadIfDue();
    List<SpanRow> spans = new ArrayList<>(batch.size());
    List<SpanRow> amendments = new ArrayList<>();
    for (Queued item : batch) {
      requireCurrent(writer);
      (item.isAmendment() ? amendments : spans).add(item.row(recorder));
    }
    writer.write(spans);
    requireCurrent(writer);
    writer.amend(amendments);
  }

  /** Where the spans are that run, as the current writer has it. */
  OpenSpans openSpans() {
    return current.openSpans();
  }

  void quarantine(Queued item, Throwable cause) throws SQLException {
    current.quarantine(item.row(recorder), cause);
  }

  @Override
  public void abort() {
    SpanWriter stuck = current;
    current = stuck.successor();
    stuck.abort();
    stuck.openSpans().abort();
  }

  private void requireCurrent(SpanWriter writer) throws SQLException {
    if (writer != current) {
      throw new SQLException("the write was broken off");
    }
  }
}
