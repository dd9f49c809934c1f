// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Columns from their sources: the first that has something to say fills the column. */
final class Filling {
  private Filling() {}

  /** Fills every column that has no value. */
  static void all(List<List<ColumnSource<?>>> byColumn, SpanFacts span, SpanRow.Builder row) {
    for (List<ColumnSource<?>> sources : byColumn) {
      fill(sources, span, row);
    }
  }

  /** What somebody set to overrule even the messages. */
  static void ownContent(SpanFacts span, SpanRow.Builder row) {
    if (span.has(Own.INPUT)) {
      fill(OwnContent.INPUT, span, row);
    }
    if (span.has(Own.OUTPUT)) {
      fill(OwnContent.OUTPUT, span, row);
    }
  }

  /** Looked up when the first span comes: the conventions must be there by then. */
  private static final class OwnContent {
    static final List<ColumnSource<?>> INPUT = of(SpanColumns.INPUT, Own.INPUT);
    static final List<ColumnSource<?>> OUTPUT = of(SpanColumns.OUTPUT, Own.OUTPUT);

    private static List<ColumnSource<?>> of(Column<String> column, String key) {
      return Conventions.allSources().getOrDefault(column, List.of()).stream()
          .filter(source -> key.equals(source.key()))
          .toList();
    }
  }

  /** Without filling anything. */
  static <T> @Nullable T first(Column<T> column, SpanView span) {
    for (ColumnSource<T> source : Conventions.sourcesOf(column)) {
      T value = source.read(span);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private static void fill(List<ColumnSource<?>> sources, SpanFacts span, SpanRow.Builder row) {
    for (ColumnSource<?> source : sources) {
      if (row.get(source.column()) != null || source.fill(span, row)) {
        return;
      }
    }
  }
}
