// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.ingest;

import dev.spanledger.benchmarks.Layout;
import dev.spanledger.testkit.databases.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a table holds, in memory, to be written to one like it.
 *
 * @param schema what creates the table and its indexes
 */
record SqliteRows(
    String table, List<String> schema, List<String> columns, List<@Nullable Object[]> values) {
  /** The spans or contents, as we store them. */
  static SqliteRows stored(TestDatabase database, String table) throws SQLException {
    List<String> columns = columns(database, table);
    String query = "SELECT %s FROM %s".formatted(String.join(", ", columns), table);
    return new SqliteRows(table, schema(database, table), columns, values(database, query));
  }

  /**
   * The spans with all content inline.
   *
   * @param wide with columns for what ours stores beside the spans; else in the columns of ours
   */
  static SqliteRows inline(TestDatabase database, boolean wide) throws SQLException {
    List<String> columns = columns(database, "agent_spans");
    List<String> schema = new ArrayList<>(schema(database, "agent_spans"));
    if (wide) {
      for (String column : Layout.INLINED) {
        columns.add(column);
        schema.add("ALTER TABLE agent_spans ADD COLUMN " + column + " TEXT");
      }
    }
    String query = Layout.select("agent_spans_full", columns, Layout.Filling.PLAIN);
    return new SqliteRows("agent_spans", schema, columns, values(database, query));
  }

  /** Without the one that the database fills. */
  private static List<String> columns(TestDatabase database, String table) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (Map<String, ?> row :
        database.rows("SELECT name FROM pragma_table_info('%s')".formatted(table))) {
      columns.add(String.valueOf(row.get("name")));
    }
    columns.removeAll(Set.of("ingested_at"));
    return columns;
  }

  private static List<String> schema(TestDatabase database, String table) throws SQLException {
    return database
        .rows(
            "SELECT sql FROM sqlite_master WHERE tbl_name = '%s' AND sql IS NOT NULL ORDER BY type DESC"
                .formatted(table))
        .stream()
        .map(row -> String.valueOf(row.get("sql")))
        .toList();
  }

  private static List<@Nullable Object[]> values(TestDatabase database, String query)
      throws SQLException {
    return database.rows(query).stream().map(row -> row.values().toArray()).toList();
  }

  String insert() {
    String places = columns.stream().map(column -> "?").collect(Collectors.joining(", "));
    return "INSERT INTO %s (%s) VALUES (%s)".formatted(table, String.join(", ", columns), places);
  }

  /** Characters of its texts, most of which are one byte. */
  long bytes() {
    return values.stream()
        .flatMap(Arrays::stream)
        .mapToLong(value -> value instanceof String text ? text.length() : 0)
        .sum();
  }

  /** The rows that are written together with a part of the spans. */
  List<@Nullable Object[]> part(int number, int parts) {
    long rows = values.size();
    return values.subList((int) (rows * number / parts), (int) (rows * (number + 1) / parts));
  }
}
