// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.semconv.ColumnSource.Rank;
import dev.spanledger.schema.SpanColumns;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** OpenInference (Arize), 1fe497f, and what its Java and Python instrumentations do beside it. */
final class OpenInference {
  static final String SPAN_KIND = "openinference.span.kind";
  static final String TOOL_NAME = "tool.name";
  static final String INPUT_VALUE = "input.value";
  static final String OUTPUT_VALUE = "output.value";
  private static final String PARAMETERS = "llm.invocation_parameters";
  private static final String EMBEDDING_PARAMETERS = "embedding.invocation_parameters";

  private static final Map<String, String> KINDS =
      Map.of(
          "LLM", KindRules.LLM,
          "EMBEDDING", KindRules.EMBEDDING,
          "TOOL", KindRules.TOOL,
          "AGENT", KindRules.AGENT,
          "GUARDRAIL", KindRules.GUARDRAIL,
          "EVALUATOR", KindRules.EVALUATOR,
          "RERANKER", KindRules.RERANKER,
          "RETRIEVER", KindRules.RETRIEVAL,
          "CHAIN", KindRules.CHAIN,
          "PROMPT", KindRules.CHAIN + "/prompt");

  private static final JsonPath ANTHROPIC_USAGE =
      new JsonPath(OUTPUT_VALUE, "usage.cache_read_input_tokens");

  /** What the Agents SDK of OpenAI calls the parts of a run. */
  private static final Set<String> STEPS = Set.of("turn", "task");

