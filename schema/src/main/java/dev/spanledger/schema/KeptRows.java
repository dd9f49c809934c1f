// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A table that takes a partition's place, with those of its rows that are kept. It is filled while
 * the partition is in use; what has changed meanwhile is told by the row's transaction. Then it is
 * attached, which is a matter of milliseconds, because a constraint says what would have to be
 * looked at otherwise.
 */
final class KeptRows {
  /** Nobody else's tables are called so. */
  private static final String NAME = "spanledger_kept_";

  private final Dialect dialect;
  private final String parent;
  private final Partition partition;
  private final String from;
  private final String to;
  private final String columns;
  private final String changed;

  private KeptRows(
      Dialect dialect, String parent, Partition partition, Made made, String from, String to) {
    this.dialect = dialect;
    this.parent = parent;
    this.partition = partition;
    this.columns = made.columns;
    this.changed = made.changed;
    this.from = from;
    this.to = to;
  }

  /** What is known once the table is there. */
  private record Made(String columns, String changed) {}

  /** Empty, and with nothing to do with the partition yet. */
  static KeptRows ofSpans(Dialect dialect, Connection connection, Partition partition)
      throws SQLException {
    return create(
        dialect,
        connection,
        partition,
        "agent_spans",
        "start_time",
        "'" + partition.begin() + "'",
        "'" + partition.end() + "'");
  }

  static KeptRows ofContents(Dialect dialect, Connection connection, Partition partition)
      throws SQLException {
    return create(
        dialect,
        connection,
        partition,
        "agent_contents",
        "day",
        "'" + partition.begin().toString().substring(0, 10) + "'",
        "'" + partition.end().toString().substring(0, 10) + "'");
  }

  private static KeptRows create(
      Dialect dialect,
      Connection connection,
      Partition partition,
      String parent,
      String key,
      String from,
      String to)
      throws SQLException {
    String table = dialect.table(NAME + partition.oid());
    Pieces.execute(connection, "DROP TABLE IF EXISTS " + table);
    Pieces.execute(
        connection,
        "CREATE TABLE %s (LIKE %s INCLUDING ALL, CONSTRAINT %s CHECK (%s >= %s AND %s < %s))"
            .formatted(table, dialect.table(parent), NAME + "bounds", key, from, key, to));
    Made made =
        new Made(columns(dialect, connection, parent), dialect.changedSince(connection, "s"));
    return new KeptRows(dialect, parent, partition, made, from, to);
  }

  /** Of a run that was killed: they hold nothing that is not in a partition too. */
  static List<String> dropLeftovers(Dialect dialect, Connection connection) throws SQLException {
    String sql =
        """
        SELECT format('%%I.%%I', n.nspname, c.relname)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r' AND NOT c.relispartition AND c.relname ~ '^%s[0-9]+$'
          AND c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = to_regclass(?))"""
            .formatted(NAME);
    List<String> left = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, dialect.table("agent_spans"));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          left.add(rows.getString(1));
        }
      }
    }
    for (String table : left) {
      Pieces.execute(connection, "DROP TABLE " + table);
    }
    return left;
  }

  String table() {
    return dialect.table(NAME + partition.oid());
  }

  /** Of rows {@code s} in the partition. */
  String columns() {
    return columns;
  }

  /** Whether a row {@code s} has changed, or come, since this table was made. */
  String changed() {
    return changed;
  }

  /**
   * Puts this table in the partition's place; only whoever reads or writes right now is waited for.
   */
  void takeItsPlace(Connection connection) throws SQLException {
    Pieces.execute(connection, "DROP TABLE " + partition.table());
    Pieces.execute(
        connection,
        "ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%s) TO (%s)"
            .formatted(dialect.table(parent), table(), from, to));
    Pieces.execute(connection, "ALTER TABLE %s DROP CONSTRAINT %sbounds".formatted(table(), NAME));
    Pieces.execute(
        connection,
        "ALTER TABLE %s RENAME TO %s".formatted(table(), PostgresDialect.quoted(partition.name())));
  }

  void drop(Connection connection) throws SQLException {
    Pieces.execute(connection, "DROP TABLE IF EXISTS " + table());
  }

  /** In whichever order a partition has them. */
  private static String columns(Dialect dialect, Connection connection, String parent)
      throws SQLException {
    String sql =
        "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped AND attgenerated = ''";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, dialect.table(parent));
      try (ResultSet rows = query.executeQuery()) {
        rows.next();
        return rows.getString(1);
      }
    }
  }
}
