// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes spans of the rows in {@code agent_open_spans} whose process is gone.
 *
 * <p>A heartbeat that is old by the database's clock is a suspicion only, for that clock may have
 * jumped. The row is looked at again half as long later; a process that lives has cleared the
 * suspicion by then. A heartbeat in the future is as suspect as an old one.
 */
final class Abandonment {
  private final Database database;
  private final @Nullable DailyPartitions partitions;
  private final Duration silence;

  Abandonment(Database database, @Nullable DailyPartitions partitions, Duration silence) {
    this.database = database;
    this.partitions = partitions;
    this.silence = silence;
  }

  /**
   * Stores the spans as ABANDONED that have ended, in one transaction with the removal of their
   * rows in {@code agent_open_spans}. Where an end is stored already, it stays.
   *
   * @param running rows of {@code agent_open_spans}
   * @param end makes a row of {@code agent_spans} of each
   */
  static int end(
      Dialect dialect, Connection connection, List<SpanRow> running, UnaryOperator<SpanRow> end)
      throws SQLException {
    List<SpanRow> ended = running.stream().map(end).sorted(SpanKey.BY_DAY).toList();
    Set<SpanKey> inserted = insert(dialect, connection, ended);
    new OpenSpanTable(dialect, connection)
        .delete(ended.stream().sorted(SpanKey.IN_ORDER).map(SpanKey::of).toList());
    return inserted.size();
  }

  private static Set<SpanKey> insert(Dialect dialect, Connection connection, List<SpanRow> ended)
      throws SQLException {
    return StaleHours.marking(
        dialect, connection, stale -> new SpanInsertion(dialect, connection, stale).insert(ended));
  }

  /** Ends so many at most; answers how many rows are gone. */
  int run(Connection connection, int most) throws SQLException {
    List<OpenSpan> dead = dead(connection, most);
    if (dead.isEmpty()) {
      return 0;
    }
    if (partitions != null) {
      partitions.ensure(connection, days(dead));
    }
    return database.transact(connection, c -> end(c, dead));
  }

  /** Says how many rows are under suspicion now that were not. */
  int suspect(Connection connection) throws SQLException {
    Dialect dialect = database.dialect();
    String table = dialect.table("agent_open_spans");
    String keys =
        "SELECT trace_id, span_id FROM %s WHERE %s AND (suspected_at IS NULL OR suspected_at > %s)%s"
            .formatted(table, isSilent(), dialect.now(Duration.ZERO), dialect.skipLocked());
    String sql =
        "UPDATE %s SET suspected_at = %s WHERE (trace_id, span_id) IN (%s)"
            .formatted(table, dialect.now(Duration.ZERO), keys);
    return database.transact(
        connection,
        c -> {
          try (Statement statement = c.createStatement()) {
            return statement.executeUpdate(sql);
          }
        });
  }

  private List<OpenSpan> dead(Connection connection, int most) throws SQLException {
    Dialect dialect = database.dialect();
    String sql =
        "%s WHERE %s AND suspected_at < %s ORDER BY heartbeat_at LIMIT %d"
            .formatted(
                OpenSpanTable.select(dialect),
                isSilent(),
                dialect.now(silence.dividedBy(2).negated()),
                most);
    List<OpenSpan> dead = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        dead.add(OpenSpan.read(dialect, rows));
      }
    }
    return dead;
  }

  /** With the index on heartbeat_at. */
  private String isSilent() {
    Dialect dialect = database.dialect();
    return "(heartbeat_at < %s OR heartbeat_at > %s)"
        .formatted(dialect.now(silence.negated()), dialect.now(silence));
  }

  private int end(Connection connection, List<OpenSpan> dead) throws SQLException {
    List<SpanRow> ended = dead.stream().map(this::ended).sorted(SpanKey.BY_DAY).toList();
    insert(database.dialect(), connection, ended);
    return new OpenSpanTable(database.dialect(), connection)
        .deleteSilent(ended.stream().sorted(SpanKey.IN_ORDER).map(SpanKey::of).toList())
        .size();
  }

  private SpanRow ended(OpenSpan open) {
    String why =
        "its process %s was last heard of at %s".formatted(open.processId(), open.heartbeatAt());
    return RunningSpan.abandoned(open.row(), open.heartbeatAt(), why);
  }

  private static Set<LocalDate> days(List<OpenSpan> dead) {
    return dead.stream().map(span -> Content.day(span.row())).collect(Collectors.toSet());
  }
}
