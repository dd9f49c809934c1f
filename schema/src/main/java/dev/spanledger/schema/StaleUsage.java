// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The marks of {@code agent_usage_stale}: hours that are to be counted again. */
final class StaleUsage {
  private static final Duration HOUR = Duration.ofHours(1);

  private final Dialect dialect;

  StaleUsage(Dialect dialect) {
    this.dialect = dialect;
  }

  /** In order, each once. */
  List<Instant> hours(Connection connection, @Nullable Instant from, Instant to)
      throws SQLException {
    String sql =
        "SELECT DISTINCT hour AS start_time FROM %s WHERE %s ORDER BY 1"
            .formatted(table(), between(from, to));
    List<Instant> hours = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        hours.add(SpanRow.read(dialect, rows, List.of(SpanColumns.START_TIME)).startTime());
      }
    }
    return hours;
  }

  /** Before the hours are counted: a mark that comes later stays for the next time. */
  int remove(Connection connection, Instant from, Instant to) throws SQLException {
    return Pieces.execute(
        connection, "DELETE FROM %s WHERE %s".formatted(table(), between(from, to)));
  }

  boolean isAny(Connection connection, LocalDate day) throws SQLException {
    return !hours(connection, UsageCount.start(day), UsageCount.start(day.plusDays(1))).isEmpty();
  }

  /**
   * Marks what was counted from one hour on and before another, but for what is frozen.
   *
   * @return until when that is
   */
  LocalDate mark(Connection connection, Instant from, Instant to) throws SQLException {
    RollupState state = RollupState.lock(dialect, connection);
    Instant first = first(connection);
    LocalDate frozen = state.purgedBefore() == null ? LocalDate.MIN : state.purgedBefore();
    List<Instant> hours = new ArrayList<>();
    if (first != null) {
      Instant hour = from.isBefore(first) ? first : from;
      for (; hour.isBefore(to) && state.isClosed(hour); hour = hour.plus(HOUR)) {
        if (!state.isFrozen(hour)) {
          hours.add(hour);
        }
      }
    }
    StaleHours.mark(dialect, connection, hours);
    return frozen;
  }

  /** The first hour that has spans, or that was counted; null where there is none. */
  private @Nullable Instant first(Connection connection) throws SQLException {
    String sql =
        "SELECT min(hour) AS start_time FROM (SELECT min(start_time) AS hour FROM %s UNION ALL SELECT min(hour) FROM %s) AS firsts"
            .formatted(dialect.table("agent_traces"), dialect.table("agent_usage_hourly"));
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      Instant first = (Instant) dialect.read(rows, SpanColumns.START_TIME);
      return first == null ? null : StaleHours.hour(first);
    }
  }

  private String between(@Nullable Instant from, Instant to) {
    String before = "hour < " + dialect.literal(to);
    return from == null ? before : "hour >= %s AND %s".formatted(dialect.literal(from), before);
  }

  private String table() {
    return dialect.table("agent_usage_stale");
  }
}
