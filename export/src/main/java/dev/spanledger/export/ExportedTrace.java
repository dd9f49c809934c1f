// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.ScoreRow;
import dev.spanledger.schema.TraceColumns;
import dev.spanledger.schema.TraceRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trace that is about to be written.
 *
 * @param scores of the trace and of its steps
 */
record ExportedTrace(TraceRow row, List<ScoreRow> scores, RowRedaction redaction) {
  private static final List<Column<?>> PREVIEWS =
      List.of(TraceColumns.INPUT_PREVIEW, TraceColumns.OUTPUT_PREVIEW);

  String id() {
    return row.traceId();
  }

  /** The column's value as it may be written. */
  <T> @Nullable T get(Column<T> column) {
    T value = row.get(column);
    boolean left = PREVIEWS.contains(column) && !redaction.payloads();
    return value == null || left ? null : redaction.value(column, value);
  }
}
