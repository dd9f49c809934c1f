// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.ingest;

import dev.spanledger.benchmarks.Finding;
import dev.spanledger.benchmarks.Goal;
import dev.spanledger.benchmarks.Options;
import java.util.List;

/** SQLite: a file, with a write-ahead log. */
final class SqliteIngest {
  private static final String DATABASE = "SQLite";

  private SqliteIngest() {}

  /** Against the rows of spans and contents as we store them, and against all content inline. */
  static List<Finding> conversations(Options options, Load load) throws Exception {
    try (SqliteTables tables = new SqliteTables()) {
      Ours ours = new Ours(load, tables);
      ours.round();
      SqliteRows spans = SqliteRows.stored(tables.database(), "agent_spans");
      SqliteRows contents = SqliteRows.stored(tables.database(), "agent_contents");
      SqliteRows inline = SqliteRows.inline(tables.database(), true);
      return new Comparison(load.name() + ", " + DATABASE, ours, inline.bytes())
          .against(
              new JdbcBatches("JDBC batches, identical tables", List.of(spans, contents)),
              Goal.atLeast(0.7))
          .against(new JdbcBatches("JDBC batches, all inline", List.of(inline)), Goal.atLeast(2))
          .run(options);
    }
  }

  /** Against a table with the columns and indexes of ours. */
  static List<Finding> unique(Options options, Load load) throws Exception {
    try (SqliteTables tables = new SqliteTables()) {
      Ours ours = new Ours(load, tables);
      ours.round();
      SqliteRows rows = SqliteRows.inline(tables.database(), false);
      return new Comparison(load.name() + ", " + DATABASE, ours, rows.bytes())
          .against(
              new JdbcBatches("JDBC batches, identical table", List.of(rows)), Goal.atLeast(0.7))
          .run(options);
    }
  }
}
