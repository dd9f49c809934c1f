// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanRow;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The columns that users add, from the attributes that they name. The attributes stay where they
 * are: the columns are the users' to change and to drop, and the way back must not depend on them.
 */
final class AddedColumns {
  private AddedColumns() {}

  /** Fills each from the first of its attributes that has a value of its type. */
  static void fill(Map<Column<?>, List<String>> keys, SpanFacts span, SpanRow.Builder row) {
    keys.forEach((column, ofColumn) -> fill(column, ofColumn, span, row));
  }

  @SuppressWarnings("unchecked") // read() answers what the column takes
  private static <T> void fill(
      Column<T> column, List<String> keys, SpanFacts span, SpanRow.Builder row) {
    for (String key : keys) {
      if (row.get(column) == null) {
        row.set(column, (T) read(column, span.attribute(key)));
      }
    }
  }

  private static @Nullable Object read(Column<?> column, @Nullable Object value) {
    Class<?> type = column.valueClass();
    if (value == null) {
      return null;
    } else if (type == Long.class) {
      return Normalise.bigint(value);
    } else if (type == Double.class) {
      return Normalise.finite(value);
    }
    return type == Boolean.class ? Normalise.bool(value) : text(value);
  }

  /** Word for word: what means nothing in a convention may mean something here. */
  private static String text(Object value) {
    return value instanceof String text ? text : AttributeJson.value(value);
  }
}
