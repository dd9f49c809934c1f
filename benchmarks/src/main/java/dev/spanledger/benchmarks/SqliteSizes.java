// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks;

import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pages of a database file. */
final class SqliteSizes {
  private static final String PARTS =
      "SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name ORDER BY name";

  private SqliteSizes() {}

  static Sizes measure(Workload workload) throws SQLException {
    try (TestDatabase ours = TestDatabase.open(DatabaseKind.SQLITE);
        TestDatabase emptyOurs = TestDatabase.open(DatabaseKind.SQLITE);
        TestDatabase inline = TestDatabase.open(DatabaseKind.SQLITE);
        TestDatabase emptyInline = TestDatabase.open(DatabaseKind.SQLITE)) {
      Layout.create(emptyOurs);
      createInline(emptyOurs, emptyInline);
      Layout.load(ours, workload);
      createInline(ours, inline);
      long emptyInlineBytes = bytes(emptyInline);
      Map<Layout.Filling, Long> filled = new EnumMap<>(Layout.Filling.class);
      for (Layout.Filling filling : Layout.Filling.values()) {
        inline.execute("DELETE FROM agent_spans");
        fill(ours, inline, filling);
        filled.put(filling, bytes(inline) - emptyInlineBytes);
      }
      long empty = bytes(emptyOurs);
      long all = bytes(ours) - empty;
      long traces = traces(parts(ours)) - traces(parts(emptyOurs));
      return new Sizes(all, traces, filled, empty, parts(ours));
    }
  }

  private static long traces(Map<String, Long> parts) {
    return parts.entrySet().stream()
        .filter(part -> part.getKey().contains("agent_traces"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** The table and indexes of our spans, and a column for each content. */
  private static void createInline(TestDatabase ours, TestDatabase inline) throws SQLException {
    for (Map<String, ?> row :
        ours.rows(
            "SELECT sql FROM sqlite_master WHERE tbl_name = 'agent_spans' AND sql IS NOT NULL ORDER BY type DESC")) {
      inline.execute(String.valueOf(row.get("sql")));
    }
    for (String column : Layout.INLINED) {
      inline.execute("ALTER TABLE agent_spans ADD COLUMN " + column + " TEXT");
    }
  }

  private static void fill(TestDatabase ours, TestDatabase inline, Layout.Filling filling)
      throws SQLException {
    List<String> columns = new ArrayList<>();
    for (Map<String, ?> row : inline.rows("SELECT name FROM pragma_table_info('agent_spans')")) {
      columns.add(String.valueOf(row.get("name")));
    }
    String file = ours.jdbcUrl().replaceFirst("jdbc:sqlite:", "").replaceFirst("[?].*", "");
    String insert = Layout.insert("main.agent_spans", "ours.agent_spans_full", columns, filling);
    try (Connection connection = inline.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("ATTACH '" + file.replace("'", "''") + "' AS ours");
      statement.execute(insert);
    }
  }

  private static long bytes(TestDatabase database) throws SQLException {
    database.execute("VACUUM");
    Map<String, ?> row =
        database
            .rows(
                "SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()")
            .get(0);
    return Long.parseLong(String.valueOf(row.get("bytes")));
  }

  private static Map<String, Long> parts(TestDatabase database) {
    Map<String, Long> parts = new LinkedHashMap<>();
    try {
      for (Map<String, ?> row : database.rows(PARTS)) {
        parts.put(
            String.valueOf(row.get("name")), Long.parseLong(String.valueOf(row.get("bytes"))));
      }
    } catch (SQLException e) {
      parts.clear(); // a SQLite built without dbstat
    }
    return parts;
  }
}
