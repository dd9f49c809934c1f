// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.semconv.ColumnSource.Rank;
import dev.spanledger.schema.SpanColumns;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Vercel's AI SDK: the legacy {@code ai.*} attributes, and its operations in OpenTelemetry's. */
final class VercelAi {
  private static final String METADATA = "ai.telemetry.metadata.";
  private static final String PROVIDER_METADATA = "ai.response.providerMetadata#";

  private static final Set<String> OPERATIONS_OF_AGENTS =
      Set.of("ai.generateText", "ai.streamText", "ai.generateObject", "ai.streamObject");
  private static final Map<String, String> OPERATIONS =
      Map.of(
          "ai.embed.doEmbed", KindRules.EMBEDDING,
          "ai.embedMany.doEmbed", KindRules.EMBEDDING,
          "ai.toolCall", KindRules.TOOL,
          "ai.embed", KindRules.CHAIN,
          "ai.embedMany", KindRules.CHAIN);

  static final Convention CONVENTION =
      Convention.named("vercel")
          .kind(VercelAi::kind)
          .operation(KindRules.CHAIN, "agent_step")
          .rank(Rank.STANDARD)
          .fill(SpanColumns.OPERATION_NAME, "ai.operationId", "operation.name")
          .rank(Rank.SPECIFIC)
          .fill(SpanColumns.PROVIDER, "ai.model.provider")
          .fill(SpanColumns.REQUEST_MODEL, "ai.model.id")
          .fill(SpanColumns.RESPONSE_MODEL, "ai.response.model")
          .fill(SpanColumns.RESPONSE_ID, "ai.response.id")
          .fill(SpanColumns.FINISH_REASONS, "ai.response.finishReason", "gen_ai.finishReason")
          .fill(SpanColumns.TTFT_MS, "ai.response.msToFirstChunk", "ai.stream.msToFirstChunk")
          .fill(SpanColumns.TEMPERATURE, "ai.settings.temperature")
          .fill(SpanColumns.TOP_P, "ai.settings.topP")
          .fill(SpanColumns.TOP_K, "ai.settings.topK")
          .fill(SpanColumns.MAX_TOKENS, "ai.settings.maxTokens", "ai.settings.maxOutputTokens")
          .fill(SpanColumns.FREQUENCY_PENALTY, "ai.settings.frequencyPenalty")
          .fill(SpanColumns.PRESENCE_PENALTY, "ai.settings.presencePenalty")
          .fill(SpanColumns.SEED, "ai.settings.seed")
          .fill(SpanColumns.STOP_SEQUENCES, "ai.settings.stopSequences")
          .fill(SpanColumns.OUTPUT_TYPE, "ai.settings.output")
          .fill(SpanColumns.SERVICE_TIER, PROVIDER_METADATA + "openai.serviceTier")
          .derive(SpanColumns.STREAM, VercelAi::streams)
          .fill(
              SpanColumns.INPUT_TOKENS,
              "ai.usage.inputTokens",
              "ai.usage.promptTokens",
              "ai.usage.tokens")
          .fill(SpanColumns.OUTPUT_TOKENS, "ai.usage.outputTokens", "ai.usage.completionTokens")
          .fill(SpanColumns.TOTAL_TOKENS, "ai.usage.totalTokens", "ai.usage.tokens")
          .fill(
              SpanColumns.CACHE_READ_TOKENS,
              "ai.usage.cachedInputTokens",
              "ai.usage.inputTokenDetails.cacheReadTokens",
              PROVIDER_METADATA + "openai.cachedPromptTokens",
              PROVIDER_METADATA + "anthropic.usage.cache_read_input_tokens",
              PROVIDER_METADATA + "bedrock.usage.cacheReadInputTokens")
          .fill(
              SpanColumns.CACHE_WRITE_TOKENS,
              "ai.usage.inputTokenDetails.cacheWriteTokens",
              PROVIDER_METADATA + "anthropic.usage.cache_creation_input_tokens",
              PROVIDER_METADATA + "bedrock.usage.cacheWriteInputTokens")
          .fill(
              SpanColumns.REASONING_TOKENS,
              "ai.usage.reasoningTokens",
              "ai.usage.outputTokenDetails.reasoningTokens")
          .fill(SpanColumns.SESSION_ID, METADATA + "sessionId", "ai.settings.context.sessionId")
          .fill(SpanColumns.USER_ID, METADATA + "userId")
          .fill(SpanColumns.TAGS, METADATA + "tags")
          .fill(SpanColumns.TASK_NAME, "ai.telemetry.functionId")
          .fill(SpanColumns.TOOL_NAME, "ai.toolCall.name")
          .fill(SpanColumns.TOOL_CALL_ID, "ai.toolCall.id")
          .fill(SpanColumns.INPUT, "ai.toolCall.args")
          .fill(SpanColumns.OUTPUT, "ai.toolCall.result")
          .when(span -> span.kind().equals(KindRules.RERANKER))
          .fill(SpanColumns.INPUT, "ai.documents")
          .fill(SpanColumns.OUTPUT, "ai.ranking")
          .always()
          .rank(Rank.GENERIC)
          .fill(SpanColumns.INPUT, "ai.prompt.messages", "ai.prompt", "ai.values", "ai.value")
          .fill(
              SpanColumns.OUTPUT,
              "ai.response.text",
              "ai.response.object",
              "ai.response.toolCalls",
              "ai.result.text",
              "ai.result.object",
              "ai.result.toolCalls")
          .collect(SpanColumns.METADATA, METADATA, "ai.settings.context.")
          .collectNamed(SpanColumns.USAGE_DETAILS, "ai.usage.")
          .collectNamed(SpanColumns.MODEL_PARAMS, "ai.settings.")
          .messages(
              "ai.prompt",
              "ai.prompt.messages",
              "ai.response.text",
              "ai.response.object",
              "ai.response.toolCalls",
              "ai.response.reasoning",
              "ai.response.files",
              "ai.result.text",
              "ai.result.object",
              "ai.result.toolCalls")
          .content(
              "ai.prompt*",
              "ai.response.text*",
              "ai.response.object*",
              "ai.response.toolCalls*",
              "ai.response.reasoning*",
              "ai.response.files*",
              "ai.result.*",
              "ai.toolCall.args*",
              "ai.toolCall.result*",
              "ai.value*",
              "ai.documents*",
              "ai.ranking*",
              "ai.schema*",
              METADATA + "*",
              "ai.settings.context.*")
          .neverKept("ai.embedding", "ai.embeddings", "ai.request.headers");

  private VercelAi() {}

  private static @Nullable String kind(SpanView span) {
    String operation = operation(span);
    if (operation == null) {
      return null;
    }
    if (operation.endsWith(".doGenerate") || operation.endsWith(".doStream")) {
      return KindRules.LLM;
    }
    if (operation.startsWith("ai.rerank")) {
      return KindRules.RERANKER;
    }
    return OPERATIONS_OF_AGENTS.contains(operation) ? KindRules.AGENT : OPERATIONS.get(operation);
  }

  private static @Nullable String operation(SpanView span) {
    String id = span.text("ai.operationId");
    return id == null ? operationName(span) : id;
  }

  /** A function's id may follow after a space. */
  private static @Nullable String operationName(SpanView span) {
    String name = span.text("operation.name");
    return name == null ? null : name.split(" ", 2)[0];
  }

  private static @Nullable Boolean streams(SpanView span) {
    String operation = operation(span);
    boolean streams = operation != null && operation.toLowerCase(Locale.ROOT).contains("stream");
    return streams ? Boolean.TRUE : null;
  }
}
