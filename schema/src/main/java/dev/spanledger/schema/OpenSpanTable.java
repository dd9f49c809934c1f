// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statements on {@code agent_open_spans}. Rows of it are the last that a transaction touches,
 * after spans and traces.
 */
final class OpenSpanTable {
  private static final String COLUMNS =
      OpenSpanColumns.OF_SPAN.stream().map(Column::name).collect(Collectors.joining(", "));

  /** Keys in one statement. */
  private static final int MANY = 500;

  private final Dialect dialect;
  private final Connection connection;

  OpenSpanTable(Dialect dialect, Connection connection) {
    this.dialect = dialect;
    this.connection = connection;
  }

  /** What {@link OpenSpan#read} reads. */
  static String select(Dialect dialect) {
    return "SELECT %s, process_id, heartbeat_at, hanging_since, %s AS asked_at FROM %s"
        .formatted(COLUMNS, dialect.now(Duration.ZERO), dialect.table("agent_open_spans"));
  }

  /** Rows that are there get a heartbeat. */
  void insert(List<SpanRow> spans, String processId) throws SQLException {
    String places =
        OpenSpanColumns.OF_SPAN.stream().map(dialect::place).collect(Collectors.joining(", "));
    String sql =
        """
        INSERT INTO %s (%s, process_id, heartbeat_at) VALUES (%s, ?, %s)
        ON CONFLICT (trace_id, span_id) DO UPDATE SET
          process_id = excluded.process_id, heartbeat_at = excluded.heartbeat_at, suspected_at = NULL"""
            .formatted(table(), COLUMNS, places, dialect.now(Duration.ZERO));
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (SpanRow span : spans) {
        int at = 1;
        for (Column<?> column : OpenSpanColumns.OF_SPAN) {
          insert.setObject(at++, dialect.stored(span.get(column)));
        }
        insert.setString(at, processId);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** Says that a process lives; answers how many rows it has. */
  int beat(String processId) throws SQLException {
    String sql =
        "UPDATE %s SET heartbeat_at = %s, suspected_at = NULL WHERE process_id = ?"
            .formatted(table(), dialect.now(Duration.ZERO));
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setString(1, processId);
      return update.executeUpdate();
    }
  }

  /** Answers the rows that were there. */
  List<SpanRow> delete(List<SpanKey> keys) throws SQLException {
    return delete(keys, "");
  }

  /** The same, but for those that a heartbeat has come for. */
  List<SpanRow> deleteSilent(List<SpanKey> keys) throws SQLException {
    return delete(keys, " AND suspected_at IS NOT NULL");
  }

  private List<SpanRow> delete(List<SpanKey> keys, String condition) throws SQLException {
    List<SpanRow> deleted = new ArrayList<>();
    for (int from = 0; from < keys.size(); from += MANY) {
      List<SpanKey> some = keys.subList(from, Math.min(keys.size(), from + MANY));
      String sql =
          "DELETE FROM %s WHERE %s%s RETURNING %s"
              .formatted(table(), SpanKey.among(some.size()), condition, COLUMNS);
      try (PreparedStatement delete = connection.prepareStatement(sql)) {
        SpanKey.bind(delete, 1, some);
        deleted.addAll(rows(delete));
      }
    }
    return deleted;
  }

  List<SpanRow> ofTrace(String traceId) throws SQLException {
    return where("trace_id = ?", traceId);
  }

  List<SpanRow> ofProcess(String processId) throws SQLException {
    return where("process_id = ?", processId);
  }

  private List<SpanRow> where(String condition, String id) throws SQLException {
    String sql = "SELECT %s FROM %s WHERE %s".formatted(COLUMNS, table(), condition);
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, id);
      return rows(select);
    }
  }

  private List<SpanRow> rows(PreparedStatement statement) throws SQLException {
    List<SpanRow> spans = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        spans.add(RunningSpan.read(dialect, rows));
      }
    }
    return spans;
  }

  private String table() {
    return dialect.table("agent_open_spans");
  }
}
