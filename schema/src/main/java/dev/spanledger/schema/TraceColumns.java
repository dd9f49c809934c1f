// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of {@code agent_traces}, in the order of its script, each with the rule by which two
 * rows of one trace become one. The rules commute: batches may arrive in any order, from any number
 * of writers.
 */
public final class TraceColumns {
  private static final Column.Table TABLE = new Column.Table();

  /** By the index of the column. */
  private static final List<Merge> RULES = new ArrayList<>();

  public static final Column<String> TRACE_ID = rule(Merge.KEY, TABLE.id("trace_id"));
  public static final Column<String> ROOT_SPAN_ID = rule(Merge.BEST, TABLE.id("root_span_id"));
  public static final Column<String> NAME = rule(Merge.BEST, TABLE.text("name"));
  public static final Column<String> STATUS = rule(Merge.STATUS, TABLE.id("status"));
  public static final Column<Instant> START_TIME = rule(Merge.LEAST, TABLE.instant("start_time"));
  public static final Column<Instant> END_TIME = rule(Merge.GREATEST, TABLE.instant("end_time"));
  public static final Column<Double> DURATION_MS = rule(Merge.DURATION, TABLE.real("duration_ms"));
  public static final Column<String> SESSION_ID = rule(Merge.BEST, TABLE.id("session_id"));
  public static final Column<String> USER_ID = rule(Merge.BEST, TABLE.id("user_id"));
  public static final Column<String> TENANT_ID = rule(Merge.BEST, TABLE.id("tenant_id"));
  public static final Column<String> RUN_ID = rule(Merge.BEST, TABLE.id("run_id"));
  public static final Column<String> AGENT_NAME = rule(Merge.BEST, TABLE.id("agent_name"));
  public static final Column<String> WORKFLOW_NAME = rule(Merge.BEST, TABLE.id("workflow_name"));
  public static final Column<String> SERVICE_NAME = rule(Merge.BEST, TABLE.id("service_name"));
  public static final Column<String> ENVIRONMENT = rule(Merge.BEST, TABLE.id("environment"));
  public static final Column<String> RELEASE = rule(Merge.BEST, TABLE.id("release"));
  public static final Column<String> VERSION = rule(Merge.BEST, TABLE.id("version"));
  public static final Column<String> PROJECT = rule(Merge.BEST, TABLE.id("project"));
  public static final Column<String> BUILD = rule(Merge.BEST, TABLE.id("build"));
  public static final Column<List<String>> TAGS = rule(Merge.UNION, TABLE.texts("tags"));
  public static final Column<List<String>> MODELS = rule(Merge.UNION, TABLE.texts("models"));
  public static final Column<Long> SPAN_COUNT = rule(Merge.SUM, TABLE.bigint("span_count"));
  public static final Column<Long> ERROR_COUNT = rule(Merge.SUM, TABLE.bigint("error_count"));
  public static final Column<Long> HANDLED_ERRORS =
      rule(Merge.HANDLED, TABLE.bigint("handled_errors"));
  public static final Column<Long> LLM_CALLS = rule(Merge.SUM, TABLE.bigint("llm_calls"));
  public static final Column<Long> TOOL_CALLS = rule(Merge.SUM, TABLE.bigint("tool_calls"));
  public static final Column<Long> INPUT_TOKENS = rule(Merge.SUM, TABLE.bigint("input_tokens"));
  public static final Column<Long> OUTPUT_TOKENS = rule(Merge.SUM, TABLE.bigint("output_tokens"));
  public static final Column<Long> TOTAL_TOKENS = rule(Merge.SUM, TABLE.bigint("total_tokens"));
  public static final Column<Long> CACHE_READ_TOKENS =
      rule(Merge.SUM, TABLE.bigint("cache_read_tokens"));
  public static final Column<Long> CACHE_WRITE_TOKENS =
      rule(Merge.SUM, TABLE.bigint("cache_write_tokens"));
  public static final Column<Long> REASONING_TOKENS =
      rule(Merge.SUM, TABLE.bigint("reasoning_tokens"));
  public static final Column<BigDecimal> COST_USD =
      rule(Merge.SUM_OF_KNOWN, TABLE.decimal("cost_usd"));
  public static final Column<Long> UNPRICED_CALLS = rule(Merge.SUM, TABLE.bigint("unpriced_calls"));
  public static final Column<String> FIRST_ERROR = rule(Merge.BEST, TABLE.text("first_error"));
  public static final Column<String> INPUT_PREVIEW = rule(Merge.BEST, TABLE.text("input_preview"));
  public static final Column<String> OUTPUT_PREVIEW =
      rule(Merge.BEST, TABLE.text("output_preview"));
  public static final Column<String> DETAIL = rule(Merge.GREATEST, TABLE.id("detail"));

  /** What a user reads; {@code updated_at} is the database's own. */
  static final List<Column<?>> PUBLIC = TABLE.columns();

  static final Column<String> ROOT_STATUS = rule(Merge.WORST, TABLE.id("root_status"));
  static final Column<String> NAMED_STATUS = rule(Merge.WITH_NAME, TABLE.id("named_status"));
  static final Column<String> MERGE_KEYS = rule(Merge.KEYS, TABLE.text("merge_keys"));

  /** Some span's relatives are not all known to the process that wrote it. */
  static final Column<Boolean> UNSETTLED = rule(Merge.OR, TABLE.bool("unsettled"));

  /** How many spans the trace had when it was settled last. */
  static final Column<Long> SETTLED_SPANS = rule(Merge.GREATEST, TABLE.bigint("settled_spans"));

  /** All that a writer fills. */
  static final List<Column<?>> STORED = TABLE.columns();

  /** What follows from the trace's spans: how they came to be stored makes no difference. */
  static final List<Column<?>> OF_SPANS =
      STORED.stream()
          .filter(column -> !column.equals(UNSETTLED) && !column.equals(SETTLED_SPANS))
          .toList();

  /**
   * The columns that the best of several spans gives, in the order of their slots in {@code
   * merge_keys}.
   */
  static final List<Column<?>> BEST =
      STORED.stream().filter(column -> merge(column) == Merge.BEST).toList();

  private static final int[] SLOTS = STORED.stream().mapToInt(BEST::indexOf).toArray();

  private TraceColumns() {}

  /** What a user reads, in the order of the script. */
  public static List<Column<?>> all() {
    return PUBLIC;
  }

  static Merge merge(Column<?> column) {
    return RULES.get(column.index());
  }

  /** Where in {@code merge_keys} the key of one of {@link #BEST} stands. */
  static int slot(Column<?> column) {
    return SLOTS[column.index()];
  }

  private static <T> Column<T> rule(Merge merge, Column<T> column) {
    RULES.add(merge);
    return column;
  }
}
