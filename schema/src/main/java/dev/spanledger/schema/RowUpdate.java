// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a table are set, in the rows that have the keys. Each dialect says it in its own
 * way.
 *
 * @param table its plain name
 * @param keys by which a row is found
 * @param set the columns to set
 * @param values a row's values of all of these
 */
record RowUpdate<R>(
    String table,
    List<Column<?>> keys,
    List<Column<?>> set,
    BiFunction<R, Column<?>, @Nullable Object> values) {
  /** A span's day is in its start: it leads to the one partition. */
  static final RowUpdate<SettledSpan> SPANS =
      new RowUpdate<>(
          "agent_spans",
          List.of(SpanColumns.TRACE_ID, SpanColumns.SPAN_ID, SpanColumns.START_TIME),
          SettledSpan.DECIDED,
          SettledSpan::get);

  /** The column that says when a row of the table was last changed, or null. */
  @Nullable String touched() {
    return table.equals("agent_traces") ? "updated_at" : null;
  }
}
