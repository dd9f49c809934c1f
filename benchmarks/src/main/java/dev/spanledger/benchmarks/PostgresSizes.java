// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks;

import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Bytes of tables, their indexes and their TOAST. */
final class PostgresSizes {
  private static final String INLINE = "inline_spans";
  private static final String TRACES = "agent_traces";
  private static final String ALL = "";

  /** Compression of what the inline table has beyond ours, as the script sets it for ours. */
  private static final String LZ4 =
      """
      DO $$ BEGIN
        ALTER TABLE inline_spans ALTER COLUMN original_attributes SET COMPRESSION lz4,
          ALTER COLUMN system_instructions SET COMPRESSION lz4, ALTER COLUMN tool_definitions SET COMPRESSION lz4,
          ALTER COLUMN resource SET COMPRESSION lz4, ALTER COLUMN source SET COMPRESSION lz4;
      EXCEPTION WHEN feature_not_supported THEN NULL;
      END $$""";

  private static final String PARTS =
      """
      SELECT regexp_replace(c.relname, '_p[0-9]{8}$', '') AS name,
             sum(pg_relation_size(c.oid)) AS heap,
             sum(pg_indexes_size(c.oid)) AS indexes,
             sum(pg_total_relation_size(c.oid) - pg_relation_size(c.oid) - pg_indexes_size(c.oid)) AS toast
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND c.relkind = 'r' GROUP BY 1 ORDER BY 1""";

  private PostgresSizes() {}

  static Sizes measure(Workload workload) throws SQLException {
    try (TestDatabase database = TestDatabase.open(DatabaseKind.POSTGRESQL)) {
      Layout.load(database, workload);
      database.execute("VACUUM", "CHECKPOINT");
      Map<String, Long> full = parts(database);
      createInline(database);
      Map<Layout.Filling, Long> inline = new EnumMap<>(Layout.Filling.class);
      for (Layout.Filling filling : Layout.Filling.values()) {
        inline.put(filling, inline(database, filling));
      }
      // Emptied, not new: with the partitions of the days that the spans are of.
      database.execute(
          "DROP TABLE inline_spans",
          "TRUNCATE agent_spans, agent_contents, agent_traces, spanledger_schema");
      Map<String, Long> empty = parts(database);
      long traces = sum(full, TRACES) - sum(empty, TRACES);
      return new Sizes(sum(full, ALL) - sum(empty, ALL), traces, inline, sum(empty, ALL), full);
    }
  }

  private static long inline(TestDatabase database, Layout.Filling filling) throws SQLException {
    database.execute("TRUNCATE inline_spans");
    long empty = sum(parts(database), INLINE);
    database.execute(Layout.insert(INLINE, "agent_spans_full", columns(database), filling));
    database.execute("VACUUM inline_spans", "CHECKPOINT");
    return sum(parts(database), INLINE) - empty;
  }

  private static void createInline(TestDatabase database) throws SQLException {
    database.execute("CREATE TABLE inline_spans (LIKE agent_spans INCLUDING ALL)");
    for (String column : Layout.INLINED) {
      database.execute("ALTER TABLE inline_spans ADD COLUMN " + column + " json");
    }
    database.execute(LZ4);
  }

  private static List<String> columns(TestDatabase database) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (Map<String, ?> row :
        database.rows(
            "SELECT attname FROM pg_attribute WHERE attrelid = 'inline_spans'::regclass AND attnum > 0")) {
      columns.add(String.valueOf(row.get("attname")));
    }
    return columns;
  }

  private static Map<String, Long> parts(TestDatabase database) throws SQLException {
    Map<String, Long> parts = new LinkedHashMap<>();
    for (Map<String, ?> row : database.rows(PARTS)) {
      for (String part : List.of("heap", "indexes", "toast")) {
        parts.put(row.get("name") + " " + part, Long.parseLong(String.valueOf(row.get(part))));
      }
    }
    return parts;
  }

  private static long sum(Map<String, Long> parts, String table) {
    return parts.entrySet().stream()
        .filter(part -> part.getKey().startsWith(table))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
