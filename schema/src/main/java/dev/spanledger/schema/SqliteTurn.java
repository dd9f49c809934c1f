// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/**
 * Begins a transaction when no other writer has the file. SQLite's own waiting looks ever more
 * seldom whether that is so, and beside busy writers it is so for moments: whoever waits for long
 * would wait for ever. So it waits in short laps.
 */
final class SqliteTurn {
  /** Within it, SQLite looks after 1, 3 and 8 milliseconds. */
  private static final int LAP_MS = 8;

  private SqliteTurn() {}

  /**
   * @param usualMs the connection's busy timeout, which it has again afterwards
   * @param lease says how long to wait
   */
  static void begin(Connection connection, int usualMs, Database.Lease lease) throws SQLException {
    execute(connection, "PRAGMA busy_timeout = " + LAP_MS);
    try {
      await(connection, lease, TimeUnit.MILLISECONDS.toNanos(usualMs));
    } finally {
      execute(connection, "PRAGMA busy_timeout = " + usualMs);
    }
  }

  private static void await(Connection connection, Database.Lease lease, long usualNanos)
      throws SQLException {
    long start = System.nanoTime();
    while (true) {
      try {
        execute(connection, "BEGIN IMMEDIATE");
        return;
      } catch (SQLException e) {
        if (!SqlFailure.isBusy(e) || !lease.mayWait(System.nanoTime() - start, usualNanos)) {
          throw e;
        }
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
