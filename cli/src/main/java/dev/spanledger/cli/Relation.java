// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.schema.ReadOnlySql;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table or view.
 *
 * @param columns name and type
 */
public record Relation(String name, List<Map.Entry<String, String>> columns) {
  /** Out of what the database says, in its order. */
  public static List<Relation> of(ReadOnlySql.Answer relations) {
    Map<String, List<Map.Entry<String, String>>> found = new LinkedHashMap<>();
    for (List<@Nullable Object> row : relations.rows()) {
      found
          .computeIfAbsent(String.valueOf(row.get(0)), name -> new ArrayList<>())
          .add(Map.entry(String.valueOf(row.get(1)), String.valueOf(row.get(2))));
    }
    return found.entrySet().stream()
        .map(entry -> new Relation(entry.getKey(), List.copyOf(entry.getValue())))
        .toList();
  }

  /** A row each. */
  public static Answer all(List<Relation> relations) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Relation relation : relations) {
      rows.add(List.of(relation.name, relation.columnNames()));
    }
    return Answer.of(List.of("table", "columns"), rows);
  }

  /** A row a column. */
  Answer columnsAnswer() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    columns.forEach(column -> rows.add(List.of(column.getKey(), column.getValue())));
    return Answer.of(List.of("column", "type"), rows);
  }

  private String columnNames() {
    return String.join(" ", columns.stream().map(Map.Entry::getKey).toList());
  }

  /** {@code agent_scores(score_id, trace_id, …)}. */
  @Override
  public String toString() {
    return name + "(" + columnNames().replace(" ", ", ") + ")";
  }
}
