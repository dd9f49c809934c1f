// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.OpenSpan;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;

/** A span that runs, as far as it is known, in the form of one that has ended. */
final class RunningRow {
  private RunningRow() {}

  static SpanRow of(OpenSpan open) {
    SpanRow.Builder row = SpanRow.builder();
    for (Column<?> column : SpanColumns.all()) {
      copy(open, column, row);
    }
    return row.set(SpanColumns.END_TIME, open.startTime().plus(open.running()))
        .set(SpanColumns.DURATION_MS, open.running().toNanos() / 1e6)
        .build();
  }

  private static <T> void copy(OpenSpan open, Column<T> column, SpanRow.Builder row) {
    T value = open.get(column);
    if (value != null) {
      row.set(column, value);
    }
  }
}
