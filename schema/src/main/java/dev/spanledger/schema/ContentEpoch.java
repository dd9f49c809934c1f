// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Keeps writers, which remember what contents they have stored, from relying on one that was
 * removed. The epoch in {@code agent_maintenance} grows whenever contents are removed that a span
 * may still come to name. Writers hold contents while they write, side by side; whoever removes
 * some is alone with them, and so sees every span that names one.
 */
final class ContentEpoch {
  /** The one after {@link Installer#ADVISORY_LOCK}. */
  static final long ADVISORY_LOCK = Installer.ADVISORY_LOCK + 1;

  private static final String TASK = "contents";

  private ContentEpoch() {}

  /** Until the transaction ends, no contents are removed. Answers the epoch. */
  static long hold(Dialect dialect, Connection connection) throws SQLException {
    return epoch(dialect, connection, true);
  }

  /**
   * Until the transaction ends, nobody writes, and afterwards no writer relies on what it has
   * stored before. To be over soon; the first thing that the transaction does.
   */
  static void advance(Dialect dialect, Connection connection) throws SQLException {
    long epoch = epoch(dialect, connection, false);
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "UPDATE %s SET epoch = %d, updated_at = %s WHERE task = '%s'"
              .formatted(table(dialect), epoch + 1, dialect.now(Duration.ZERO), TASK));
    }
  }

  /** Two statements in one round trip: the second must see what was committed before the lock. */
  private static long epoch(Dialect dialect, Connection connection, boolean shared)
      throws SQLException {
    String hold = dialect.holdContents(shared);
    String read = "SELECT epoch FROM %s WHERE task = '%s'".formatted(table(dialect), TASK);
    try (Statement statement = connection.createStatement()) {
      statement.execute(hold.isEmpty() ? read : hold + "; " + read);
      if (!hold.isEmpty()) {
        statement.getMoreResults();
      }
      try (ResultSet epoch = statement.getResultSet()) {
        return epoch.next() ? epoch.getLong(1) : 0;
      }
    }
  }

  private static String table(Dialect dialect) {
    return dialect.table("agent_maintenance");
  }
}
