// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.faults;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * A database whose list of traces has no end, from {@link #begin} until it is closed: whoever reads
 * {@code agent_traces} waits, and the database works at it.
 */
public final class EndlessTraces implements AutoCloseable {
  private final DataSource dataSource;

  public EndlessTraces(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Nothing may write to the tables meanwhile. */
  public void begin() throws SQLException {
    execute(
        dataSource,
        "ALTER TABLE agent_traces RENAME TO stored_traces",
        """
        CREATE VIEW agent_traces AS
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
        SELECT t.* FROM stored_traces t, n WHERE length(t.trace_id) + n.i < 0""");
  }

  @Override
  public void close() throws SQLException {
    execute(
        dataSource, "DROP VIEW agent_traces", "ALTER TABLE stored_traces RENAME TO agent_traces");
  }

  private static void execute(DataSource dataSource, String... sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      for (String one : sql) {
        statement.execute(one);
      }
    }
  }
}
