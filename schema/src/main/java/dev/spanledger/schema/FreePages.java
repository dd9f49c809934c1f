// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Gives the pages that a purge has freed in a SQLite file back to the disk, a few at a time. */
final class FreePages {
  /** Four megabytes of pages: a writer waits some milliseconds for them. */
  private static final int PAGES = 1_000;

  private final Pieces pieces;

  FreePages(Pieces pieces) {
    this.pieces = pieces;
  }

  void giveBack() throws SQLException {
    long free = pieces.read(connection -> number(connection, "PRAGMA freelist_count"));
    while (free > 0 && pieces.goOn()) {
      long left = pieces.write(FreePages::giveSomeBack).orElse(free);
      if (left >= free) {
        // A file that was made by somebody else without auto_vacuum=INCREMENTAL keeps its pages.
        break;
      }
      free = left;
    }
    pieces.read(connection -> number(connection, "PRAGMA wal_checkpoint(TRUNCATE)"));
  }

  /** The pragma gives back a page a step. */
  private static long giveSomeBack(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA incremental_vacuum(" + PAGES + ")");
      try (ResultSet steps = statement.getResultSet()) {
        while (steps != null && steps.next()) {
          // Each step frees one page.
        }
      }
    }
    return number(connection, "PRAGMA freelist_count");
  }

  private static long number(Connection connection, String pragma) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(pragma)) {
      return answer.next() ? answer.getLong(1) : 0;
    }
  }
}
