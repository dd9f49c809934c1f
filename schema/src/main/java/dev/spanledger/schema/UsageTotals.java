// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a trace's row says of usage, summed over its settled spans. */
final class UsageTotals {
  /** The columns of a trace that follow from its settled spans alone. */
  static final List<Column<?>> COLUMNS =
      List.of(
          TraceColumns.LLM_CALLS,
          TraceColumns.TOOL_CALLS,
          TraceColumns.INPUT_TOKENS,
          TraceColumns.OUTPUT_TOKENS,
          TraceColumns.TOTAL_TOKENS,
          TraceColumns.CACHE_READ_TOKENS,
          TraceColumns.CACHE_WRITE_TOKENS,
          TraceColumns.REASONING_TOKENS,
          TraceColumns.UNPRICED_CALLS,
          TraceColumns.COST_USD);

  /** More than any call can use: a trace's sum of nonsense must still fit a bigint. */
  private static final long MOST_TOKENS = 1_000_000_000_000L;

  private final Map<Column<?>, Long> counts = new HashMap<>();
  private @Nullable BigDecimal cost;

  private UsageTotals() {}

  static UsageTotals of(List<SettledSpan> trace) {
    UsageTotals totals = new UsageTotals();
    trace.forEach(totals::add);
    return totals;
  }

  /** A span's tokens as they are summed: none that is negative or beyond reason. */
  static long countable(@Nullable Long tokens) {
    return tokens == null ? 0 : Math.max(0, Math.min(tokens, MOST_TOKENS));
  }

  private void add(SettledSpan settled) {
    count(TraceColumns.TOOL_CALLS, settled.isToolCall());
    count(TraceColumns.LLM_CALLS, settled.isLlmCall());
    if (settled.isCounted()) {
      UsageSpan span = settled.span();
      count(TraceColumns.INPUT_TOKENS, span.get(SpanColumns.INPUT_TOKENS));
      count(TraceColumns.OUTPUT_TOKENS, span.get(SpanColumns.OUTPUT_TOKENS));
      count(TraceColumns.TOTAL_TOKENS, span.get(SpanColumns.TOTAL_TOKENS));
      count(TraceColumns.CACHE_READ_TOKENS, span.get(SpanColumns.CACHE_READ_TOKENS));
      count(TraceColumns.CACHE_WRITE_TOKENS, span.get(SpanColumns.CACHE_WRITE_TOKENS));
      count(TraceColumns.REASONING_TOKENS, span.get(SpanColumns.REASONING_TOKENS));
      boolean used = span.get(SpanColumns.TOTAL_TOKENS) != null;
      count(TraceColumns.UNPRICED_CALLS, used && settled.cost() == null);
      cost = TraceRow.sumOfKnown(cost, settled.cost());
    }
  }

  private void count(Column<Long> column, @Nullable Long tokens) {
    counts.merge(column, countable(tokens), Long::sum);
  }

  private void count(Column<Long> column, boolean one) {
    counts.merge(column, one ? 1L : 0L, Long::sum);
  }

  @Nullable Object get(Column<?> column) {
    return column.equals(TraceColumns.COST_USD) ? cost : counts.getOrDefault(column, 0L);
  }
}
