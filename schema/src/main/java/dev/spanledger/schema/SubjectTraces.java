// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * Finds the traces of a user or a session, wherever one of their spans is: among the traces, the
 * spans, those that are open, and those that the database has refused.
 */
final class SubjectTraces {
  private final Upkeep upkeep;
  private final Dialect dialect;
  private final DataSubject subject;

  SubjectTraces(Upkeep upkeep, Dialect dialect, DataSubject subject) {
    this.upkeep = upkeep;
    this.dialect = dialect;
    this.subject = subject;
  }

  /** In order; as many as were found while it went on. */
  Set<String> find(BooleanSupplier goesOn) {
    Set<String> traces = new TreeSet<>();
    if (subject.kind() == DataSubject.Kind.TRACE) {
      traces.add(subject.id());
      return traces;
    }
    for (String table : List.of("agent_traces", "agent_open_spans")) {
      traces.addAll(upkeep.call(connection -> byColumn(connection, table)));
    }
    traces.addAll(upkeep.call(this::quarantined));
    // The last index by which spans could be found is that of sessions: the rest is read day by
    // day.
    Instant end = upkeep.now().plus(1, ChronoUnit.DAYS);
    Instant day = upkeep.call(this::first).truncatedTo(ChronoUnit.DAYS);
    for (; day.isBefore(end) && goesOn.getAsBoolean(); day = day.plus(1, ChronoUnit.DAYS)) {
      Instant from = day;
      traces.addAll(upkeep.call(connection -> spansOfDay(connection, from)));
    }
    return traces;
  }

  private Set<String> byColumn(Connection connection, String table) throws SQLException {
    String sql =
        "SELECT DISTINCT trace_id FROM %s WHERE %s = ?"
            .formatted(dialect.table(table), subject.kind().column());
    return ids(connection, sql, subject.id());
  }

  private Set<String> spansOfDay(Connection connection, Instant day) throws SQLException {
    String sql =
        "SELECT DISTINCT trace_id FROM %s WHERE %s = ? AND start_time >= ? AND start_time < ?"
            .formatted(dialect.table("agent_spans"), subject.kind().column());
    return ids(
        connection,
        sql,
        subject.id(),
        dialect.parameter(day),
        dialect.parameter(day.plus(1, ChronoUnit.DAYS)));
  }

  /** Their text need not be JSON that the database could read: that may be why they are there. */
  private Set<String> quarantined(Connection connection) throws SQLException {
    String sql =
        "SELECT DISTINCT trace_id FROM %s WHERE trace_id IS NOT NULL AND %s"
            .formatted(dialect.table("agent_quarantine"), dialect.contains("row_data"));
    return ids(connection, sql, QuarantinedRow.member(subject));
  }

  private Instant first(Connection connection) throws SQLException {
    String sql =
        "SELECT coalesce(min(start_time), %s) AS start_time FROM %s"
            .formatted(dialect.now(Duration.ZERO), dialect.table("agent_traces"));
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return SpanRow.read(dialect, rows, List.of(SpanColumns.START_TIME)).startTime();
    }
  }

  private static Set<String> ids(Connection connection, String sql, Object... parameters)
      throws SQLException {
    Set<String> ids = new TreeSet<>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        query.setObject(i + 1, parameters[i]);
      }
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getString(1));
        }
      }
    }
    return ids;
  }
}
