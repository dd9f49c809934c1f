// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.semconv.ColumnSource.Rank;
import dev.spanledger.schema.SpanColumns;
import java.util.Map;

/** MLflow tracing. It writes every attribute as JSON, texts in quotes too. */
final class MlFlow {
  private static final String USAGE = "mlflow.chat.tokenUsage";
  private static final String COST = "mlflow.llm.cost";

  static final Convention CONVENTION =
      Convention.named("mlflow")
          .kindBy(
              "mlflow.spanType",
              Map.ofEntries(
                  Map.entry("LLM", KindRules.LLM),
                  Map.entry("CHAT_MODEL", KindRules.LLM),
                  Map.entry("RETRIEVER", KindRules.RETRIEVAL),
                  Map.entry("EMBEDDING", KindRules.EMBEDDING),
                  Map.entry("RERANKER", KindRules.RERANKER),
                  Map.entry("TOOL", KindRules.TOOL),
                  Map.entry("AGENT", KindRules.AGENT),
                  Map.entry("MEMORY", KindRules.MEMORY),
                  Map.entry("CHAIN", KindRules.CHAIN),
                  Map.entry("PARSER", KindRules.CHAIN),
                  Map.entry("WORKFLOW", KindRules.WORKFLOW),
                  Map.entry("TASK", KindRules.CHAIN),
                  Map.entry("GUARDRAIL", KindRules.GUARDRAIL),
                  Map.entry("EVALUATOR", KindRules.EVALUATOR)))
          .fill(SpanColumns.PROVIDER, "mlflow.llm.provider")
          .fill(SpanColumns.MODEL, "mlflow.llm.model")
          .fill(SpanColumns.INPUT_TOKENS, USAGE + "#input_tokens")
          .fill(SpanColumns.OUTPUT_TOKENS, USAGE + "#output_tokens")
          .fill(SpanColumns.TOTAL_TOKENS, USAGE + "#total_tokens")
          .fill(SpanColumns.CACHE_READ_TOKENS, USAGE + "#cache_read_input_tokens")
          .fill(SpanColumns.CACHE_WRITE_TOKENS, USAGE + "#cache_creation_input_tokens")
          .fill(SpanColumns.REPORTED_COST_USD, COST + "#total_cost")
          .fill(SpanColumns.INPUT_COST_USD, COST + "#input_cost")
          .fill(SpanColumns.OUTPUT_COST_USD, COST + "#output_cost")
          .fill(SpanColumns.SESSION_ID, "mlflow.trace.session")
          .fill(SpanColumns.USER_ID, "mlflow.trace.user")
          .fill(SpanColumns.LEVEL, "mlflow.spanLogLevel")
          .rank(Rank.GENERIC)
          .fill(SpanColumns.WORKFLOW_NAME, "mlflow.traceName")
          .fill(SpanColumns.INPUT, "mlflow.spanInputs")
          .fill(SpanColumns.OUTPUT, "mlflow.spanOutputs")
          .rank(Rank.LAST)
          .fill(SpanColumns.INPUT, "mlflow.traceInputs")
          .fill(SpanColumns.OUTPUT, "mlflow.traceOutputs")
          .collect(SpanColumns.COST_DETAILS, COST)
          .content(
              "mlflow.spanInputs*",
              "mlflow.spanOutputs*",
              "mlflow.traceInputs*",
              "mlflow.traceOutputs*",
              "mlflow.chat.tools*",
              "mlflow.chat.messages*");

  private MlFlow() {}
}
