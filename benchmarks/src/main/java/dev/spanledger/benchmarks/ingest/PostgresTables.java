// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.ingest;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.benchmarks.Layout;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** Our tables in PostgreSQL, and what raw writers fill. */
final class PostgresTables implements Tables {
  /** One table with all content inline, and its key. */
  static final String INLINE = "raw_inline";

  /** The columns, indexes and partitions of our spans, content inline. */
  static final String IDENTICAL = "raw_identical";

  /** A row a trace, for those who count while they write. */
  static final String TRACES = "raw_traces";

  private final TestDatabase database = TestDatabase.openDurable(DatabaseKind.POSTGRESQL);
  private final HikariDataSource pool = Pools.of(database);

  PostgresTables() {
    Layout.create(database);
  }

  TestDatabase database() {
    return database;
  }

  @Override
  public DataSource emptied() throws SQLException {
    empty("agent_spans, agent_contents, agent_traces");
    return pool;
  }

  void empty(String tables) throws SQLException {
    database.execute("TRUNCATE " + tables);
  }

  @Override
  public void settle() throws SQLException {
    database.execute("CHECKPOINT");
  }

  @Override
  public void requireOurs(long spans) throws SQLException {
    require("agent_spans", spans);
    long counted = count("SELECT coalesce(sum(span_count), 0)::bigint AS n FROM agent_traces");
    if (counted != spans) {
      throw new IllegalStateException(spans + " spans stored, but agent_traces counts " + counted);
    }
  }

  void require(String table, long spans) throws SQLException {
    long stored = count("SELECT count(*) AS n FROM " + table);
    if (stored != spans) {
      throw new IllegalStateException(spans + " spans written, but " + table + " has " + stored);
    }
  }

  private long count(String sql) throws SQLException {
    return Long.parseLong(String.valueOf(database.rows(sql).get(0).get("n")));
  }

  @Override
  public void close() {
    pool.close();
    database.close();
  }

  /** From what is in our tables. */
  void createInline() throws SQLException {
    database.execute(
        "CREATE TABLE %s (LIKE agent_spans INCLUDING DEFAULTS INCLUDING COMPRESSION)"
            .formatted(INLINE));
    for (String column : Layout.INLINED) {
      database.execute("ALTER TABLE %s ADD COLUMN %s json".formatted(INLINE, column));
    }
    database.execute("ALTER TABLE %s ADD PRIMARY KEY (trace_id, span_id)".formatted(INLINE));
    fill(INLINE);
  }

  /** From what is in our tables. */
  void createIdentical() throws SQLException {
    database.execute(
        "CREATE TABLE %s (LIKE agent_spans INCLUDING ALL) PARTITION BY RANGE (start_time)"
            .formatted(IDENTICAL));
    int number = 0;
    for (Map<String, ?> row :
        database.rows(
            "SELECT pg_get_expr(c.relpartbound, c.oid) AS bounds FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'agent_spans'::regclass")) {
      database.execute(
          "CREATE TABLE %1$s_%2$d PARTITION OF %1$s %3$s"
              .formatted(IDENTICAL, number++, row.get("bounds")));
    }
    fill(IDENTICAL);
  }

  void createTraces() throws SQLException {
    database.execute(
        """
        CREATE TABLE %s (
          trace_id text PRIMARY KEY, start_time timestamptz, end_time timestamptz,
          span_count bigint, input_tokens bigint, output_tokens bigint)"""
            .formatted(TRACES));
  }

  private void fill(String table) throws SQLException {
    database.execute(
        Layout.insert(table, "agent_spans_full", columns(table), Layout.Filling.PLAIN));
  }

  /** Without the one that the database fills. */
  private List<String> columns(String table) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (PostgresColumn column : PostgresColumn.of(database, table)) {
      columns.add(column.name());
    }
    return columns;
  }
}
