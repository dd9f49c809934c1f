// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.semconv.ColumnSource.Rank;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Embabel 1.5, beside Spring AI's spans: Micrometer, so every value is a text. */
final class Embabel {
  static final String EVENT_TYPE = "embabel.event.type";

  /** Usage that the span of the call itself reports, too. */
  static final String RECORD = "llm_invocation";

  static final Convention CONVENTION =
      Convention.named("embabel")
          .kindBy(
              EVENT_TYPE,
              Map.ofEntries(
                  Map.entry("agent_process", KindRules.AGENT),
                  Map.entry("action", KindRules.CHAIN),
                  Map.entry("custom", KindRules.CHAIN),
                  Map.entry("tool_loop", KindRules.CHAIN),
                  Map.entry("llm_call", KindRules.CHAIN + "/llm_interaction"),
                  Map.entry(RECORD, KindRules.OTHER),
                  Map.entry("embedding", KindRules.EMBEDDING),
                  Map.entry("rag", KindRules.RETRIEVAL),
                  Map.entry("ranking", KindRules.CHAIN + "/routing"),
                  Map.entry("tool_call", KindRules.TOOL),
                  Map.entry("planning", KindRules.CHAIN + "/plan"),
                  Map.entry("planning_ready", KindRules.CHAIN + "/plan"),
                  Map.entry("replan", KindRules.CHAIN + "/plan"),
                  Map.entry("tool_loop_completed", KindRules.HOOK),
                  Map.entry("goal", KindRules.HOOK),
                  Map.entry("lifecycle", KindRules.HOOK),
                  Map.entry("state_transition", KindRules.HOOK),
                  Map.entry("dynamic_agent_creation", KindRules.HOOK)))
          .operation(KindRules.AGENT, "agent")
          .operation(KindRules.RETRIEVAL, "rag")
          .operation(KindRules.CHAIN, "action", "tool_loop")
          .operation(KindRules.CHAIN + "/plan", "replan")
          .fill(SpanColumns.REQUEST_MODEL, "embabel.llm.model")
          .fill(SpanColumns.REPORTED_COST_USD, "embabel.llm.cost")
          .fill(SpanColumns.RUN_ID, "embabel.run.id")
          .fill(SpanColumns.AGENT_NAME, "embabel.agent.name")
          .fill(SpanColumns.PARENT_AGENT_NAME, "embabel.parent.id")
          .fill(SpanColumns.TASK_NAME, "embabel.action.short_name")
          .fill(SpanColumns.TOOL_NAME, "embabel.tool.name")
          .fill(SpanColumns.TOOL_CALL_ID, "embabel.tool.correlation_id")
          .fill(SpanColumns.RETRIEVAL_QUERY, "embabel.rag.query")
          .fill(SpanColumns.RETRIEVAL_TOP_K, "embabel.rag.top_k")
          .fill(SpanColumns.RETRIEVAL_COUNT, "embabel.rag.result_count")
          .fill(SpanColumns.RETRIEVAL_TOP_SCORE, "embabel.rag.top_score")
          .fill(SpanColumns.ERROR_TYPE, "embabel.tool.error.type")
          .rank(Rank.GENERIC)
          .fill(SpanColumns.DATA_SOURCE_ID, "embabel.rag.service")
          .rank(Rank.LAST)
          .fill(SpanColumns.OPERATION_NAME, EVENT_TYPE)
          .fill(SpanColumns.STATUS_MESSAGE, "embabel.tool.error.message")
          .content("embabel.rag.query", "embabel.tool.error.message");

  private Embabel() {}

  /**
   * Some of its spans are made after the work, without a duration; an attribute says how long that
   * took. Their start is moved, the recorded nanoseconds stay.
   */
  static void stretch(SpanFacts span, SpanRow.Builder row) {
    Double millis = duration(span);
    Instant end = row.get(SpanColumns.END_TIME);
    boolean isPoint = span.span().getStartEpochNanos() == span.span().getEndEpochNanos();
    if (millis != null && millis > 0 && end != null && isPoint) {
      Duration duration = Duration.ofNanos(Math.round(millis * 1e6));
      row.set(SpanColumns.START_TIME, end.minus(duration));
      row.set(SpanColumns.DURATION_MS, millis);
      row.set(SpanColumns.TIME_REPAIRED, true);
    }
  }

  private static @Nullable Double duration(SpanFacts span) {
    if (!span.has(EVENT_TYPE)) {
      return null;
    }
    Double tool = Normalise.number(span.attribute("embabel.tool.duration_ms"));
    Double millis =
        tool == null ? Normalise.number(span.attribute("embabel.tool_loop.duration_ms")) : tool;
    return millis == null || millis > Duration.ofDays(365).toMillis() ? null : millis;
  }
}
