// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sums up what spans of one trace add to it: the same row as {@link TraceRow#merge} makes of the
 * rows of each, in a fraction of the time. Not thread-safe.
 */
final class TraceSum {
  private static final int ERROR_CHARS = 500;

  /** Of the spans whose usage counts. */
  private static final List<Tokens> TOKENS =
      List.of(
          new Tokens(TraceColumns.INPUT_TOKENS, SpanColumns.INPUT_TOKENS),
          new Tokens(TraceColumns.OUTPUT_TOKENS, SpanColumns.OUTPUT_TOKENS),
          new Tokens(TraceColumns.TOTAL_TOKENS, SpanColumns.TOTAL_TOKENS),
          new Tokens(TraceColumns.CACHE_READ_TOKENS, SpanColumns.CACHE_READ_TOKENS),
          new Tokens(TraceColumns.CACHE_WRITE_TOKENS, SpanColumns.CACHE_WRITE_TOKENS),
          new Tokens(TraceColumns.REASONING_TOKENS, SpanColumns.REASONING_TOKENS));

  private record Tokens(Column<Long> sum, Column<Long> of) {}

  private final @Nullable Object[] values = new @Nullable Object[TraceColumns.STORED.size()];
  private final long[] sums = new long[TraceColumns.STORED.size()];
  private final @Nullable MergeKey[] keys = new @Nullable MergeKey[TraceColumns.BEST.size()];
  private final Set<String> tags = new HashSet<>();
  private final Set<String> models = new HashSet<>();
  private boolean unsettled;

  /** The row of a trace that has this span alone. */
  static TraceRow of(SpanRow span) {
    return new TraceSum().add(span).row();
  }

  /**
   * What a span that runs adds to its trace: that there is one, since when, and what it is called.
   * The span's own keys are smaller when it ends, so that nothing of this outlives it.
   */
  static TraceRow running(SpanRow span) {
    TraceSum sum = new TraceSum().add(span);
    for (Column<String> column : List.of(TraceColumns.ROOT_SPAN_ID, TraceColumns.FIRST_ERROR)) {
      sum.keys[TraceColumns.slot(column)] = null;
      sum.set(column, null);
    }
    sum.set(TraceColumns.ROOT_STATUS, null);
    sum.models.clear();
    return sum.row().uncounted(false);
  }

  /** One more span of the trace. */
  TraceSum add(SpanRow span) {
    set(TraceColumns.TRACE_ID, span.traceId());
    times(span.startTime(), span.endTime());
    counts(span);
    usage(span);
    best(span);
    Object rootStatus = values[TraceColumns.ROOT_STATUS.index()];
    if (MergeKeys.isRoot(span)) {
      set(TraceColumns.ROOT_STATUS, Statuses.worse((String) rootStatus, span.status()));
    }
    unsettled |= !span.isSettled();
    return this;
  }

  /** Of at least one span. */
  TraceRow row() {
    @Nullable Object[] row = values.clone();
    for (Column<?> column : TraceColumns.STORED) {
      if (TraceColumns.merge(column) == Merge.SUM) {
        row[column.index()] = sums[column.index()];
      }
    }
    row[TraceColumns.DETAIL.index()] = "FULL";
    row[TraceColumns.SETTLED_SPANS.index()] = 0L;
    row[TraceColumns.UNSETTLED.index()] = unsettled;
    row[TraceColumns.TAGS.index()] = TraceRow.union(tags, null);
    row[TraceColumns.MODELS.index()] = TraceRow.union(models, null);
    row[TraceColumns.MERGE_KEYS.index()] = keys();
    TraceRow trace = new TraceRow(row);
    trace.derive();
    return trace;
  }

  private void times(Instant start, Instant end) {
    Instant first = (Instant) values[TraceColumns.START_TIME.index()];
    Instant last = (Instant) values[TraceColumns.END_TIME.index()];
    set(TraceColumns.START_TIME, first == null || start.isBefore(first) ? start : first);
    set(TraceColumns.END_TIME, last == null || end.isAfter(last) ? end : last);
  }

  private void counts(SpanRow span) {
    count(TraceColumns.SPAN_COUNT, true);
    count(TraceColumns.ERROR_COUNT, isError(span));
    count(TraceColumns.LLM_CALLS, span.kind().equals("LLM") && isCounted(span));
    count(TraceColumns.TOOL_CALLS, UsageRule.isToolCall(span));
    List<String> tagged = span.get(SpanColumns.TAGS);
    if (tagged != null) {
      tags.addAll(tagged);
    }
    String model = span.get(SpanColumns.MODEL);
    if (model != null) {
      models.add(model);
    }
  }

