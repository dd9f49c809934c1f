// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks;

import dev.spanledger.provider.Spanledger;
import dev.spanledger.testkit.databases.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Our tables, and beside them the plain layout: one table with the same columns and indexes that
 * holds all content itself, filled from the view that puts everything back together.
 */
public final class Layout {
  /** What the inline table has beyond the columns of {@code agent_spans}. */
  public static final List<String> INLINED =
      List.of("system_instructions", "tool_definitions", "resource", "source");

  private static final Set<String> REFERENCES =
      Set.of(
          "input_refs",
          "output_refs",
          "output_finish_reason",
          "instructions_ref",
          "tools_ref",
          "attribute_refs",
          "resource_ref",
          "source_ref");

  /** The prompt's first message says the instructions already; the source is how ours goes back. */
  private static final Map<String, String> PLAIN =
      Map.of(
          "source",
          "NULL",
          "system_instructions",
          "CASE WHEN CAST(input AS text) LIKE '[{\"role\":\"system\"%' THEN NULL ELSE system_instructions END");

  /** The whole workload may be queued before the first batch is written. */
  private static final long QUEUE_BYTES = 256L << 20;

  private static final Duration LONG = Duration.ofMinutes(5);

  private Layout() {}

  /** Creates our tables and writes the spans through the provider, as an application does. */
  static void load(TestDatabase database, Workload workload) {
    try (Spanledger ledger =
        Spanledger.builder(database.dataSource()).maxQueueBytes(QUEUE_BYTES).build()) {
      workload.spans().accept(ledger.spanProcessor());
      if (!ledger.flush(LONG)
          || ledger.stats().ledger().stored() < ledger.stats().ledger().accepted()) {
        throw new IllegalStateException("not every span was stored: " + ledger.stats());
      }
    }
  }

  /** Creates our tables, and nothing in them. */
  public static void create(TestDatabase database) {
    Spanledger.create(database.dataSource()).close();
  }

  /** What the plain layout holds. */
  public enum Filling {
    /** What a plain writer would write: nothing that is derived from the messages, nor ours. */
    PLAIN,
    /** Every column that ours gives back. */
    EVERY_COLUMN
  }

  /**
   * Fills a table that has the columns of {@code agent_spans} and {@link #INLINED}, in the order in
   * which spans start.
   */
  public static String insert(String inline, String full, List<String> columns, Filling filling) {
    return "INSERT INTO %s (%s) %s"
        .formatted(inline, String.join(", ", columns), select(full, columns, filling));
  }

  /** What {@link #insert} inserts. */
  public static String select(String full, List<String> columns, Filling filling) {
    return columns.stream()
        .map(column -> value(column, filling) + " AS " + column)
        .collect(Collectors.joining(", ", "SELECT ", " FROM " + full + " ORDER BY start_time"));
  }

  private static String value(String column, Filling filling) {
    if (REFERENCES.contains(column)) {
      return "NULL";
    }
    return filling == Filling.PLAIN ? PLAIN.getOrDefault(column, column) : column;
  }
}
