// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.semconv.ColumnSource.Rank;
import dev.spanledger.schema.SpanColumns;
import org.jspecify.annotations.Nullable;

/**
 * LiteLLM's proxy and SDK: the first OpenTelemetry callback, whose names are free, and the second.
 */
final class LiteLlm {
  static final Convention CONVENTION =
      Convention.named("litellm")
          .kind(LiteLlm::kind)
          .kindIfAny(KindRules.GUARDRAIL, "litellm.guardrail.name")
          .operation(KindRules.LLM, "litellm.responses_management")
          .operation(KindRules.GUARDRAIL, "litellm.moderation")
          .operation(
              KindRules.OTHER,
              "litellm.vector_store_create",
              "litellm.vector_store_search",
              "litellm.vector_store_retrieve",
              "litellm.vector_store_list",
              "litellm.vector_store_update",
              "litellm.vector_store_delete")
          .fill(SpanColumns.PROVIDER, "litellm.provider.error.llm_provider")
          .fill(SpanColumns.MODEL, "litellm.provider.model")
          .fill(SpanColumns.STREAM, "litellm.request.streaming")
          .fill(SpanColumns.REPORTED_COST_USD, "litellm.cost.total", "gen_ai.cost.total_cost")
          .fill(SpanColumns.INPUT_COST_USD, "litellm.cost.input", "gen_ai.cost.input_cost")
          .fill(SpanColumns.OUTPUT_COST_USD, "litellm.cost.output", "gen_ai.cost.output_cost")
          .fill(
              SpanColumns.USER_ID,
              "litellm.end_user.id",
              "metadata.user_api_key_end_user_id",
              "metadata.user_api_key_user_id")
          .fill(SpanColumns.TENANT_ID, "litellm.team.id", "metadata.user_api_key_team_id")
          .fill(SpanColumns.RUN_ID, "litellm.call_id")
          .fill(SpanColumns.GUARDRAIL_NAME, "litellm.guardrail.name")
          .fill(SpanColumns.GUARDRAIL_RESULT, "litellm.guardrail.status")
          .fill(SpanColumns.TAGS, "litellm.metadata.tags")
          .rank(Rank.GENERIC)
          .fill(SpanColumns.ERROR_TYPE, "litellm.provider.error.code")
          .fill(SpanColumns.ERROR_STACK, "litellm.provider.error.stack_trace")
          .collectNamed(SpanColumns.COST_DETAILS, "litellm.cost.", "gen_ai.cost.")
          .collect(SpanColumns.METADATA, "litellm.metadata.", "metadata.")
          .content(
              "litellm.metadata.*",
              "metadata.*",
              "litellm.guardrail.response*",
              "llm.openai.messages*")
          .neverKept("hidden_params", "metadata.hidden_params", "litellm.hidden_params*");

  private LiteLlm() {}

  /** The raw echo repeats the call around it, and must never be counted as one. */
  private static @Nullable String kind(SpanView span) {
    return switch (span.name()) {
      case "raw_gen_ai_request" -> KindRules.OTHER;
      case "litellm_request" -> KindRules.LLM;
      default -> null;
    };
  }
}