  private void usage(SpanRow span) {
    if (!isCounted(span)) {
      return;
    }
    for (Tokens tokens : TOKENS) {
      sums[tokens.sum.index()] += UsageTotals.countable(span.get(tokens.of));
    }
    BigDecimal cost = span.get(SpanColumns.COST_USD);
    BigDecimal before = (BigDecimal) values[TraceColumns.COST_USD.index()];
    set(TraceColumns.COST_USD, TraceRow.sumOfKnown(before, cost));
    boolean used = span.get(SpanColumns.TOTAL_TOKENS) != null;
    count(TraceColumns.UNPRICED_CALLS, used && cost == null);
  }

  private void best(SpanRow span) {
    MergeKey identity = MergeKeys.identity(span);
    if (best(TraceColumns.NAME, identity, span.name())) {
      set(TraceColumns.NAMED_STATUS, span.status());
    }
    best(TraceColumns.ROOT_SPAN_ID, MergeKeys.root(span), span.spanId());
    best(TraceColumns.SESSION_ID, identity, span.get(SpanColumns.SESSION_ID));
    best(TraceColumns.USER_ID, identity, span.get(SpanColumns.USER_ID));
    best(TraceColumns.TENANT_ID, identity, span.get(SpanColumns.TENANT_ID));
    best(TraceColumns.RUN_ID, identity, span.get(SpanColumns.RUN_ID));
    best(TraceColumns.AGENT_NAME, identity, span.get(SpanColumns.AGENT_NAME));
    best(TraceColumns.WORKFLOW_NAME, identity, span.get(SpanColumns.WORKFLOW_NAME));
    best(TraceColumns.SERVICE_NAME, identity, span.get(SpanColumns.SERVICE_NAME));
    best(TraceColumns.ENVIRONMENT, identity, span.get(SpanColumns.ENVIRONMENT));
    best(TraceColumns.RELEASE, identity, span.get(SpanColumns.RELEASE));
    best(TraceColumns.VERSION, identity, span.get(SpanColumns.SERVICE_VERSION));
    best(TraceColumns.PROJECT, identity, span.get(SpanColumns.PROJECT));
    best(TraceColumns.BUILD, identity, span.get(SpanColumns.BUILD));
    if (isError(span)) {
      best(TraceColumns.FIRST_ERROR, MergeKeys.error(span), error(span));
    }
    best(TraceColumns.INPUT_PREVIEW, MergeKeys.input(span), span.get(SpanColumns.INPUT_PREVIEW));
    best(TraceColumns.OUTPUT_PREVIEW, MergeKeys.output(span), span.get(SpanColumns.OUTPUT_PREVIEW));
  }

  /** Whether this span is now the one that gives the trace the column's value. */
  private boolean best(Column<String> column, @Nullable MergeKey key, @Nullable String value) {
    if (key == null || value == null) {
      return false;
    }
    int slot = TraceColumns.slot(column);
    MergeKey before = keys[slot];
    boolean wins = before == null || key.compareTo(before) < 0;
    if (wins) {
      keys[slot] = key;
      set(column, value);
    }
    return wins;
  }

  private String keys() {
    StringBuilder text = new StringBuilder(MergeKeys.WIDTH * keys.length);
    for (MergeKey key : keys) {
      if (key == null) {
        text.append(MergeKeys.NONE);
      } else {
        key.appendTo(text);
      }
    }
    return text.toString();
  }

  private static String error(SpanRow span) {
    String type = span.get(SpanColumns.ERROR_TYPE);
    String message = span.get(SpanColumns.ERROR_MESSAGE);
    String said = message != null ? message : span.get(SpanColumns.STATUS_MESSAGE);
    String text = type == null ? said : said == null ? type : type + ": " + said;
    return Objects.requireNonNullElse(
        text == null ? null : StorableText.cut(text, ERROR_CHARS), span.name());
  }

  private static boolean isError(SpanRow span) {
    return span.status().equals(Statuses.ERROR);
  }

  private static boolean isCounted(SpanRow span) {
    return Boolean.TRUE.equals(span.get(SpanColumns.USAGE_COUNTED));
  }

  private void count(Column<Long> column, boolean counts) {
    sums[column.index()] += counts ? 1 : 0;
  }

  private <T> void set(Column<T> column, @Nullable T value) {
    values[column.index()] = value;
  }
}
