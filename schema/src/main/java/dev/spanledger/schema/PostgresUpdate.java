// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One statement that updates any number of rows, as {@link PostgresInsert} inserts them. */
final class PostgresUpdate<R> {
  private final RowUpdate<R> update;
  private final List<Column<?>> columns;
  private final String sql;

  PostgresUpdate(String table, RowUpdate<R> update) {
    this.update = update;
    this.columns = Stream.concat(update.keys().stream(), update.set().stream()).toList();
    String set = join(update.set(), c -> c.name() + " = " + value(c), ", ");
    String touched = update.touched();
    this.sql =
        "UPDATE %s AS t SET %s FROM unnest(%s) AS r(%s) WHERE %s"
            .formatted(
                table,
                touched == null ? set : set + ", " + touched + " = now()",
                join(columns, c -> "?", ", "),
                join(columns, Column::name, ", "),
                join(update.keys(), c -> "t." + c.name() + " = " + value(c), " AND "));
  }

  void run(Connection connection, List<R> rows) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < columns.size(); i++) {
        statement.setArray(i + 1, connection.createArrayOf("text", texts(columns.get(i), rows)));
      }
      statement.executeUpdate();
    }
  }

  private @Nullable String[] texts(Column<?> column, List<R> rows) {
    @Nullable String[] texts = new @Nullable String[rows.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = PostgresText.of(update.values().apply(rows.get(i), column));
    }
    return texts;
  }

  private static String value(Column<?> column) {
    return "r." + column.name() + "::" + column.type().postgres();
  }

  private static String join(
      List<Column<?>> columns, Function<Column<?>, String> word, String separator) {
    return columns.stream().map(word).collect(Collectors.joining(separator));
  }
}
