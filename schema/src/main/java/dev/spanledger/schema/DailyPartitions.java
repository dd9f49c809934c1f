// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The daily partitions of {@code agent_spans} and {@code agent_contents} in PostgreSQL. A partition
 * is made as a table of its own and then attached, under locks that let every writer go on; there
 * is no default partition, which would have to be scanned under a lock each time. Thread-safe.
 */
final class DailyPartitions {
  private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'_p'uuuuMMdd");

  /** The new partition's range overlaps one that somebody attached by hand: the day is covered. */
  private static final String OVERLAPS = "42P17";

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
        ensure(connection, "agent_spans", day, "timestamptz '%s 00:00:00+00'");
        ensure(connection, "agent_contents", day, "date '%s'");
        covered.add(day);
      }
    }
  }

  private void ensure(Connection connection, String parent, LocalDate day, String bound)
      throws SQLException {
    String partition = parent + NAME.format(day);
    if (exists(connection, partition)) {
      return;
    }
    String sql = sql(parent, partition, bound.formatted(day), bound.formatted(day.plusDays(1)));
    if (!mayCreate) {
      throw new TraceSchemaException(
          "there is no partition of %s for %s, and schema.mode does not let Spanledger create it; run:%n%s"
              .formatted(parent, day, sql));
    }
    create(connection, partition, sql);
  }

  private void create(Connection connection, String partition, String sql) throws SQLException {
    try {
      database.transact(connection, locked -> createOnce(locked, partition, sql));
    } catch (SQLException e) {
      if (OVERLAPS.equals(e.getSQLState())) {
        return;
      }
      if (SqlFailure.of(e) == SqlFailure.SETUP) {
        throw new TraceSchemaException(
            "the partition %s is missing and this role could not create it (%s); run as the tables' owner:%n%s"
                .formatted(partition, e.getMessage(), sql),
            e);
      }
      throw e;
    }
  }

  private Void createOnce(Connection connection, String partition, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_xact_lock(" + Installer.ADVISORY_LOCK + ")");
      if (!exists(connection, partition)) {
        statement.execute(sql);
      }
    }
    return null;
  }

  private String sql(String parent, String partition, String from, String to) {
    String table = database.dialect().table(parent);
    String child = database.dialect().table(partition);
    return """
        CREATE TABLE %s (LIKE %s INCLUDING ALL);
        ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%s) TO (%s);"""
        .formatted(child, table, table, child, from, to);
  }

  /**
   * Reads pg_class itself: to_regclass alone answers from the session's cache, which need not have
   * heard of a table that another session made while this one waited for the lock.
   */
  private boolean exists(Connection connection, String table) throws SQLException {
    String sql = "SELECT count(*) FROM pg_class WHERE oid = to_regclass(?)";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, database.dialect().table(table));
      try (ResultSet answer = query.executeQuery()) {
        return answer.next() && answer.getInt(1) > 0;
      }
    }
  }
}
