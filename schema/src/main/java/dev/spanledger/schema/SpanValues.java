// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A span's value for each column, or null: of {@link SpanColumns} by their index, of those that
 * users have added by the column. Takes values as they are. Not thread-safe while it is being
 * filled.
 */
final class SpanValues {
  private final @Nullable Object[] ours;
  private final Map<Column<?>, Object> added;

  private SpanValues(@Nullable Object[] ours, Map<Column<?>, Object> added) {
    this.ours = ours;
    this.added = added;
  }

  static SpanValues none() {
    return new SpanValues(new @Nullable Object[SpanColumns.ALL.size()], new HashMap<>());
  }

  /** The row that a result set is at. */
  static SpanValues read(Dialect dialect, ResultSet rows, List<Column<?>> columns)
      throws SQLException {
    SpanValues values = none();
    for (Column<?> column : columns) {
      values.put(column, dialect.read(rows, column));
    }
    return values;
  }

  SpanValues copy() {
    return with(ours.clone());
  }

  /** Other values of our columns, the same of those that users have added. */
  SpanValues with(@Nullable Object[] others) {
    return new SpanValues(others, new HashMap<>(added));
  }

  <T> @Nullable T get(Column<T> column) {
    return column.cast(column.isAdded() ? added.get(column) : ours[column.index()]);
  }

  void put(Column<?> column, @Nullable Object value) {
    if (!column.isAdded()) {
      ours[column.index()] = value;
    } else if (value == null) {
      added.remove(column);
    } else {
      added.put(column, value);
    }
  }

  /** A copy of the values of our columns, by the index of these. */
  @Nullable Object[] ours() {
    return ours.clone();
  }

  /** The values of columns that users have added. */
  Map<Column<?>, Object> added() {
    return Map.copyOf(added);
  }
}
