// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Deletes the contents of a day that none of its spans names any more. They are looked for while
 * writers write; then, alone for a moment, only what has changed since is looked at.
 */
final class ContentSweep {
  private static final int BATCH = 5_000;

  private final Pieces pieces;
  private final PurgeCounts counts;

  /** Contents that nobody named at a time. */
  private record Unnamed(String since, List<String> ids) {}

  ContentSweep(Pieces pieces, PurgeCounts counts) {
    this.pieces = pieces;
    this.counts = counts;
  }

  void run(LocalDate day) throws SQLException {
    while (pieces.goOn()) {
      Unnamed unnamed = pieces.read(connection -> unnamed(connection, day));
      if (unnamed.ids().isEmpty()) {
        return;
      }
      int deleted = pieces.write(c -> delete(c, day, unnamed)).orElse(-1);
      if (deleted < 0) {
        counts.left("contents of " + day + ": writers do not pause");
        return;
      }
      counts.addContents(deleted);
    }
  }

  private Unnamed unnamed(Connection connection, LocalDate day) throws SQLException {
    String since = pieces.dialect().changedSince(connection, "s");
    String sql =
        "%s SELECT c.content_id FROM %s c WHERE c.day = %s AND c.content_id NOT IN (SELECT id FROM named) LIMIT %d"
            .formatted(
                ContentNames.with(pieces.dialect(), day, ContentNames.OF_ALL),
                table(),
                pieces.dialect().literal(day),
                BATCH);
    List<String> ids = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    }
    return new Unnamed(since, ids);
  }

  private int delete(Connection connection, LocalDate day, Unnamed unnamed) throws SQLException {
    ContentEpoch.advance(pieces.dialect(), connection);
    String ids =
        unnamed.ids().stream().map(pieces.dialect()::literal).collect(Collectors.joining(", "));
    String sql =
        "%s DELETE FROM %s WHERE day = %s AND content_id IN (%s) AND content_id NOT IN (SELECT id FROM named)"
            .formatted(
                ContentNames.with(pieces.dialect(), day, unnamed.since()),
                table(),
                pieces.dialect().literal(day),
                ids);
    return Pieces.execute(connection, sql);
  }

  private String table() {
    return pieces.dialect().table("agent_contents");
  }
}
