// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes expired spans out of PostgreSQL by dropping the partitions that they are in. Spans that are
 * kept, as those of a trace that went on after midnight, are moved out of the way first.
 */
final class SpanPartitions {
  /** A copy of more than this part of a partition is more work than deleting the rest. */
  private static final double FEW = 0.5;

  private static final int TRACES = 100;

  private static final String SAME_SPAN =
      "k.trace_id = s.trace_id AND k.span_id = s.span_id AND k.start_time = s.start_time";

  private final Pieces pieces;
  private final ExpirySql expiry;
  private final PurgeCounts counts;
  private final boolean early;

  private record Rows(long all, long kept) {}

  /**
   * @param early whether traces go before their time
   */
  SpanPartitions(Pieces pieces, ExpirySql expiry, PurgeCounts counts, boolean early) {
    this.pieces = pieces;
    this.expiry = expiry;
    this.counts = counts;
    this.early = early;
  }

  /** Of partitions that end at the time or before. */
  void run(Instant before) throws SQLException {
    for (Partition partition :
        pieces.read(connection -> Partition.ofSpans(pieces.dialect(), connection))) {
      if (!pieces.goOn()) {
        return;
      }
      if (partition.isBefore(before)) {
        if (!purge(partition)) {
          inUse(partition);
          return;
        }
      } else if (partition.overlaps(Instant.MIN, before)) {
        counts.wide(partition.name());
      }
    }
  }

  /** False where the locks are not to be had now: then those of the next are not either. */
  private boolean purge(Partition partition) throws SQLException {
    Optional<Rows> rows = pieces.write(connection -> dropUnlessKept(connection, partition));
    if (rows.isEmpty()) {
      return false;
    }
    if (rows.get().kept() == 0 && !mayDrop(rows.get().all())) {
      return true;
    }
    if (rows.get().kept() == 0) {
      counts.add(0, rows.get().all());
      counts.dropped(partition.name());
      return true;
    }
    // Where most is kept, the rest is deleted with its traces.
    return rows.get().kept() >= rows.get().all() * FEW || moveKept(partition);
  }

  private void inUse(Partition partition) {
    counts.left(
        partition.name()
            + " is in use, and nobody is made to wait for its going: a long query, or a transaction that was left open?");
  }

  /** Whoever writes into the partition right now is waited for; then nobody does. */
  private void lock(Connection connection, Partition partition) throws SQLException {
    Pieces.execute(connection, "LOCK TABLE " + partition.table() + " IN SHARE ROW EXCLUSIVE MODE");
  }

  private Rows dropUnlessKept(Connection connection, Partition partition) throws SQLException {
    lock(connection, partition);
    Rows rows = count(connection, partition);
    if (rows.kept() == 0 && mayDrop(rows.all())) {
      Pieces.execute(connection, "DROP TABLE " + partition.table());
    }
    return rows;
  }

  /** An empty one of the last days would only have to be made again. */
  private boolean mayDrop(long rows) {
    return rows > 0 || !early;
  }

  private Rows count(Connection connection, Partition partition) throws SQLException {
    String sql =
        "SELECT count(*), count(*) FILTER (WHERE %s) FROM %s s LEFT JOIN %s t ON t.trace_id = s.trace_id AND %s"
            .formatted(isKept(), partition.table(), traces(), began(partition));
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return new Rows(rows.getLong(1), rows.getLong(2));
    }
  }

  /** Of a row {@code t} that may be missing: a span whose trace is gone has no reason to stay. */
  private String isKept() {
    return "t.trace_id IS NOT NULL AND " + expiry.kept();
  }

  private String began(Partition partition) {
    return "t.start_time < " + pieces.dialect().literal(partition.end());
  }

  private String traces() {
    return pieces.dialect().table("agent_traces");
  }

  private boolean moveKept(Partition partition) throws SQLException {
    Optional<KeptRows> made = pieces.write(c -> KeptRows.ofSpans(pieces.dialect(), c, partition));
    if (made.isEmpty()) {
      return false;
    }
    KeptRows kept = made.get();
    if (!copy(partition, kept)) {
      return true;
    }
    Optional<Long> gone = pieces.write(connection -> swap(connection, partition, kept));
    if (gone.isEmpty()) {
      pieces.write(
          connection -> {
            kept.drop(connection);
            return true;
          });
      return false;
    }
    counts.add(0, gone.get());
    counts.dropped(partition.name());
    return true;
  }

  /** False where the work shall stop. */
  private boolean copy(Partition partition, KeptRows kept) throws SQLException {
    String last = null;
    while (pieces.goOn()) {
      String after = last;
      List<String> ids = pieces.read(connection -> keptTraces(connection, partition, after));
      if (ids.isEmpty()) {
        return true;
      }
      String sql =
          "INSERT INTO %1$s (%2$s) SELECT %2$s FROM %3$s s WHERE trace_id IN %4$s"
              .formatted(kept.table(), kept.columns(), partition.table(), Pieces.in(ids));
      pieces.write(connection -> Pieces.execute(connection, sql, ids));
      last = ids.get(ids.size() - 1);
    }
    return false;
  }

  private List<String> keptTraces(
      Connection connection, Partition partition, @Nullable String after) throws SQLException {
    String sql =
        "SELECT t.trace_id FROM %s t WHERE %s AND t.end_time >= %s AND %s%s ORDER BY t.trace_id LIMIT %d"
            .formatted(
                traces(),
                began(partition),
                pieces.dialect().literal(partition.begin()),
                expiry.kept(),
                after == null ? "" : " AND t.trace_id > ?",
                TRACES);
    try (PreparedStatement query =
            Pieces.prepare(connection, sql, after == null ? List.of() : List.of(after));
        ResultSet rows = query.executeQuery()) {
      List<String> ids = new ArrayList<>();
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
      return ids;
    }
  }

  /** What changed since it was copied is copied again; then nobody has missed anything. */
  private long swap(Connection connection, Partition partition, KeptRows kept) throws SQLException {
    lock(connection, partition);
    Pieces.execute(
        connection,
        "DELETE FROM %s k WHERE NOT EXISTS (SELECT 1 FROM %s s JOIN %s t ON t.trace_id = s.trace_id WHERE %s AND NOT %s AND %s)"
            .formatted(
                kept.table(),
                partition.table(),
                traces(),
                SAME_SPAN,
                kept.changed(),
                expiry.kept()));
    Pieces.execute(
        connection,
        "INSERT INTO %1$s (%2$s) SELECT %2$s FROM %3$s s WHERE EXISTS (SELECT 1 FROM %4$s t WHERE t.trace_id = s.trace_id AND %5$s AND %6$s) AND NOT EXISTS (SELECT 1 FROM %1$s k WHERE %7$s)"
            .formatted(
                kept.table(),
                kept.columns(),
                partition.table(),
                traces(),
                began(partition),
                expiry.kept(),
                SAME_SPAN));
    long gone = rows(connection, partition.table()) - rows(connection, kept.table());
    kept.takeItsPlace(connection);
    return gone;
  }

  private static long rows(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
