// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * One day's contents in PostgreSQL, of which few are named by a span that is kept: these are
 * copied, and the copy takes the partition's place. Where more are named, {@link ContentSweep}
 * deletes the others.
 */
final class ContentPartition {
  private static final double FEW = 0.5;

  private final Pieces pieces;
  private final PurgeCounts counts;
  private final Partition partition;
  private final LocalDate day;

  ContentPartition(Pieces pieces, PurgeCounts counts, Partition partition) {
    this.pieces = pieces;
    this.counts = counts;
    this.partition = partition;
    this.day = partition.firstDay();
  }

  void keepNamed() throws SQLException {
    if (!pieces.read(this::areFewNamed)) {
      return;
    }
    Optional<KeptRows> made = pieces.write(this::copy);
    if (made.isEmpty()) {
      return;
    }
    Optional<Long> gone = pieces.write(connection -> swap(connection, made.get()));
    if (gone.isPresent()) {
      counts.addContents(gone.get());
      counts.dropped(partition.name());
      return;
    }
    counts.left(partition.name() + " is in use");
    pieces.write(
        connection -> {
          made.get().drop(connection);
          return true;
        });
  }

  private boolean areFewNamed(Connection connection) throws SQLException {
    String sql =
        "%s SELECT count(*), count(*) FILTER (WHERE content_id IN (SELECT id FROM named)) FROM %s"
            .formatted(named(ContentNames.OF_ALL), partition.table());
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(2) < rows.getLong(1) * FEW;
    }
  }

  private KeptRows copy(Connection connection) throws SQLException {
    KeptRows kept = KeptRows.ofContents(pieces.dialect(), connection, partition);
    insert(connection, kept, ContentNames.OF_ALL);
    return kept;
  }

  /**
   * Late spans of the day wait meanwhile; every writer only while the tables change places. Who has
   * relied on a content that goes sends it again.
   */
  private long swap(Connection connection, KeptRows kept) throws SQLException {
    List<Partition> spans = spans(connection);
    for (Partition each : spans) {
      lock(connection, each);
    }
    lock(connection, partition);
    insert(connection, kept, kept.changed());
    Pieces.execute(
        connection,
        "DELETE FROM %s k WHERE NOT EXISTS (SELECT 1 FROM %s s WHERE s.day = k.day AND s.content_id = k.content_id)"
            .formatted(kept.table(), partition.table()));
    long gone = rows(connection, partition.table()) - rows(connection, kept.table());
    ContentEpoch.advance(pieces.dialect(), connection);
    if (!spans(connection).equals(spans)) {
      throw SqlFailure.ofALock("a partition has come for " + day);
    }
    kept.takeItsPlace(connection);
    return gone;
  }

  private List<Partition> spans(Connection connection) throws SQLException {
    return Partition.ofSpans(pieces.dialect(), connection).stream()
        .filter(spans -> spans.overlaps(partition.begin(), partition.end()))
        .toList();
  }

  private static void lock(Connection connection, Partition partition) throws SQLException {
    Pieces.execute(connection, "LOCK TABLE " + partition.table() + " IN SHARE ROW EXCLUSIVE MODE");
  }

  private void insert(Connection connection, KeptRows kept, String spans) throws SQLException {
    Pieces.execute(
        connection,
        "%1$s INSERT INTO %2$s (%3$s) SELECT %3$s FROM %4$s WHERE content_id IN (SELECT id FROM named) ON CONFLICT DO NOTHING"
            .formatted(named(spans), kept.table(), kept.columns(), partition.table()));
  }

  private String named(String spans) {
    return ContentNames.with(pieces.dialect(), day, spans);
  }

  private static long rows(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
