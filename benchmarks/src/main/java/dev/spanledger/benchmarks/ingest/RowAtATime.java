// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.ingest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * As many tracers write: each span is one transaction, which inserts its row, content inline, and
 * counts it in the row of its trace.
 */
final class RowAtATime implements Contender {
  private static final String UPSERT =
      """
      INSERT INTO %s AS t VALUES (?, ?, ?, 1, ?, ?)
      ON CONFLICT (trace_id) DO UPDATE SET start_time = least(t.start_time, excluded.start_time),
        end_time = greatest(t.end_time, excluded.end_time), span_count = t.span_count + 1,
        input_tokens = t.input_tokens + excluded.input_tokens, output_tokens = t.output_tokens + excluded.output_tokens"""
          .formatted(PostgresTables.TRACES);

  private static final List<String> COUNTED =
      List.of("trace_id", "start_time", "end_time", "input_tokens", "output_tokens");

  private final PostgresTables tables;
  private final PostgresRows rows;
  private final int[] counted;

  RowAtATime(PostgresTables tables, PostgresRows rows) {
    this.tables = tables;
    this.rows = rows;
    List<String> names = rows.columns().stream().map(PostgresColumn::name).toList();
    this.counted = COUNTED.stream().mapToInt(names::indexOf).toArray();
  }

  @Override
  public String name() {
    return "row by row, a transaction a span";
  }

  @Override
  public Timing round() throws Exception {
    tables.empty(rows.table() + ", " + PostgresTables.TRACES);
    tables.settle();
    try (Connection connection = tables.database().dataSource().getConnection()) {
      connection.setAutoCommit(false);
      Timing timing = Timing.of(() -> write(connection));
      tables.require(rows.table(), rows.values().size());
      return timing;
    }
  }

  private void write(Connection connection) throws SQLException {
    String places =
        rows.columns().stream().map(RowAtATime::place).collect(Collectors.joining(", "));
    try (PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO %s (%s) VALUES (%s)"
                    .formatted(rows.table(), rows.columnNames(), places));
        PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
      for (@Nullable Object[] row : rows.values()) {
        for (int i = 0; i < row.length; i++) {
          set(connection, insert, i + 1, row[i]);
        }
        insert.executeUpdate();
        for (int i = 0; i < counted.length; i++) {
          Object value = row[counted[i]];
          set(connection, upsert, i + 1, value == null ? 0L : value);
        }
        upsert.executeUpdate();
        connection.commit();
      }
    }
  }

  private static String place(PostgresColumn column) {
    return column.type().startsWith("json") ? "?::" + column.type() : "?";
  }

  private static void set(
      Connection connection, PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.NULL);
    } else if (value instanceof Instant time) {
      statement.setObject(index, time.atOffset(ZoneOffset.UTC));
    } else if (value instanceof List<?> texts) {
      statement.setArray(index, connection.createArrayOf("text", texts.toArray()));
    } else {
      statement.setObject(index, value);
    }
  }
}
