// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Takes out the contents that no span names any more: whole partitions where there are any. */
final class ContentPurge {
  private final Pieces pieces;
  private final PurgeCounts counts;
  private final boolean partitioned;
  private final boolean early;

  /**
   * @param partitioned whether tables are
   * @param early whether traces have gone before their time
   */
  ContentPurge(Pieces pieces, PurgeCounts counts, boolean partitioned, boolean early) {
    this.pieces = pieces;
    this.counts = counts;
    this.partitioned = partitioned;
    this.early = early;
  }

  /** Of the days before the time, and of some others. */
  void run(Instant before, Set<LocalDate> others) throws SQLException {
    Set<LocalDate> days = new TreeSet<>(others);
    days.addAll(pieces.read(connection -> days(connection, before)));
    run(days, partition -> partition.isBefore(before));
  }

  /** Of some days, of which there are spans. */
  void run(Set<LocalDate> days) throws SQLException {
    run(days, partition -> partition.isOfADay() && days.contains(partition.firstDay()));
  }

  private void run(Set<LocalDate> days, Predicate<Partition> whole) throws SQLException {
    if (partitioned) {
      shrink(whole);
    }
    ContentSweep sweep = new ContentSweep(pieces, counts);
    for (LocalDate day : days) {
      sweep.run(day);
    }
  }

  private void shrink(Predicate<Partition> whole) throws SQLException {
    for (Partition partition :
        pieces.read(connection -> Partition.ofContents(pieces.dialect(), connection))) {
      if (!pieces.goOn()) {
        return;
      }
      if (!whole.test(partition)) {
        continue;
      }
      if (pieces.read(connection -> isWithoutSpans(connection, partition))) {
        drop(partition);
      } else if (partition.isOfADay()) {
        new ContentPartition(pieces, counts, partition).keepNamed();
      }
    }
  }

  private void drop(Partition partition) throws SQLException {
    Optional<Long> dropped = pieces.write(connection -> dropUnlessNamed(connection, partition));
    if (dropped.isEmpty()) {
      counts.left(partition.name() + " is in use");
    } else if (dropped.get() >= 0) {
      counts.addContents(dropped.get());
      counts.dropped(partition.name());
    }
  }

  /** How many contents it had; less than none where a span of its time has come. */
  private long dropUnlessNamed(Connection connection, Partition partition) throws SQLException {
    long contents = number(connection, "SELECT count(*) FROM " + partition.table());
    if (early && contents == 0) {
      // It would only have to be made again.
      return -1;
    }
    ContentEpoch.advance(pieces.dialect(), connection);
    if (!isWithoutSpans(connection, partition)) {
      return -1;
    }
    Pieces.execute(connection, "DROP TABLE " + partition.table());
    return contents;
  }

  private boolean isWithoutSpans(Connection connection, Partition partition) throws SQLException {
    Dialect dialect = pieces.dialect();
    return number(
            connection,
            "SELECT count(*) FROM (SELECT 1 FROM %s s WHERE s.start_time >= %s AND s.start_time < %s LIMIT 1) AS any_span"
                .formatted(
                    dialect.table("agent_spans"),
                    dialect.literal(partition.begin()),
                    dialect.literal(partition.end())))
        == 0;
  }

  private List<LocalDate> days(Connection connection, Instant before) throws SQLException {
    String sql =
        "SELECT DISTINCT day FROM %s WHERE day < %s"
            .formatted(
                pieces.dialect().table("agent_contents"),
                pieces.dialect().literal(LocalDate.ofInstant(before, ZoneOffset.UTC)));
    List<LocalDate> days = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        days.add(LocalDate.parse(rows.getString(1)));
      }
    }
    return days;
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
