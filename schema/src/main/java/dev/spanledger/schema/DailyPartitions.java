// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The daily partitions of {@code agent_spans} and {@code agent_contents} in PostgreSQL. A partition
 * is made as a table of its own and then attached, under locks that let every writer go on; there
 * is no default partition, which would have to be scanned under a lock each time. Thread-safe.
 */
final class DailyPartitions {
  private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'_p'uuuuMMdd");

  /** How long a database may have been away, so that the days since then get theirs. */
  private static final int MOST_DAYS_BACK = 366;

  /** The new partition's range overlaps one that was attached by hand. */
  private static final String OVERLAPS = "42P17";

  /**
   * Whether partitions of any name and width cover a range. That must read a table: asked for a
   * name alone, a session that has once not found it goes on not finding it until its transaction
   * ends.
   */
  private static final String COVERED =
      """
      SELECT count(*) > 0
      FROM pg_inherits i
      JOIN pg_class c ON c.oid = i.inhrelid
      CROSS JOIN LATERAL pg_get_expr(c.relpartbound, c.oid) AS bound
      CROSS JOIN LATERAL regexp_match(bound, 'FROM \\(''?([^'')]+)''?\\) TO \\(''?([^'')]+)''?\\)') AS m
      WHERE i.inhparent = to_regclass(?)
        AND (bound = 'DEFAULT'
          OR (replace(m[1], 'MINVALUE', '-infinity')::%1$s <= ?::%1$s
            AND replace(m[2], 'MAXVALUE', 'infinity')::%1$s >= ?::%1$s))
      """;

  private final Database database;
  private final boolean mayCreate;
  private final Set<LocalDate> covered = ConcurrentHashMap.newKeySet();

  /** Creates nothing where {@code mayCreate} is false, but says which SQL is missing. */
  DailyPartitions(Database database, boolean mayCreate) {
    this.database = database;
    this.mayCreate = mayCreate;
  }

  /** Makes sure that each day has its partitions. The connection is in auto-commit mode. */
  void ensure(Connection connection, Collection<LocalDate> days) throws SQLException {
    for (LocalDate day : days) {
      if (!covered.contains(day)) {
        ensure(connection, day);
        covered.add(day);
      }
    }
  }

  /**
   * Makes sure of every day from the newest that has a partition, or from yesterday, to so many
   * days ahead: a database that was away for a week lacks a week.
   *
   * @return the days that had none
   */
  List<LocalDate> ensureAhead(Connection connection, LocalDate today, int ahead)
      throws SQLException {
    List<LocalDate> missing = missing(connection, today, ahead);
    // A partition that somebody dropped meanwhile is missing, whatever was known of it.
    forget(missing);
    ensure(connection, missing);
    return missing;
  }

  /** What is to be run by the tables' owner so that no day is without; empty if there is none. */
  String script(Connection connection, LocalDate today, int ahead) throws SQLException {
    List<String> sql = new ArrayList<>();
    for (LocalDate day : missing(connection, today, ahead)) {
      for (Partition partition : Partition.of(day)) {
        if (!isCovered(connection, partition)) {
          sql.add(sql(partition));
        }
      }
    }
    return String.join("\n", sql);
  }

  private List<LocalDate> missing(Connection connection, LocalDate today, int ahead)
      throws SQLException {
    LocalDate yesterday = today.minusDays(1);
    List<LocalDate> missing = new ArrayList<>(before(connection, yesterday));
    for (LocalDate day = yesterday; !day.isAfter(today.plusDays(ahead)); day = day.plusDays(1)) {
      if (!isCovered(connection, day)) {
        missing.add(day);
      }
    }
    return missing;
  }

  /** The days since the newest partition that is older; none where there is no older one. */
  private List<LocalDate> before(Connection connection, LocalDate yesterday) throws SQLException {
    List<LocalDate> gap = new ArrayList<>();
    for (LocalDate day = yesterday; gap.size() < MOST_DAYS_BACK; day = day.minusDays(1)) {
      if (isCovered(connection, day)) {
        return gap.isEmpty() ? gap : gap.subList(0, gap.size() - 1);
      }
      gap.add(0, day);
    }
    return List.of();
  }

  private boolean isCovered(Connection connection, LocalDate day) throws SQLException {
    for (Partition partition : Partition.of(day)) {
      if (!isCovered(connection, partition)) {
        return false;
      }
    }
    return true;
  }

  /** Looks again the next time: somebody has dropped or detached a partition. */
  void forget(Collection<LocalDate> days) {
    covered.removeAll(days);
  }

  /** One table's partition of one UTC day, by a key of this type. */
  private record Partition(String parent, String keyType, LocalDate day) {
    static List<Partition> of(LocalDate day) {
      return List.of(
          new Partition("agent_spans", "timestamptz", day),
          new Partition("agent_contents", "date", day));
    }

    String name() {
      return parent + NAME.format(day);
    }

    String from() {
      return key(day);
    }

    String to() {
      return key(day.plusDays(1));
    }

    private String key(LocalDate midnight) {
      return keyType.equals("date") ? midnight.toString() : midnight + " 00:00:00+00";
    }
  }

  private void ensure(Connection connection, LocalDate day) throws SQLException {
    List<Partition> missing = new ArrayList<>();
    for (Partition partition : Partition.of(day)) {
      if (!isCovered(connection, partition)) {
        missing.add(partition);
      }
    }
    if (!missing.isEmpty() && !mayCreate) {
      throw new TraceSchemaException(
          "there is no partition for %s, and schema.mode does not let Spanledger create it; run:%n%s"
              .formatted(day, missing.stream().map(this::sql).collect(Collectors.joining("\n"))));
    }
    for (Partition partition : missing) {
      create(connection, partition);
    }
  }

  private void create(Connection connection, Partition partition) throws SQLException {
    try {
      database.transact(connection, locked -> createOnce(locked, partition));
    } catch (SQLException e) {
      if (OVERLAPS.equals(e.getSQLState())) {
        return;
      }
      if (SqlFailure.of(e) == SqlFailure.SETUP) {
        throw new TraceSchemaException(
            "the partition %s is missing and this role could not create it (%s); run as the tables' owner:%n%s"
                .formatted(partition.name(), e.getMessage(), sql(partition)),
            e);
      }
      throw e;
    }
  }

  private Void createOnce(Connection connection, Partition partition) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL lock_timeout = '10s'");
      statement.execute("SELECT pg_advisory_xact_lock(" + Installer.ADVISORY_LOCK + ")");
      if (!isCovered(connection, partition)) {
        statement.execute(sql(partition));
      }
    }
    return null;
  }

  private String sql(Partition partition) {
    String table = database.dialect().table(partition.parent);
    String child = database.dialect().table(partition.name());
    return """
        CREATE TABLE %s (LIKE %s INCLUDING ALL);
        ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM ('%s') TO ('%s');"""
        .formatted(child, table, table, child, partition.from(), partition.to());
  }

  private boolean isCovered(Connection connection, Partition partition) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(COVERED.formatted(partition.keyType))) {
      query.setString(1, database.dialect().table(partition.parent));
      query.setString(2, partition.from());
      query.setString(3, partition.to());
      try (ResultSet answer = query.executeQuery()) {
        return answer.next() && answer.getBoolean(1);
      }
    }
  }
}
