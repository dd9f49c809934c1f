// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row's values by the names of their columns, for rows that are no table's. */
final class ColumnValues {
  private final Map<String, Object> values;

  private ColumnValues(Map<String, Object> values) {
    this.values = values;
  }

  /** The row that a result set is at. */
  static ColumnValues read(Dialect dialect, ResultSet rows, List<Column<?>> columns)
      throws SQLException {
    Map<String, Object> values = new HashMap<>();
    for (Column<?> column : columns) {
      Object value = dialect.read(rows, column);
      if (value != null) {
        values.put(column.name(), value);
      }
    }
    return new ColumnValues(values);
  }

  <T> T required(String column, Class<T> type) {
    return type.cast(Objects.requireNonNull(values.get(column), column));
  }

  @Nullable String text(String column) {
    return (String) values.get(column);
  }

  /** 0 for null. */
  long count(String column) {
    return (Long) values.getOrDefault(column, 0L);
  }

  /** 0 for null. */
  double real(String column) {
    return (Double) values.getOrDefault(column, 0.0);
  }

  @Nullable BigDecimal money(String column) {
    return (BigDecimal) values.get(column);
  }
}
