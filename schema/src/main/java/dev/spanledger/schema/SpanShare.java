// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one span adds to its trace: the row of a trace that has this span alone. */
final class SpanShare {
  private static final int ERROR_CHARS = 500;

  private final SpanRow span;
  private final @Nullable Object[] values = new @Nullable Object[TraceColumns.STORED.size()];
  private final StringBuilder keys = new StringBuilder(MergeKeys.WIDTH * TraceColumns.BEST.size());

  private SpanShare(SpanRow span) {
    this.span = span;
  }

  static TraceRow of(SpanRow span) {
    return new SpanShare(span).row();
  }

  private TraceRow row() {
    set(TraceColumns.TRACE_ID, span.traceId());
    set(TraceColumns.START_TIME, span.startTime());
    set(TraceColumns.END_TIME, span.endTime());
    set(TraceColumns.DETAIL, "FULL");
    set(TraceColumns.UNSETTLED, !span.isSettled());
    set(TraceColumns.SETTLED_SPANS, 0L);
    counts();
    usage();
    best();
    statuses();
    TraceRow row = new TraceRow(values);
    row.derive();
    return row;
  }

  private void counts() {
    set(TraceColumns.SPAN_COUNT, 1L);
    set(TraceColumns.ERROR_COUNT, count(isError()));
    set(TraceColumns.LLM_CALLS, count(span.kind().equals("LLM") && isCounted()));
    set(TraceColumns.TOOL_CALLS, count(UsageRule.of(span).isToolCall()));
    set(TraceColumns.TAGS, span.get(SpanColumns.TAGS));
    String model = span.get(SpanColumns.MODEL);
    set(TraceColumns.MODELS, model == null ? null : List.of(model));
  }

  private void usage() {
    set(TraceColumns.INPUT_TOKENS, counted(SpanColumns.INPUT_TOKENS));
    set(TraceColumns.OUTPUT_TOKENS, counted(SpanColumns.OUTPUT_TOKENS));
    set(TraceColumns.TOTAL_TOKENS, counted(SpanColumns.TOTAL_TOKENS));
    set(TraceColumns.CACHE_READ_TOKENS, counted(SpanColumns.CACHE_READ_TOKENS));
    set(TraceColumns.CACHE_WRITE_TOKENS, counted(SpanColumns.CACHE_WRITE_TOKENS));
    set(TraceColumns.REASONING_TOKENS, counted(SpanColumns.REASONING_TOKENS));
    set(TraceColumns.COST_USD, isCounted() ? span.get(SpanColumns.COST_USD) : null);
    boolean used = isCounted() && span.get(SpanColumns.TOTAL_TOKENS) != null;
    set(TraceColumns.UNPRICED_CALLS, count(used && span.get(SpanColumns.COST_USD) == null));
  }

  /** In the order of {@link TraceColumns#BEST}: each call appends its key. */
  private void best() {
    String identity = MergeKeys.identity(span);
    best(TraceColumns.ROOT_SPAN_ID, MergeKeys.root(span), span.spanId());
    best(TraceColumns.NAME, identity, span.name());
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
    best(TraceColumns.FIRST_ERROR, MergeKeys.error(span), error());
    best(TraceColumns.INPUT_PREVIEW, MergeKeys.input(span), span.get(SpanColumns.INPUT_PREVIEW));
    best(TraceColumns.OUTPUT_PREVIEW, MergeKeys.output(span), span.get(SpanColumns.OUTPUT_PREVIEW));
    set(TraceColumns.MERGE_KEYS, keys.toString());
  }

  private void statuses() {
    set(TraceColumns.ROOT_STATUS, MergeKeys.isRoot(span) ? span.status() : null);
    set(TraceColumns.NAMED_STATUS, span.status());
  }

  private void best(Column<String> column, @Nullable String key, @Nullable String value) {
    boolean has = key != null && value != null;
    set(column, has ? value : null);
    keys.append(has ? key : MergeKeys.NONE);
  }

  private @Nullable String error() {
    if (!isError()) {
      return null;
    }
    String type = span.get(SpanColumns.ERROR_TYPE);
    String message = span.get(SpanColumns.ERROR_MESSAGE);
    String said = message != null ? message : span.get(SpanColumns.STATUS_MESSAGE);
    String text = type == null ? said : said == null ? type : type + ": " + said;
    return text == null ? span.name() : StorableText.cut(text, ERROR_CHARS);
  }

  private boolean isError() {
    return span.status().equals(Statuses.ERROR);
  }

  private boolean isCounted() {
    return Boolean.TRUE.equals(span.get(SpanColumns.USAGE_COUNTED));
  }

  private Long counted(Column<Long> tokens) {
    return isCounted() ? UsageTotals.countable(span.get(tokens)) : 0L;
  }

  private static Long count(boolean counts) {
    return counts ? 1L : 0L;
  }

  private <T> void set(Column<T> column, @Nullable T value) {
    values[column.index()] = value;
  }
}
