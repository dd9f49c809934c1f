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
  static void all(SourcesByName all, SpanFacts span, SpanRow.Builder row) {
    for (List<ColumnSource<?>> sources : all.of(span.keys())) {
      fill(sources, span, row);
    }
  }

  /** What somebody set to overrule even the messages. */
  static void ownContent(SpanFacts span, SpanRow.Builder row) {
    fill(Conventions.allSources(), SpanColumns.INPUT, Own.INPUT, span, row);
    fill(Conventions.allSources(), SpanColumns.OUTPUT, Own.OUTPUT, span, row);
  }

  private static void fill(
      java.util.Map<Column<?>, List<ColumnSource<?>>> all,
      Column<String> column,
      String key,
      SpanFacts span,
      SpanRow.Builder row) {
    List<ColumnSource<?>> sources = all.getOrDefault(column, List.of());
    fill(sources.stream().filter(source -> key.equals(source.key())).toList(), span, row);
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
