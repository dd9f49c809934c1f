// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A partition that is attached in PostgreSQL, whoever made it, of whatever name and width.
 *
 * @param oid by which it is told from one that has its name later
 * @param table its name, qualified and quoted
 * @param name its plain name
 * @param from what it holds begins here; null where it has no such bound, as a default partition
 * @param to and ends before here; null likewise
 */
record Partition(
    long oid, String table, String name, @Nullable Instant from, @Nullable Instant to) {
  /** The key is a time, or a date of which the UTC midnight counts. */
  private static final String ATTACHED =
      """
      SELECT c.oid::bigint, format('%%I.%%I', n.nspname, c.relname), c.relname,
             CASE WHEN m[1] <> 'MINVALUE' THEN %1$s END, CASE WHEN m[2] <> 'MAXVALUE' THEN %2$s END
      FROM pg_inherits i
      JOIN pg_class c ON c.oid = i.inhrelid AND c.relkind = 'r'
      JOIN pg_namespace n ON n.oid = c.relnamespace
      CROSS JOIN LATERAL pg_get_expr(c.relpartbound, c.oid) AS bound
      LEFT JOIN LATERAL regexp_match(bound, 'FROM \\(''?([^'')]+)''?\\) TO \\(''?([^'')]+)''?\\)') AS m ON true
      WHERE i.inhparent = to_regclass(?) AND NOT i.inhdetachpending
      ORDER BY 4 NULLS FIRST, 1""";

  static List<Partition> ofSpans(Dialect dialect, Connection connection) throws SQLException {
    return attached(dialect, connection, "agent_spans", "m[%d]::timestamptz");
  }

  static List<Partition> ofContents(Dialect dialect, Connection connection) throws SQLException {
    return attached(
        dialect, connection, "agent_contents", "m[%d]::date::timestamp AT TIME ZONE 'UTC'");
  }

  /** Whether all that it can hold is before a time. */
  boolean isBefore(Instant time) {
    return from != null && to != null && !to.isAfter(time);
  }

  /** Whether it is just as wide as those that we make. */
  boolean isOfADay() {
    return from != null && to != null && from.plus(1, ChronoUnit.DAYS).equals(to);
  }

  /** Whether it can hold something of the time. */
  boolean overlaps(Instant begin, Instant end) {
    return (from == null || from.isBefore(end)) && (to == null || to.isAfter(begin));
  }

  /** Where it begins, of one that {@link #isBefore} some time. */
  Instant begin() {
    return from == null ? Instant.MIN : from;
  }

  LocalDate firstDay() {
    return LocalDate.ofInstant(begin(), ZoneOffset.UTC);
  }

  /** Where it ends, likewise. */
  Instant end() {
    return to == null ? Instant.MAX : to;
  }

  private static List<Partition> attached(
      Dialect dialect, Connection connection, String parent, String bound) throws SQLException {
    String sql = ATTACHED.formatted(bound.formatted(1), bound.formatted(2));
    List<Partition> partitions = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, dialect.table(parent));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          partitions.add(
              new Partition(
                  rows.getLong(1),
                  rows.getString(2),
                  rows.getString(3),
                  instant(rows, 4),
                  instant(rows, 5)));
        }
      }
    }
    return partitions;
  }

  private static @Nullable Instant instant(ResultSet rows, int column) throws SQLException {
    OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
