// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks;

import dev.spanledger.provider.Spanledger;
import dev.spanledger.testkit.databases.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Our tables, and beside them the plain layout: one table with the same columns and indexes that
 * holds all content itself, filled from the view that puts everything back together.
 */
final class Layout {
  /** What the inline table has beyond the columns of {@code agent_spans}. */
  static final List<String> INLINED =
      List.of("system_instructions", "tool_definitions", "resource", "source");

  private static final Set<String> REFERENCES =
      Set.of(
          "input_refs",
          "output_refs",
          "instructions_ref",
          "tools_ref",
          "attribute_refs",
          "resource_ref",
          "source_ref");

  private static final Duration LONG = Duration.ofMinutes(5);

  private Layout() {}

  /** Creates our tables and writes the spans through the provider, as an application does. */
  static void load(TestDatabase database, Workload workload) {
    try (Spanledger ledger = Spanledger.create(database.dataSource())) {
      workload.spans().accept(ledger.spanProcessor());
      if (!ledger.flush(LONG)
          || ledger.stats().ledger().stored() < ledger.stats().ledger().accepted()) {
        throw new IllegalStateException("not every span was stored: " + ledger.stats());
      }
    }
  }

  /** Creates our tables, and nothing in them. */
  static void create(TestDatabase database) {
    Spanledger.create(database.dataSource()).close();
  }

  /**
   * Fills a table that has the columns of {@code agent_spans} and {@link #INLINED}, in the order in
   * which spans start.
   */
  static String insert(String inline, String full, List<String> columns) {
    String values =
        columns.stream()
            .map(column -> REFERENCES.contains(column) ? "NULL" : column)
            .collect(Collectors.joining(", "));
    return "INSERT INTO %s (%s) SELECT %s FROM %s ORDER BY start_time"
        .formatted(inline, String.join(", ", columns), values, full);
  }
}
