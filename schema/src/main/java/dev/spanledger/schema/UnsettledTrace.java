// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A trace that a writer has merged something into and whose spans no single process knows.
 *
 * @param startTime of its first span: it says in which days the spans are
 * @param spanCount of its stored spans
 * @param settledSpans how many there were when it was settled last
 */
record UnsettledTrace(
    String traceId, Instant startTime, Instant endTime, long spanCount, long settledSpans) {
  private static final List<Column<?>> COLUMNS =
      List.of(
          TraceColumns.TRACE_ID,
          TraceColumns.START_TIME,
          TraceColumns.END_TIME,
          TraceColumns.SPAN_COUNT,
          TraceColumns.SETTLED_SPANS,
          TraceColumns.UNSETTLED);

  /** What an upsert of traces returns. */
  static final String RETURNING =
      " RETURNING " + String.join(", ", COLUMNS.stream().map(Column::name).toList());

  /** The rows that are of unsettled traces. */
  static List<UnsettledTrace> read(Dialect dialect, ResultSet rows) throws SQLException {
    List<UnsettledTrace> traces = new ArrayList<>();
    while (rows.next()) {
      if (Boolean.TRUE.equals(value(dialect, rows, TraceColumns.UNSETTLED))) {
        traces.add(
            new UnsettledTrace(
                required(dialect, rows, TraceColumns.TRACE_ID),
                required(dialect, rows, TraceColumns.START_TIME),
                required(dialect, rows, TraceColumns.END_TIME),
                required(dialect, rows, TraceColumns.SPAN_COUNT),
                required(dialect, rows, TraceColumns.SETTLED_SPANS)));
      }
    }
    return traces;
  }

  private static <T> T required(Dialect dialect, ResultSet rows, Column<T> column)
      throws SQLException {
    return Objects.requireNonNull(value(dialect, rows, column), column.name());
  }

  private static <T> @Nullable T value(Dialect dialect, ResultSet rows, Column<T> column)
      throws SQLException {
    return column.cast(dialect.read(rows, column));
  }
}
