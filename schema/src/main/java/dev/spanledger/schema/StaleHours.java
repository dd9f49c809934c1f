// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The hours whose spans a transaction writes or changes after they may have been counted; see
 * {@link Rollups}. It leaves a mark for each, a row of its own: whoever counts an hour removes only
 * the marks that it sees, and so those alone whose spans it sees. For one transaction.
 */
final class StaleHours {
  private final @Nullable Instant until;
  private final Set<Instant> hours = new TreeSet<>();

  /**
   * @param until from then on nothing was counted when the transaction began; null for nothing at
   *     all. As {@link ContentEpoch#hold} has it, and while it holds
   */
  StaleHours(@Nullable Instant until) {
    this.until = until;
  }

  /** What a transaction does with spans. */
  interface Work<T> {
    T on(StaleHours stale) throws SQLException;
  }

  /** Does it, and leaves the marks. The first thing that locks anything in the transaction. */
  static <T> T marking(Dialect dialect, Connection connection, Work<T> work) throws SQLException {
    StaleHours stale = ContentEpoch.hold(dialect, connection).staleHours();
    T result = work.on(stale);
    stale.write(dialect, connection);
    return result;
  }

  static Instant hour(Instant time) {
    return time.truncatedTo(ChronoUnit.HOURS);
  }

  /** A span that started then is new, or is counted otherwise from now on. */
  void add(Instant start) {
    if (until != null && start.isBefore(until)) {
      hours.add(hour(start));
    }
  }

  /** Spans that go, found by a condition with so many parameters. */
  void addSpans(Dialect dialect, Connection connection, String where, List<String> parameters)
      throws SQLException {
    String sql = "SELECT start_time FROM %s%s".formatted(dialect.table("agent_spans"), where);
    try (PreparedStatement query = Pieces.prepare(connection, sql, parameters);
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        add(SpanRow.read(dialect, rows, List.of(SpanColumns.START_TIME)).startTime());
      }
    }
  }

  /** The last thing that the transaction does. */
  void write(Dialect dialect, Connection connection) throws SQLException {
    mark(dialect, connection, hours);
  }

  static void mark(Dialect dialect, Connection connection, Collection<Instant> hours)
      throws SQLException {
    if (hours.isEmpty()) {
      return;
    }
    String sql = "INSERT INTO %s (hour) VALUES (?)".formatted(dialect.table("agent_usage_stale"));
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (Instant hour : hours) {
        insert.setObject(1, dialect.parameter(hour));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }
}