  static final Convention CONVENTION =
      Convention.named("openinference")
          .kind(OpenInference::kind)
          .fill(SpanColumns.PROVIDER, "llm.provider", "llm.system")
          .fill(SpanColumns.REQUEST_MODEL, "llm.request.model_name")
          .fill(SpanColumns.RESPONSE_MODEL, "llm.response.model_name")
          .fill(SpanColumns.MODEL, "llm.model_name")
          .fill(SpanColumns.FINISH_REASONS, "llm.finish_reason")
          .fill(SpanColumns.INPUT_TOKENS, "llm.token_count.prompt")
          .fill(SpanColumns.OUTPUT_TOKENS, "llm.token_count.completion")
          .fill(SpanColumns.TOTAL_TOKENS, "llm.token_count.total")
          .fill(SpanColumns.CACHE_READ_TOKENS, "llm.token_count.prompt_details.cache_read")
          .fill(SpanColumns.CACHE_WRITE_TOKENS, "llm.token_count.prompt_details.cache_write")
          .fill(SpanColumns.REASONING_TOKENS, "llm.token_count.completion_details.reasoning")
          .fill(SpanColumns.AUDIO_INPUT_TOKENS, "llm.token_count.prompt_details.audio")
          .fill(SpanColumns.AUDIO_OUTPUT_TOKENS, "llm.token_count.completion_details.audio")
          .fill(SpanColumns.REPORTED_COST_USD, "llm.cost.total")
          .fill(SpanColumns.INPUT_COST_USD, "llm.cost.prompt")
          .fill(SpanColumns.OUTPUT_COST_USD, "llm.cost.completion")
          .fill(SpanColumns.AGENT_NAME, "agent.name")
          .fill(SpanColumns.PARENT_AGENT_NAME, "graph.node.parent_id")
          .fill(SpanColumns.TASK_NAME, "graph.node.name", "graph.node.id")
          .fill(SpanColumns.TOOL_NAME, TOOL_NAME)
          .fill(SpanColumns.TOOL_CALL_ID, "tool.id", "tool_call.id")
          .fill(SpanColumns.TOOL_DESCRIPTION, "tool.description")
          .fill(SpanColumns.TOOL_SCHEMA, "tool.json_schema")
          .fill(SpanColumns.PROMPT_NAME, "prompt.id")
          .fill(SpanColumns.PROMPT_VERSION, "llm.prompt_template.version")
          .fill(SpanColumns.PROMPT_TEMPLATE, "llm.prompt_template.template")
          .fill(SpanColumns.PROMPT_VARIABLES, "llm.prompt_template.variables")
          .fill(SpanColumns.RETRIEVAL_QUERY, "reranker.query")
          .fill(SpanColumns.RETRIEVAL_TOP_K, "reranker.top_k")
          .fill(SpanColumns.TAGS, "tag.tags")
          .fill(SpanColumns.INPUT_MIME, "input.mime_type")
          .fill(SpanColumns.OUTPUT_MIME, "output.mime_type")
          .when(is(KindRules.EMBEDDING))
          .fill(SpanColumns.REQUEST_MODEL, "embedding.model_name")
          .when(is(KindRules.RERANKER))
          .fill(SpanColumns.REQUEST_MODEL, "reranker.model_name")
          .rank(Rank.GENERIC)
          .when(is(KindRules.AGENT))
          .fill(SpanColumns.AGENT_NAME, "graph.node.name", "graph.node.id")
          .when(is(KindRules.TOOL))
          .fill(SpanColumns.INPUT, INPUT_VALUE, "tool.parameters")
          .fill(SpanColumns.OUTPUT, OUTPUT_VALUE)
          .when(is(KindRules.RETRIEVAL))
          .derive(SpanColumns.OUTPUT, Documents.indexed("retrieval.documents"))
          .fill(SpanColumns.RETRIEVAL_QUERY, INPUT_VALUE)
          .when(is(KindRules.RERANKER))
          .derive(SpanColumns.INPUT, Documents.indexed("reranker.input_documents"))
          .derive(SpanColumns.OUTPUT, Documents.indexed("reranker.output_documents"))
          .when(is(KindRules.EMBEDDING))
          .derive(SpanColumns.INPUT, Documents.texts("embedding.embeddings", "embedding.text"))
          .when(span -> KindRules.callsAModel(span.kind()))
          .fill(SpanColumns.RESPONSE_ID, OUTPUT_VALUE + "#id")
          .fill(SpanColumns.TEMPERATURE, parameters("temperature"))
          .fill(SpanColumns.TOP_P, parameters("top_p"))
          .fill(SpanColumns.TOP_K, parameters("top_k"))
          .fill(
              SpanColumns.MAX_TOKENS,
              parameters("max_tokens", "max_completion_tokens", "max_output_tokens"))
          .fill(SpanColumns.FREQUENCY_PENALTY, parameters("frequency_penalty"))
          .fill(SpanColumns.PRESENCE_PENALTY, parameters("presence_penalty"))
          .fill(SpanColumns.SEED, parameters("seed"))
          .fill(SpanColumns.CHOICE_COUNT, parameters("n"))
          .fill(SpanColumns.STOP_SEQUENCES, parameters("stop", "stop_sequences"))
          .fill(SpanColumns.STREAM, parameters("stream"))
          .fill(SpanColumns.REASONING_LEVEL, parameters("reasoning_effort", "reasoning.effort"))
          .fill(SpanColumns.SERVICE_TIER, parameters("service_tier"))
          .rank(Rank.LAST)
          .when(OpenInference::reportsUsageOnlyInsideTheAnswer)
          .fill(SpanColumns.INPUT_TOKENS, usage("prompt_tokens", "input_tokens"))
          .fill(SpanColumns.OUTPUT_TOKENS, usage("completion_tokens", "output_tokens"))
          .fill(
              SpanColumns.CACHE_READ_TOKENS,
              usage(
                  "prompt_tokens_details.cached_tokens",
                  "input_tokens_details.cached_tokens",
                  "cache_read_input_tokens"))
          .fill(SpanColumns.CACHE_WRITE_TOKENS, usage("cache_creation_input_tokens"))
          .fill(
              SpanColumns.REASONING_TOKENS,
              usage(
                  "completion_tokens_details.reasoning_tokens",
                  "output_tokens_details.reasoning_tokens"))
          .always()
          .fill(SpanColumns.TOOL_SCHEMA, "tool.parameters")
          .fill(SpanColumns.INPUT, INPUT_VALUE)
          .fill(SpanColumns.OUTPUT, OUTPUT_VALUE)
          .missing(
              "llm.provider",
              value -> true,
              span -> "spring-ai".equals(span.text("llm.system")),
              SpanColumns.PROVIDER)
          .missing(
              "tool.parameters",
              value -> !JsonTree.object(value).containsKey("properties"),
              span -> true,
              SpanColumns.TOOL_SCHEMA)
          .missing(
              "tool.parameters",
              value -> JsonTree.object(value).containsKey("properties"),
              span -> true,
              SpanColumns.INPUT)
          .collect(SpanColumns.METADATA, "metadata")
          .collectNamed(SpanColumns.USAGE_DETAILS, "llm.token_count.")
          .collectNamed(
              SpanColumns.COST_DETAILS, "llm.cost.prompt_details.", "llm.cost.completion_details.")
          .collect(SpanColumns.MODEL_PARAMS, PARAMETERS, EMBEDDING_PARAMETERS)
          .messages("llm.input_messages.", "llm.output_messages.", "llm.prompts.", "llm.choices.")
          .content(
              "input.*",
              "output.*",
              "llm.input_messages*",
              "llm.output_messages*",
              "llm.prompts*",
              "llm.prompt.*",
              "llm.completions*",
              "llm.choices*",
              "llm.prompt_template*",
              "llm.tools*",
              "llm.function_call",
              "retrieval.documents*",
              "reranker.input_documents*",
              "reranker.output_documents*",
              "reranker.query",
              "embedding.embeddings*",
              "evaluations.*",
              "annotations.*",
              "trace.evaluations.*",
              "trace.annotations.*",
              "session.evaluations.*",
              "session.annotations.*",
              "tool.parameters",
              "tool.description",
              "tool.json_schema",
              "metadata",
              PARAMETERS,
              EMBEDDING_PARAMETERS)
          .neverKept("embedding.embeddings.*.embedding.vector", "llm.headers");

