// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The columns of a span by the type of their values, so that a new one is tested as well. */
final class SpanColumnsOf {
  static final List<Column<String>> TEXT = of(String.class);
  static final List<Column<Long>> LONG = of(Long.class);
  static final List<Column<Double>> DOUBLE = of(Double.class);
  static final List<Column<java.math.BigDecimal>> MONEY = of(java.math.BigDecimal.class);
  static final List<Column<List<String>>> TEXTS = of("java.util.List<java.lang.String>");

  /** The writer's own: where it has put what the row says. */
  private static final Set<String> STORAGE =
      Set.of("input_refs", "output_refs", "output_finish_reason", "attribute_refs");

  private static final Set<String> JSONB =
      Set.of(
          "attributes",
          "events",
          "links",
          "model_params",
          "usage_details",
          "cost_details",
          "attribute_refs");

  /** What a reader of one span gets back. */
  static final List<Column<?>> READABLE = readable();

  private SpanColumnsOf() {}

  /** PostgreSQL may reorder and respell it. */
  static boolean isJsonb(Column<?> column) {
    return JSONB.contains(column.name());
  }

  private static List<Column<?>> readable() {
    List<Column<?>> columns = new ArrayList<>();
    for (Field field : SpanColumns.class.getFields()) {
      Column<?> column = valueOf(field);
      if (!STORAGE.contains(column.name())) {
        columns.add(column);
      }
    }
    return columns;
  }

  private static <T> List<Column<T>> of(Type type) {
    return of(type.getTypeName());
  }

  @SuppressWarnings("unchecked") // the field's own type says so
  private static <T> List<Column<T>> of(String type) {
    List<Column<T>> columns = new ArrayList<>();
    for (Field field : SpanColumns.class.getFields()) {
      Type values = ((ParameterizedType) field.getGenericType()).getActualTypeArguments()[0];
      if (values.getTypeName().equals(type)) {
        columns.add((Column<T>) valueOf(field));
      }
    }
    return columns;
  }

  private static Column<?> valueOf(Field field) {
    try {
      return (Column<?>) field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
