// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.semconv.ColumnSource.Rank;
import dev.spanledger.schema.SpanColumns;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * OpenTelemetry's semantic conventions for generative AI: the newest names first
 * (semantic-conventions-genai, "Development"), then what they were called before, back to 1.26.
 */
final class OtelGenAi {
  static final String OPERATION_NAME = "gen_ai.operation.name";
  static final String SYSTEM = "gen_ai.system";
  static final String REQUEST_MODEL = "gen_ai.request.model";
  static final String INPUT_MESSAGES = "gen_ai.input.messages";
  static final String OUTPUT_MESSAGES = "gen_ai.output.messages";
  static final String AGENT_NAME = "gen_ai.agent.name";
  static final String CONVERSATION_ID = "gen_ai.conversation.id";
  static final String TOOL_NAME = "gen_ai.tool.name";
  static final String TOOL_CALL_ID = "gen_ai.tool.call.id";
  static final String TOOL_ARGUMENTS = "gen_ai.tool.call.arguments";
  static final String REQUEST_TOP_K = "gen_ai.request.top_k";

  static final Convention CONVENTION =
      Convention.named("otel")
          .kind(OtelGenAi::byOperation)
          .operation(
              KindRules.LLM,
              "chat",
              "text_completion",
              "generate_content",
              "completion",
              "generate",
              "response",
              "fetch_response")
          .operation(KindRules.EMBEDDING, "embeddings")
          .operation(KindRules.TOOL, "execute_tool")
          .operation(KindRules.RETRIEVAL, "retrieval")
          .operation(KindRules.RERANKER, "rerank", "reranking")
          .operation(KindRules.AGENT, "invoke_agent", "create_agent")
          .operation(KindRules.WORKFLOW, "invoke_workflow")
          .operation(KindRules.CHAIN + "/plan", "plan", "planning")
          .operation(
              KindRules.MEMORY,
              "search_memory",
              "create_memory",
              "update_memory",
              "upsert_memory",
              "delete_memory",
              "create_memory_store",
              "delete_memory_store")
          .operation(KindRules.GUARDRAIL, "apply_guardrail")
          .rank(Rank.STANDARD)
          .fill(SpanColumns.OPERATION_NAME, OPERATION_NAME)
          .fill(SpanColumns.PROVIDER, "gen_ai.provider.name", SYSTEM)
          .fill(SpanColumns.REQUEST_MODEL, REQUEST_MODEL)
          .fill(SpanColumns.RESPONSE_MODEL, "gen_ai.response.model")
          .derive(SpanColumns.MODEL, span -> Filling.first(SpanColumns.RESPONSE_MODEL, span))
          .derive(SpanColumns.MODEL, span -> Filling.first(SpanColumns.REQUEST_MODEL, span))
          .fill(SpanColumns.RESPONSE_ID, "gen_ai.response.id")
          .fill(SpanColumns.PREVIOUS_RESPONSE_ID, "gen_ai.request.previous_response.id")
          .fill(SpanColumns.FINISH_REASONS, "gen_ai.response.finish_reasons")
          .fill(SpanColumns.TEMPERATURE, "gen_ai.request.temperature")
          .fill(SpanColumns.TOP_P, "gen_ai.request.top_p")
          .fill(SpanColumns.MAX_TOKENS, "gen_ai.request.max_tokens")
          .fill(SpanColumns.FREQUENCY_PENALTY, "gen_ai.request.frequency_penalty")
          .fill(SpanColumns.PRESENCE_PENALTY, "gen_ai.request.presence_penalty")
          .fill(SpanColumns.SEED, "gen_ai.request.seed", "gen_ai.openai.request.seed")
          .fill(SpanColumns.CHOICE_COUNT, "gen_ai.request.choice.count")
          .fill(SpanColumns.STOP_SEQUENCES, "gen_ai.request.stop_sequences")
          .fill(SpanColumns.STREAM, "gen_ai.request.stream")
          .fill(SpanColumns.REASONING_LEVEL, "gen_ai.request.reasoning.level")
          .fill(
              SpanColumns.OUTPUT_TYPE,
              "gen_ai.output.type",
              "gen_ai.openai.request.response_format")
          .fill(
              SpanColumns.SERVICE_TIER,
              "openai.response.service_tier",
              "gen_ai.openai.response.service_tier",
              "openai.request.service_tier",
              "gen_ai.openai.request.service_tier")
          .fillAs(
              SpanColumns.TTFT_MS,
              Normalise::secondsAsMillis,
              "gen_ai.response.time_to_first_chunk")
          .fill(SpanColumns.INPUT_TOKENS, "gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens")
          .fill(
              SpanColumns.OUTPUT_TOKENS,
              "gen_ai.usage.output_tokens",
              "gen_ai.usage.completion_tokens")
          .fill(SpanColumns.TOTAL_TOKENS, "gen_ai.usage.total_tokens")
          .fill(SpanColumns.CACHE_READ_TOKENS, "gen_ai.usage.cache_read.input_tokens")
          .fill(
              SpanColumns.CACHE_WRITE_TOKENS,
              "gen_ai.usage.cache_write.input_tokens",
              "gen_ai.usage.cache_creation.input_tokens")
          .fill(SpanColumns.REASONING_TOKENS, "gen_ai.usage.reasoning.output_tokens")
          .fill(SpanColumns.AUDIO_INPUT_TOKENS, "gen_ai.usage.audio.input_tokens")
          .fill(SpanColumns.AUDIO_OUTPUT_TOKENS, "gen_ai.usage.audio.output_tokens")
          .fill(SpanColumns.AGENT_NAME, AGENT_NAME)
          .fill(SpanColumns.AGENT_ID, "gen_ai.agent.id")
          .fill(SpanColumns.AGENT_VERSION, "gen_ai.agent.version")
          .fill(SpanColumns.AGENT_DESCRIPTION, "gen_ai.agent.description")
          .fill(SpanColumns.WORKFLOW_NAME, "gen_ai.workflow.name")
          .fill(SpanColumns.CONVERSATION_ID, CONVERSATION_ID)
          .fill(SpanColumns.SESSION_ID, OpenTelemetry.SESSION_ID, CONVERSATION_ID)
          .fill(SpanColumns.TOOL_NAME, TOOL_NAME)
          .fill(SpanColumns.TOOL_CALL_ID, TOOL_CALL_ID)
          .fill(SpanColumns.TOOL_TYPE, "gen_ai.tool.type")
          .fill(SpanColumns.TOOL_DESCRIPTION, "gen_ai.tool.description")
          .fill(SpanColumns.PROMPT_NAME, "gen_ai.prompt.name")
          .fill(SpanColumns.PROMPT_VERSION, "gen_ai.prompt.version")
          .derive(SpanColumns.PROMPT_VARIABLES, Documents.members("gen_ai.prompt.variable."))
          .fill(SpanColumns.RETRIEVAL_QUERY, "gen_ai.retrieval.query.text")
          .fill(SpanColumns.RETRIEVAL_TOP_K, "gen_ai.retrieval.top_k")
          .fill(SpanColumns.DATA_SOURCE_ID, "gen_ai.data_source.id")
          .fill(SpanColumns.EMBEDDING_DIMENSIONS, "gen_ai.embeddings.dimension.count")
          .fill(SpanColumns.MEMORY_STORE_ID, "gen_ai.memory.store.id")
          .fill(SpanColumns.MEMORY_RECORD_ID, "gen_ai.memory.record.id")
          .fill(SpanColumns.MEMORY_RECORD_COUNT, "gen_ai.memory.record.count")
          .fill(SpanColumns.MEMORY_QUERY, "gen_ai.memory.query.text")
          .fill(SpanColumns.GUARDRAIL_NAME, "gen_ai.guardrail.component.name")
          .fill(SpanColumns.GUARDRAIL_RESULT, "gen_ai.guardrail.result.value")
          .fill(SpanColumns.OUTPUT, "gen_ai.retrieval.documents", "gen_ai.memory.records")
          .when(OtelGenAi::retrieves)
          .fill(SpanColumns.RETRIEVAL_TOP_K, REQUEST_TOP_K)
          .when(OtelGenAi::usesATool)
          .fill(SpanColumns.INPUT, TOOL_ARGUMENTS)
          .fill(SpanColumns.OUTPUT, "gen_ai.tool.call.result")
          .when(span -> !retrieves(span))
          .fill(SpanColumns.TOP_K, REQUEST_TOP_K)
          .always()
          .rank(Rank.GENERIC)
          .fill(
              SpanColumns.GUARDRAIL_NAME, "aws.bedrock.guardrail.id", "gen_ai.guardrail.policy.id")
          .fill(SpanColumns.DATA_SOURCE_ID, "aws.bedrock.knowledge_base.id")
          .rank(Rank.LAST)
          .fill(SpanColumns.INPUT, TOOL_ARGUMENTS)
          .fill(SpanColumns.OUTPUT, "gen_ai.tool.call.result")
          .derive(SpanColumns.REPORTED_COST_USD, OtelGenAi::sumOfCosts)
          .collectNamed(SpanColumns.MODEL_PARAMS, "gen_ai.request.", "openai.", "gen_ai.openai.")
          .collectNamed(SpanColumns.USAGE_DETAILS, "gen_ai.usage.")
          .messages(INPUT_MESSAGES, OUTPUT_MESSAGES, "gen_ai.prompt", "gen_ai.completion")
          .messages("gen_ai.prompt.", "gen_ai.completion.")
          .content(
              "gen_ai.system_instructions",
              "gen_ai.tool.definitions",
              TOOL_ARGUMENTS,
              "gen_ai.tool.call.result",
              "gen_ai.tool.description",
              "gen_ai.retrieval.query.text",
              "gen_ai.retrieval.documents",
              "gen_ai.memory.query.text",
              "gen_ai.memory.records",
              "gen_ai.evaluation.explanation",
              "gen_ai.agent.description",
              "gen_ai.guardrail.result.reason",
              "gen_ai.content.*",
              "gen_ai.event.content")
          .noContent("gen_ai.prompt.name", "gen_ai.prompt.version")
          .neverKept("gen_ai.headers");

  private OtelGenAi() {}

  private static boolean retrieves(SpanView span) {
    return span.kind().equals(KindRules.RETRIEVAL);
  }

  private static boolean usesATool(SpanView span) {
    return span.kind().equals(KindRules.TOOL) || span.kind().equals(KindRules.HANDOFF);
  }

  /** Embabel's events use operations of their own, and some of these. */
  private static @Nullable String byOperation(SpanView span) {
    String operation = span.text(OPERATION_NAME);
    boolean othersKnowBetter =
        span.has(Embabel.EVENT_TYPE) || ("framework".equals(operation) && span.has(SpringAi.KIND));
    return operation == null || othersKnowBetter ? null : Conventions.kindOfOperation(operation);
  }

  private static @Nullable BigDecimal sumOfCosts(SpanView span) {
    BigDecimal input = Filling.first(SpanColumns.INPUT_COST_USD, span);
    BigDecimal output = Filling.first(SpanColumns.OUTPUT_COST_USD, span);
    return input == null || output == null ? null : input.add(output);
  }
}
