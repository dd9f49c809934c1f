// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.ingest;

import dev.spanledger.benchmarks.Finding;
import dev.spanledger.benchmarks.Goal;
import dev.spanledger.benchmarks.Options;
import java.util.List;

/** PostgreSQL with durable commits. */
final class PostgresIngest {
  private static final String DATABASE = "PostgreSQL";

  private PostgresIngest() {}

  /**
   * Against one table that holds the whole conversation in every row, and has nothing but a key.
   */
  static List<Finding> conversations(Options options, Load load) throws Exception {
    try (PostgresTables tables = new PostgresTables()) {
      Ours ours = new Ours(load, tables);
      ours.round();
      tables.createInline();
      tables.createTraces();
      PostgresRows rows = PostgresRows.of(tables.database(), PostgresTables.INLINE);
      return new Comparison(load.name() + ", " + DATABASE, ours, rows.encoded().length)
          .against(new RawCopy(tables, rows, true), Goal.atLeast(8))
          .against(new RawCopy(tables, rows, false), Goal.atLeast(8))
          .against(new RowAtATime(tables, rows), Goal.atLeast(20))
          .run(options);
    }
  }

  /** Against a table with the columns, indexes and partitions of ours. */
  static List<Finding> unique(Options options, Load load) throws Exception {
    try (PostgresTables tables = new PostgresTables()) {
      Ours ours = new Ours(load, tables);
      ours.round();
      tables.createIdentical();
      PostgresRows rows = PostgresRows.of(tables.database(), PostgresTables.IDENTICAL);
      return new Comparison(load.name() + ", " + DATABASE, ours, rows.encoded().length)
          .against(new RawCopy(tables, rows, true), Goal.atLeast(0.7))
          .against(new RawCopy(tables, rows, false), Goal.atLeast(0.7))
          .run(options);
    }
  }
}
