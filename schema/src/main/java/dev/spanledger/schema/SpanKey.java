// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Names a span among all traces. */
record SpanKey(String traceId, String spanId) {
  private static final long SECONDS_OF_A_DAY = 86_400;

  static final Comparator<SpanRow> IN_ORDER =
      Comparator.comparing(SpanRow::traceId).thenComparing(SpanRow::spanId);

  /**
   * As {@link #IN_ORDER} within a day. COPY collects rows by partition and inserts partition by
   * partition: in another order than its rows came in, but that they come by day.
   */
  static final Comparator<SpanRow> BY_DAY =
      Comparator.<SpanRow>comparingLong(span -> epochDay(span.startTime())).thenComparing(IN_ORDER);

  static final Comparator<SpanKey> NATURAL =
      Comparator.comparing(SpanKey::traceId).thenComparing(SpanKey::spanId);

  /** The condition that a row is one of so many, whose keys are {@link #bind bound}. */
  static String among(int keys) {
    return "(trace_id, span_id) IN (VALUES (?, ?)" + ", (?, ?)".repeat(keys - 1) + ")";
  }

  /** Sets the parameters of {@link #among}, of which the first is the statement's {@code at}th. */
  static void bind(PreparedStatement statement, int at, List<SpanKey> keys) throws SQLException {
    for (int i = 0; i < keys.size(); i++) {
      statement.setString(at + 2 * i, keys.get(i).traceId);
      statement.setString(at + 2 * i + 1, keys.get(i).spanId);
    }
  }

  private static long epochDay(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), SECONDS_OF_A_DAY);
  }

  static SpanKey of(SpanRow span) {
    return new SpanKey(span.traceId(), span.spanId());
  }
}
