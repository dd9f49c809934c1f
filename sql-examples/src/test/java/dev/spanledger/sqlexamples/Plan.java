// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sqlexamples;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What a database says that it will do for a query, and what of it reads a whole large table. */
final class Plan {
  private static final Pattern NODE =
      Pattern.compile("(\\w+ )*Scan .*\\bon agent_(spans|traces|contents)\\w*\\b.*");
  private static final Pattern TABLE =
      Pattern.compile(
          "\\b(?:FROM|JOIN) (agent_(?:spans|traces|contents|llm_calls|tool_calls))\\b"
              + "(?: (?!(?:WHERE|ON|GROUP|ORDER|JOIN)\\b)(\\w+))?");

  private Plan() {}

  /** The lines of the plan; the query begins with the dialect's EXPLAIN. */
  static List<String> of(String explain, Connection connection) throws SQLException {
    return Answer.of(explain, connection).rows().stream()
        .map(row -> row.get(row.size() - 1))
        .toList();
  }

  /** PostgreSQL's scans of a large table that have no condition of an index in the next line. */
  static List<String> postgresScans(List<String> plan) {
    return IntStream.range(0, plan.size())
        .filter(i -> NODE.matcher(plan.get(i)).find())
        .filter(
            i ->
                plan.get(i).contains("Seq Scan")
                    || i + 1 == plan.size()
                    || !plan.get(i + 1).matches("\\s*(Index|Recheck) Cond: .*"))
        .mapToObj(plan::get)
        .toList();
  }

  /** SQLite's scans of a large table, in the order of an index or not. */
  static List<String> sqliteScans(List<String> plan, String sql) {
    String scan = "SCAN (" + String.join("|", tables(sql)) + ")\\b.*";
    return plan.stream().filter(step -> step.matches(scan)).toList();
  }

  /** The large tables of the query by the names that it gives them. */
  private static Set<String> tables(String sql) {
    Set<String> names = new TreeSet<>(Set.of("agent_spans", "agent_traces", "agent_contents"));
    TABLE
        .matcher(sql)
        .results()
        .filter(table -> table.group(2) != null)
        .forEach(table -> names.add(table.group(2)));
    return names;
  }
}
