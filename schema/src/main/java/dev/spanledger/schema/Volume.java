// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How much there is. */
final class Volume {
  private static final List<String> LARGE =
      List.of("agent_spans", "agent_contents", "agent_traces");

  /** A sample of so many pages a table tells its rows' bytes within some percent. */
  private static final int SAMPLED_PAGES = 400;

  /** What keys and the table's own pages take beside the rows, about. */
  private static final double BESIDE_ROWS = 1.3;

  private final Database database;
  private final Connection connection;

  Volume(Database database, Connection connection) {
    this.database = database;
    this.connection = connection;
  }

  PurgePlan plan(Expiry expiry) throws SQLException {
    Dialect dialect = database.dialect();
    String sql =
        """
        SELECT count(*), coalesce(sum(span_count), 0), min(end_time) AS start_time, max(end_time) AS end_time,
               (SELECT count(*) FROM %1$s), (SELECT coalesce(sum(span_count), 0) FROM %1$s)
        FROM %1$s t WHERE %2$s"""
            .formatted(traces(), new ExpirySql(dialect, expiry).expired());
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      long traces = rows.getLong(1);
      long spans = rows.getLong(2);
      long all = Math.max(1, rows.getLong(6));
      return new PurgePlan(
          traces,
          spans,
          traces == 0 ? 0 : (long) (bytes(Long.MAX_VALUE) * ((double) spans / all)),
          TraceColumns.START_TIME.cast(dialect.read(rows, TraceColumns.START_TIME)),
          TraceColumns.END_TIME.cast(dialect.read(rows, TraceColumns.END_TIME)),
          rows.getLong(5) - traces);
    }
  }

  long bytes(long most) throws SQLException {
    if (database.dialect().sql() == SqlDialect.SQLITE) {
      return (number("PRAGMA page_count") - number("PRAGMA freelist_count"))
          * number("PRAGMA page_size");
    }
    long bytes = 0;
    for (String table : LARGE) {
      bytes += number("SELECT coalesce(sum(pg_total_relation_size(relid)), 0)" + leaves(table));
    }
    return bytes <= most ? bytes : Math.min(bytes, bytesOfRows());
  }

  private String leaves(String table) {
    return """
         FROM (SELECT relid FROM pg_partition_tree(%1$s) WHERE isleaf
              UNION SELECT oid FROM pg_class WHERE oid = %1$s::regclass AND relkind = 'r') AS leaves"""
        .formatted(database.dialect().literal(database.dialect().table(table)));
  }

  /** Tables keep the room of what was deleted; it will be used again. */
  private long bytesOfRows() throws SQLException {
    long bytes = 0;
    for (String table : LARGE) {
      String sql =
          "SELECT relid::regclass::text, pg_relation_size(relid) / current_setting('block_size')::int, pg_total_relation_size(relid)"
              + leaves(table);
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          bytes += bytesOfRows(rows.getString(1), rows.getLong(2), rows.getLong(3));
        }
      }
    }
    return bytes;
  }

  private long bytesOfRows(String table, long pages, long most) throws SQLException {
    double percent = Math.min(100, 100.0 * SAMPLED_PAGES / Math.max(1, pages));
    long sampled =
        number(
            "SELECT coalesce(sum(pg_column_size(s.*)), 0) FROM %s s TABLESAMPLE SYSTEM (%s)"
                .formatted(table, percent));
    return Math.min(most, (long) (sampled * (100 / percent) * BESIDE_ROWS));
  }

  Optional<Instant> oldestEnd(Expiry expiry) throws SQLException {
    return end("min(t.end_time) AS end_time", expiry, "");
  }

  Optional<Instant> endOfExcess(Expiry expiry, long most) throws SQLException {
    long excess = number("SELECT count(*) FROM " + traces()) - most;
    if (excess <= 0) {
      return Optional.empty();
    }
    Optional<Instant> last =
        end("t.end_time", expiry, " ORDER BY t.end_time LIMIT 1 OFFSET " + (excess - 1));
    return last.isPresent() ? last : end("max(t.end_time) AS end_time", expiry, "");
  }

  private Optional<Instant> end(String what, Expiry expiry, String tail) throws SQLException {
    Dialect dialect = database.dialect();
    String sql =
        "SELECT %s FROM %s t WHERE NOT %s%s"
            .formatted(what, traces(), new ExpirySql(dialect, expiry).excepted(), tail);
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next()
          ? Optional.ofNullable(
              TraceColumns.END_TIME.cast(dialect.read(rows, TraceColumns.END_TIME)))
          : Optional.empty();
    }
  }

  private String traces() {
    return database.dialect().table("agent_traces");
  }

  private long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }
}
