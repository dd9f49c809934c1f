// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One statement that inserts any number of rows: each column travels as an array of texts. One
 * round trip whatever the number of rows, so that the driver's batch can neither stall nor split
 * (pgjdbc #194, #3199).
 *
 * @param <R> the type of a row
 */
final class PostgresInsert<R> {
  private final List<Column<?>> columns;
  private final BiFunction<R, Column<?>, @Nullable Object> values;
  private final String sql;

  PostgresInsert(
      String table,
      List<Column<?>> columns,
      BiFunction<R, Column<?>, @Nullable Object> values,
      String tail) {
    this.columns = columns;
    this.values = values;
    String names = join(Column::sql);
    this.sql =
        "INSERT INTO %s AS t (%s) SELECT %s FROM unnest(%s) AS r(%s) %s"
            .formatted(table, names, join(PostgresInsert::cast), join(column -> "?"), names, tail);
  }

  /** A statement with its parameters set, to be closed by the caller. */
  PreparedStatement prepare(Connection connection, List<R> rows) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < columns.size(); i++) {
        statement.setArray(i + 1, array(connection, columns.get(i), rows));
      }
      return statement;
    } catch (SQLException | RuntimeException | Error e) {
      statement.close();
      throw e;
    }
  }

  private Array array(Connection connection, Column<?> column, List<R> rows) throws SQLException {
    @Nullable String[] texts = new @Nullable String[rows.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = PostgresText.of(values.apply(rows.get(i), column));
    }
    return connection.createArrayOf("text", texts);
  }

  private static String cast(Column<?> column) {
    return column.type().postgres().equals("text")
        ? column.sql()
        : column.sql() + "::" + column.type().postgres();
  }

  private String join(java.util.function.Function<Column<?>, String> word) {
    return columns.stream().map(word).collect(Collectors.joining(", "));
  }
}
