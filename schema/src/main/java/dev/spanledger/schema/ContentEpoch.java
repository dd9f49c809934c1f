// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

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

  /**
   * What writers must know.
   *
   * @param epoch grows whenever contents were removed
   * @param markedUntil hours before it may have been counted: {@link StaleHours}
   */
  record Held(long epoch, @Nullable Instant markedUntil) {
    StaleHours staleHours() {
      return new StaleHours(markedUntil);
    }
  }

  /**
   * Until the transaction ends, no contents are removed, and no more hours are counted than those
   * that this says. The first thing that the transaction does.
   */
  static Held hold(Dialect dialect, Connection connection) throws SQLException {
    return held(dialect, connection, true);
  }

  /** Until the transaction ends, nobody writes. To be over soon; the first thing that it does. */
  static void holdAlone(Dialect dialect, Connection connection) throws SQLException {
    held(dialect, connection, false);
  }

  /**
   * Until the transaction ends, nobody writes, and afterwards no writer relies on what it has
   * stored before. To be over soon; the first thing that the transaction does.
   */
  static Held advance(Dialect dialect, Connection connection) throws SQLException {
    Held held = held(dialect, connection, false);
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "UPDATE %s SET epoch = %d, updated_at = %s WHERE task = '%s'"
              .formatted(table(dialect), held.epoch() + 1, dialect.now(Duration.ZERO), TASK));
    }
    return held;
  }

  /** Two statements in one round trip: the second must see what was committed before the lock. */
  private static Held held(Dialect dialect, Connection connection, boolean shared)
      throws SQLException {
    String hold = dialect.holdContents(shared);
    String read =
        "SELECT epoch, (SELECT marked_until FROM %1$s WHERE task = 'rollups') AS start_time FROM %1$s WHERE task = '%2$s'"
            .formatted(table(dialect), TASK);
    try (Statement statement = connection.createStatement()) {
      statement.execute(hold.isEmpty() ? read : hold + "; " + read);
      if (!hold.isEmpty()) {
        statement.getMoreResults();
      }
      try (ResultSet rows = statement.getResultSet()) {
        return rows.next()
            ? new Held(rows.getLong(1), (Instant) dialect.read(rows, SpanColumns.START_TIME))
            : new Held(0, null);
      }
    }
  }

  private static String table(Dialect dialect) {
    return dialect.table("agent_maintenance");
  }
}
