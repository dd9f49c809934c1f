// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far usage has been counted: the row {@code rollups} of {@code agent_maintenance}.
 *
 * @param closedUntil the hours before it were counted; null before any was
 * @param markedUntil the hours before it may be counted: whoever changes their spans leaves marks
 * @param purgedBefore of UTC days before this one spans may be gone
 */
record RollupState(
    @Nullable Instant closedUntil,
    @Nullable Instant markedUntil,
    @Nullable LocalDate purgedBefore) {
  private static final String TASK = "rollups";

  /**
   * Until the transaction ends, nobody else counts, and retention removes nothing that may be
   * counted.
   */
  static RollupState lock(Dialect dialect, Connection connection) throws SQLException {
    return read(dialect, connection, dialect.forUpdate());
  }

  static RollupState read(Dialect dialect, Connection connection) throws SQLException {
    return read(dialect, connection, "");
  }

  private static RollupState read(Dialect dialect, Connection connection, String tail)
      throws SQLException {
    String sql =
        "SELECT task, state, closed_until AS start_time, marked_until AS end_time FROM %s WHERE task IN ('%s', '%s') ORDER BY task%s"
            .formatted(table(dialect), RetentionState.TASK, TASK, tail);
    Instant closedUntil = null;
    Instant markedUntil = null;
    LocalDate purgedBefore = null;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        if (rows.getString("task").equals(TASK)) {
          closedUntil = (Instant) dialect.read(rows, SpanColumns.START_TIME);
          markedUntil = (Instant) dialect.read(rows, SpanColumns.END_TIME);
        } else {
          Optional<String> state = Optional.ofNullable(rows.getString("state"));
          purgedBefore = RetentionState.parse(state).purgedBefore();
        }
      }
    }
    return new RollupState(closedUntil, markedUntil, purgedBefore);
  }

  static void closeUntil(Dialect dialect, Connection connection, Instant until)
      throws SQLException {
    set(dialect, connection, "closed_until", until);
  }

  static void markUntil(Dialect dialect, Connection connection, Instant until) throws SQLException {
    set(dialect, connection, "marked_until", until);
  }

  private static void set(Dialect dialect, Connection connection, String column, Instant until)
      throws SQLException {
    Pieces.execute(
        connection,
        """
        INSERT INTO %1$s (task, %2$s, updated_at) VALUES ('%3$s', %4$s, %5$s)
        ON CONFLICT (task) DO UPDATE SET %2$s = excluded.%2$s, updated_at = excluded.updated_at"""
            .formatted(
                table(dialect), column, TASK, dialect.literal(until), dialect.now(Duration.ZERO)));
  }

  boolean isFrozen(Instant hour) {
    return purgedBefore != null && UsageCount.day(hour).isBefore(purgedBefore);
  }

  /** Whether the hour was counted. */
  boolean isClosed(Instant hour) {
    return closedUntil != null && hour.isBefore(closedUntil);
  }

  /** Whether every hour of the day was counted. */
  boolean isClosed(LocalDate day) {
    return closedUntil != null && !UsageCount.start(day.plusDays(1)).isAfter(closedUntil);
  }

  private static String table(Dialect dialect) {
    return dialect.table("agent_maintenance");
  }
}
