// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a role sees of the tables that readers read. A column that it may not read is read as null:
 * most of what a reader answers needs none of those that hold what was said.
 *
 * @param hidden as {@code table.column}, in the order of their names
 */
record Sight(Set<String> hidden) {
  static final Sight WHOLE = new Sight(Set.of());

  private static final List<String> TABLES = List.of("agent_traces", "agent_spans", "agent_scores");

  /** Asks PostgreSQL's catalogue. Of a table that is not there, nothing is hidden. */
  static Sight of(Dialect dialect, Connection connection) throws SQLException {
    Set<String> hidden = new TreeSet<>();
    String sql =
        "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT"
            + " attisdropped AND NOT has_column_privilege(attrelid, attnum, 'SELECT')";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (String table : TABLES) {
        query.setString(1, dialect.table(table));
        try (ResultSet rows = query.executeQuery()) {
          while (rows.next()) {
            hidden.add(table + "." + rows.getString(1));
          }
        }
      }
    }
    return hidden.isEmpty() ? WHOLE : new Sight(hidden);
  }

  boolean hides(String table, Column<?> column) {
    return !hidden.isEmpty() && hidden.contains(table + "." + column.name());
  }

  /** The columns of a table as a SELECT has them. */
  String names(String table, List<Column<?>> columns) {
    return columns.stream()
        .map(column -> hides(table, column) ? nothing(column) : SpanReading.name(column))
        .collect(Collectors.joining(", "));
  }

  /** In the place of one that is hidden. */
  static String nothing(Column<?> column) {
    return "NULL AS " + column.sql();
  }
}