  private OpenInference() {}

  private static @Nullable String kind(SpanView span) {
    String stated = span.text(SPAN_KIND);
    String kind = stated == null ? null : KINDS.get(stated.toUpperCase(Locale.ROOT));
    if (kind == null && span.scope().endsWith("openai_agents")) {
      return STEPS.contains(span.name()) ? KindRules.CHAIN : null;
    }
    return KindRules.TOOL.equals(kind) && span.has(Mcp.METHOD) ? null : kind;
  }

  /** Some instrumentations count nothing, and store the provider's whole answer. */
  private static boolean reportsUsageOnlyInsideTheAnswer(SpanView span) {
    return span.kind().equals(KindRules.LLM) && span.has(SPAN_KIND) && !Usage.isStated(span);
  }

  /** Anthropic counts cached tokens beside the input; its answers name them so. */
  static boolean storesAnthropicsAnswer(SpanView span) {
    return reportsUsageOnlyInsideTheAnswer(span) && ANTHROPIC_USAGE.of(span) != null;
  }

  private static Predicate<SpanView> is(String kind) {
    return span -> span.kind().equals(kind);
  }

  private static String[] usage(String... members) {
    return List.of(members).stream()
        .map(member -> OUTPUT_VALUE + "#usage." + member)
        .toArray(String[]::new);
  }

  private static String[] parameters(String... members) {
    String[] keys = new String[2 * members.length];
    for (int i = 0; i < members.length; i++) {
      keys[2 * i] = PARAMETERS + "#" + members[i];
      keys[2 * i + 1] = EMBEDDING_PARAMETERS + "#" + members[i];
    }
    return keys;
  }
}
