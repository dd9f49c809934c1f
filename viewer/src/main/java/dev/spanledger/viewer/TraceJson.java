// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import dev.spanledger.schema.TraceColumns;
import dev.spanledger.schema.TraceRow;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A trace's row as lists show it. */
final class TraceJson {
  private TraceJson() {}

  static void write(Json json, TraceRow trace) {
    write(json, trace, Wording.AS_IS);
  }

  static void write(Json json, TraceRow trace, Wording wording) {
    json.begin()
        .text("id", trace.traceId())
        .text("name", trace.name())
        .text("status", trace.status())
        .bool("running", trace.status().equals("RUNNING"))
        .time("start", trace.startTime())
        .real("durationMs", trace.durationMs());
    identity(json, trace);
    totals(json, trace);
    json.text("firstError", wording.told(trace.get(TraceColumns.FIRST_ERROR)))
        .text("input", wording.said(trace.get(TraceColumns.INPUT_PREVIEW)))
        .text("output", wording.said(trace.get(TraceColumns.OUTPUT_PREVIEW)))
        .end();
  }

  static void writeAll(Json json, String name, List<TraceRow> traces) {
    json.beginArray(name);
    traces.forEach(trace -> write(json, trace));
    json.endArray();
  }

  private static void identity(Json json, TraceRow trace) {
    json.text("session", trace.get(TraceColumns.SESSION_ID))
        .text("user", trace.get(TraceColumns.USER_ID))
        .text("tenant", trace.get(TraceColumns.TENANT_ID))
        .text("agent", trace.get(TraceColumns.AGENT_NAME))
        .text("workflow", trace.get(TraceColumns.WORKFLOW_NAME))
        .text("service", trace.get(TraceColumns.SERVICE_NAME))
        .text("environment", trace.get(TraceColumns.ENVIRONMENT))
        .text("project", trace.get(TraceColumns.PROJECT))
        .text("build", trace.get(TraceColumns.BUILD))
        .text("detail", trace.get(TraceColumns.DETAIL))
        .texts("tags", orNone(trace.get(TraceColumns.TAGS)))
        .texts("models", orNone(trace.get(TraceColumns.MODELS)));
  }

  private static void totals(Json json, TraceRow trace) {
    json.number("spans", trace.spanCount())
        .number("errors", trace.get(TraceColumns.ERROR_COUNT))
        .number("handledErrors", trace.get(TraceColumns.HANDLED_ERRORS))
        .number("llmCalls", trace.get(TraceColumns.LLM_CALLS))
        .number("toolCalls", trace.get(TraceColumns.TOOL_CALLS))
        .number("inputTokens", trace.get(TraceColumns.INPUT_TOKENS))
        .number("outputTokens", trace.get(TraceColumns.OUTPUT_TOKENS))
        .number("totalTokens", trace.get(TraceColumns.TOTAL_TOKENS))
        .number("cacheReadTokens", trace.get(TraceColumns.CACHE_READ_TOKENS))
        .number("reasoningTokens", trace.get(TraceColumns.REASONING_TOKENS))
        .money("costUsd", trace.get(TraceColumns.COST_USD))
        .number("unpricedCalls", trace.get(TraceColumns.UNPRICED_CALLS));
  }

  private static List<String> orNone(@Nullable List<String> texts) {
    return Objects.requireNonNullElse(texts, List.of());
  }
}
