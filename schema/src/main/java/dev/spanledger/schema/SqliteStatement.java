// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A statement that is run once a row, prepared once: SQLite has no round trips to save.
 *
 * @param <R> the type of a row
 */
final class SqliteStatement<R> {
  private final String sql;
  private final List<Column<?>> columns;
  private final BiFunction<R, Column<?>, @Nullable Object> values;

  private SqliteStatement(
      String sql, List<Column<?>> columns, BiFunction<R, Column<?>, @Nullable Object> values) {
    this.sql = sql;
    this.columns = columns;
    this.values = values;
  }

  /**
   * @param tail what is to be done where the row is there already
   */
  static <R> SqliteStatement<R> insert(
      String table,
      List<Column<?>> columns,
      BiFunction<R, Column<?>, @Nullable Object> values,
      String tail) {
    String names = columns.stream().map(Column::sql).collect(Collectors.joining(", "));
    String places = columns.stream().map(column -> "?").collect(Collectors.joining(", "));
    String sql = "INSERT INTO %s AS t (%s) VALUES (%s) %s".formatted(table, names, places, tail);
    return new SqliteStatement<>(sql, columns, values);
  }

  /**
   * @param now what says the time, for a table that keeps when a row was changed
   */
  static <R> SqliteStatement<R> update(RowUpdate<R> update, String now) {
    String touched = update.touched();
    String sql =
        "UPDATE %s SET %s%s WHERE %s"
            .formatted(
                update.table(),
                places(update.set(), ", "),
                touched == null ? "" : ", " + touched + " = " + now,
                places(update.keys(), " AND "));
    List<Column<?>> columns = Stream.concat(update.set().stream(), update.keys().stream()).toList();
    return new SqliteStatement<>(sql, columns, update.values());
  }

  private static String places(List<Column<?>> columns, String separator) {
    return columns.stream()
        .map(column -> column.name() + " = ?")
        .collect(Collectors.joining(separator));
  }

  /** To be closed by the caller. */
  PreparedStatement prepare(Connection connection) throws SQLException {
    return connection.prepareStatement(sql);
  }

  /** Sets the parameters to a row's values. */
  void fill(PreparedStatement statement, R row) throws SQLException {
    for (int i = 0; i < columns.size(); i++) {
      statement.setObject(i + 1, SqliteValues.of(values.apply(row, columns.get(i))));
    }
  }
}
