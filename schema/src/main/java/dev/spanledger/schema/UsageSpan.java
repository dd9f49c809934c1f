// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a span's usage, self time and kind depend on, and no more: a trace can have very many. */
final class UsageSpan {
  static final List<Column<?>> COLUMNS =
      List.of(
          SpanColumns.TRACE_ID,
          SpanColumns.SPAN_ID,
          SpanColumns.PARENT_SPAN_ID,
          SpanColumns.KIND,
          SpanColumns.SUB_KIND,
          SpanColumns.OPERATION_NAME,
          SpanColumns.START_TIME,
          SpanColumns.DURATION_MS,
          SpanColumns.START_UNIX_NANO,
          SpanColumns.END_UNIX_NANO,
          SpanColumns.SELF_DURATION_MS,
          SpanColumns.TIME_REPAIRED,
          SpanColumns.INPUT_TOKENS,
          SpanColumns.OUTPUT_TOKENS,
          SpanColumns.TOTAL_TOKENS,
          SpanColumns.CACHE_READ_TOKENS,
          SpanColumns.CACHE_WRITE_TOKENS,
          SpanColumns.REASONING_TOKENS,
          SpanColumns.USAGE_SCOPE,
          SpanColumns.USAGE_COUNTED,
          SpanColumns.COST_USD,
          SpanColumns.COST_STATUS,
          SpanColumns.PRICE_REF,
          SpanColumns.TOOL_NAME,
          SpanColumns.TOOL_CALL_ID,
          SpanColumns.MCP_METHOD);

  /** A parent before its children, and otherwise the same whatever order the spans came in. */
  static final Comparator<UsageSpan> IN_ORDER =
      Comparator.comparingLong(UsageSpan::start)
          .thenComparing(UsageSpan::end, Comparator.reverseOrder())
          .thenComparing(UsageSpan::spanId)
          .thenComparing(span -> span.required(SpanColumns.START_TIME));

  private static final int[] POSITIONS = positions();

  private final @Nullable Object[] values;

  private UsageSpan(@Nullable Object[] values) {
    this.values = values;
  }

  static UsageSpan of(SpanRow row) {
    @Nullable Object[] values = new @Nullable Object[COLUMNS.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(COLUMNS.get(i));
    }
    return new UsageSpan(values);
  }

  static UsageSpan read(Dialect dialect, ResultSet rows) throws SQLException {
    @Nullable Object[] values = new @Nullable Object[COLUMNS.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = dialect.read(rows, COLUMNS.get(i));
    }
    return new UsageSpan(values);
  }

  <T> @Nullable T get(Column<T> column) {
    return column.cast(values[POSITIONS[column.index()]]);
  }

  String traceId() {
    return required(SpanColumns.TRACE_ID);
  }

  String spanId() {
    return required(SpanColumns.SPAN_ID);
  }

  @Nullable String parentId() {
    return get(SpanColumns.PARENT_SPAN_ID);
  }

  String kind() {
    return required(SpanColumns.KIND);
  }

  Instant startTime() {
    return required(SpanColumns.START_TIME);
  }

  /** Nanoseconds since 1970, as recorded. */
  long start() {
    return required(SpanColumns.START_UNIX_NANO);
  }

  /** Nanoseconds since 1970, as recorded. */
  long end() {
    return required(SpanColumns.END_UNIX_NANO);
  }

  /** Whether its clock says something about other spans' times. */
  boolean hasSaneTimes() {
    return !Boolean.TRUE.equals(get(SpanColumns.TIME_REPAIRED));
  }

  private <T> T required(Column<T> column) {
    return Objects.requireNonNull(get(column), column.name());
  }

  private static int[] positions() {
    int[] positions = new int[SpanColumns.ALL.size()];
    for (int i = 0; i < COLUMNS.size(); i++) {
      positions[COLUMNS.get(i).index()] = i;
    }
    return positions;
  }
}
