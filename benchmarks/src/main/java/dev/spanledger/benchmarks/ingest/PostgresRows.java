// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.ingest;

import dev.spanledger.testkit.databases.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** What a table holds, in memory, to be written to it again. */
final class PostgresRows {
  private final String table;
  private final List<PostgresColumn> columns;
  private final List<@Nullable Object[]> values;
  private final byte[] encoded;

  private PostgresRows(
      String table, List<PostgresColumn> columns, List<@Nullable Object[]> values, byte[] encoded) {
    this.table = table;
    this.columns = columns;
    this.values = values;
    this.encoded = encoded;
  }

  static PostgresRows of(TestDatabase database, String table) throws SQLException, IOException {
    List<PostgresColumn> columns = PostgresColumn.of(database, table);
    String query =
        "SELECT %s FROM %s ORDER BY start_time, span_id".formatted(names(columns), table);
    try (Connection connection = database.dataSource().getConnection()) {
      return new PostgresRows(
          table, columns, values(connection, query, columns), encoded(connection, query));
    }
  }

  private static List<@Nullable Object[]> values(
      Connection connection, String query, List<PostgresColumn> columns) throws SQLException {
    List<@Nullable Object[]> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        @Nullable Object[] row = new @Nullable Object[columns.size()];
        for (int i = 0; i < row.length; i++) {
          row[i] = columns.get(i).read(rows, i + 1);
        }
        values.add(row);
      }
    }
    return values;
  }

  private static byte[] encoded(Connection connection, String query)
      throws SQLException, IOException {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    connection
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyOut("COPY (%s) TO STDOUT WITH (FORMAT BINARY)".formatted(query), encoded);
    return encoded.toByteArray();
  }

  String table() {
    return table;
  }

  List<PostgresColumn> columns() {
    return columns;
  }

  /** As Java has them. */
  List<@Nullable Object[]> values() {
    return values;
  }

  /** All of them as the bytes of a binary COPY. */
  byte[] encoded() {
    return encoded;
  }

  String columnNames() {
    return names(columns);
  }

  private static String names(List<PostgresColumn> columns) {
    return columns.stream().map(PostgresColumn::name).collect(Collectors.joining(", "));
  }
}
