// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.ingest;

import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows written to a SQLite file in JDBC batches: as many spans a transaction as our batches have,
 * and the same settings of the file.
 *
 * @param tables the spans first
 */
record JdbcBatches(String name, List<SqliteRows> tables) implements Contender {
  private static final int BATCH = 512;

  @Override
  public Timing round() throws Exception {
    try (TestDatabase database = TestDatabase.open(DatabaseKind.SQLITE);
        Connection connection = database.dataSource().getConnection()) {
      create(connection);
      connection.setAutoCommit(false);
      return Timing.of(() -> write(connection));
    }
  }

  private void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
      statement.execute("PRAGMA journal_mode = WAL");
      for (SqliteRows rows : tables) {
        for (String sql : rows.schema()) {
          statement.execute(sql);
        }
      }
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
  }

  private void write(Connection connection) throws SQLException {
    int batches = (tables.get(0).values().size() + BATCH - 1) / BATCH;
    for (int batch = 0; batch < batches; batch++) {
      for (SqliteRows rows : tables) {
        insert(connection, rows.insert(), rows.part(batch, batches));
      }
      connection.commit();
    }
  }

  private static void insert(Connection connection, String sql, List<@Nullable Object[]> rows)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (@Nullable Object[] row : rows) {
        for (int i = 0; i < row.length; i++) {
          insert.setObject(i + 1, row[i]);
        }
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }
}
