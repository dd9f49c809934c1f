// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.io.File;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds the write-ahead log. While somebody reads for long, it grows with every commit, whatever
 * {@code wal_autocheckpoint} says, and afterwards the file stays as large as it was. Thread-safe.
 */
final class SqliteWal {
  private static final Logger log = LoggerFactory.getLogger(TraceSchema.class);

  /** Far above what automatic checkpoints leave, and half of what is promised. */
  static final long LARGE = 32L << 20;

  /** A checkpoint that a reader blocks has still looked at the whole log. */
  private static final int COMMITS_A_TRY = 16;

  private final AtomicInteger commits = new AtomicInteger();
  private volatile @Nullable File file;

  /** After a commit, outside a transaction: nothing that fails here undoes it. */
  void bound(Connection connection) {
    if (commits.incrementAndGet() % COMMITS_A_TRY != 0) {
      return;
    }
    try {
      if (file(connection).length() > LARGE) {
        truncate(connection);
      }
    } catch (SQLException e) {
      log.debug("spanledger: the write-ahead log could not be truncated", e);
    }
  }

  /** Waits for nobody: a reader may take its time. */
  private static void truncate(Connection connection) throws SQLException {
    int before = number(connection, "PRAGMA busy_timeout");
    number(connection, "PRAGMA busy_timeout = 0");
    try {
      number(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    } finally {
      number(connection, "PRAGMA busy_timeout = " + before);
    }
  }

  private File file(Connection connection) throws SQLException {
    File known = file;
    if (known != null) {
      return known;
    }
    try (Statement statement = connection.createStatement();
        ResultSet main = statement.executeQuery("PRAGMA database_list")) {
      known = new File((main.next() ? main.getString("file") : "") + "-wal");
    }
    file = known;
    return known;
  }

  private static int number(Connection connection, String pragma) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(pragma)) {
      return answer.next() ? answer.getInt(1) : 0;
    }
  }
}
