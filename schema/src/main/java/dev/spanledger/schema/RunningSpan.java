// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/**
 * A span that has not ended, as a {@link SpanRow} that ends when it began: what {@code
 * agent_open_spans} knows of it, and what follows from that for its trace and for the day when its
 * process is gone.
 */
final class RunningSpan {
  /** In {@code error_type} of a span that never ended. */
  static final String ERROR_TYPE = "abandoned";

  private RunningSpan() {}

  /** The row that a result set is at. */
  static SpanRow read(Dialect dialect, ResultSet rows) throws SQLException {
    return of(SpanRow.read(dialect, rows, OpenSpanColumns.OF_SPAN));
  }

  /** Without what {@code agent_open_spans} does not keep. */
  static SpanRow of(SpanRow span) {
    SpanRow.Builder row = SpanRow.builder();
    OpenSpanColumns.OF_SPAN.forEach(column -> copy(column, span, row));
    return row.set(SpanColumns.END_TIME, span.startTime())
        .set(SpanColumns.END_UNIX_NANO, span.get(SpanColumns.START_UNIX_NANO))
        .set(SpanColumns.DURATION_MS, 0.0)
        .set(SpanColumns.TIME_REPAIRED, false)
        .build();
  }

  private static <T> void copy(Column<T> column, SpanRow from, SpanRow.Builder to) {
    to.set(column, from.get(column));
  }

  /**
   * The span as it is stored when its end will not come.
   *
   * @param end when it was last known to run, by the database's clock
   * @param why for people
   */
  static SpanRow abandoned(SpanRow running, Instant end, String why) {
    Instant start = running.startTime();
    Duration ran = end.isBefore(start) ? Duration.ZERO : Duration.between(start, end);
    Long startNano = running.get(SpanColumns.START_UNIX_NANO);
    return running.toBuilder()
        .set(SpanColumns.END_TIME, start.plus(ran))
        .set(SpanColumns.END_UNIX_NANO, (startNano == null ? 0 : startNano) + ran.toNanos())
        .set(SpanColumns.DURATION_MS, ran.toNanos() / 1e6)
        .set(SpanColumns.STATUS, Statuses.ABANDONED)
        .set(SpanColumns.ERROR_TYPE, ERROR_TYPE)
        .set(SpanColumns.ERROR_MESSAGE, why)
        .build();
  }
}
