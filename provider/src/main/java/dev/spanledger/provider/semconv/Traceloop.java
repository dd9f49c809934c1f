// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.semconv.ColumnSource.Rank;
import dev.spanledger.schema.SpanColumns;
import java.net.URI;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Traceloop's OpenLLMetry, 0.62, and what it added to OpenTelemetry's names. */
final class Traceloop {
  static final String SPAN_KIND = "traceloop.span.kind";
  static final String ENTITY_NAME = "traceloop.entity.name";
  private static final String PROPERTIES = "traceloop.association.properties.";
  private static final Pattern RUN = Pattern.compile("^(.+)\\.(?:agent|run|arun)$");

  static final Convention CONVENTION =
      Convention.named("traceloop")
          .kindBy(
              SPAN_KIND,
              Map.of(
                  "workflow", KindRules.WORKFLOW,
                  "task", KindRules.CHAIN,
                  "agent", KindRules.AGENT,
                  "tool", KindRules.TOOL))
          .kindBy(
              "llm.request.type",
              Map.of(
                  "chat", KindRules.LLM,
                  "completion", KindRules.LLM,
                  "embedding", KindRules.EMBEDDING,
                  "rerank", KindRules.RERANKER))
          .operation(KindRules.LLM, "llm_request")
          .operation(KindRules.RETRIEVAL, "vector_db_retrieve")
          .operation(KindRules.CHAIN, "execute_task")
          .fill(SpanColumns.OPERATION_NAME, "llm.request.type", SPAN_KIND)
          .fill(
              SpanColumns.FINISH_REASONS,
              "gen_ai.response.finish_reason",
              "gen_ai.response.stop_reason",
              "llm.response.finish_reason",
              "llm.response.stop_reason")
          .fill(SpanColumns.STREAM, "llm.is_streaming", "gen_ai.is_streaming")
          .fill(SpanColumns.CHOICE_COUNT, "gen_ai.request.n")
          .fill(SpanColumns.MAX_TOKENS, "gen_ai.request.max_completion_tokens")
          .fill(SpanColumns.FREQUENCY_PENALTY, "llm.frequency_penalty")
          .fill(SpanColumns.PRESENCE_PENALTY, "llm.presence_penalty")
          .fill(SpanColumns.TOP_K, "llm.top_k")
          .fill(SpanColumns.STOP_SEQUENCES, "llm.chat.stop_sequences")
          .fill(
              SpanColumns.REASONING_LEVEL,
              "gen_ai.request.reasoning_effort",
              "llm.request.reasoning_effort")
          .fill(SpanColumns.INPUT_TOKENS, "llm.usage.prompt_tokens")
          .fill(SpanColumns.OUTPUT_TOKENS, "llm.usage.completion_tokens")
          .fill(SpanColumns.TOTAL_TOKENS, "llm.usage.total_tokens")
          .fill(SpanColumns.CACHE_READ_TOKENS, "gen_ai.usage.cache_read_input_tokens")
          .fill(SpanColumns.CACHE_WRITE_TOKENS, "gen_ai.usage.cache_creation_input_tokens")
          .fill(
              SpanColumns.REASONING_TOKENS,
              "gen_ai.usage.reasoning_tokens",
              "llm.usage.reasoning_tokens")
          .fill(
              SpanColumns.SESSION_ID,
              PROPERTIES + "session_id",
              PROPERTIES + "sessionId",
              PROPERTIES + "conversation_id")
          .fill(
              SpanColumns.USER_ID,
              PROPERTIES + "user_id",
              PROPERTIES + "userId",
              "gen_ai.user",
              "llm.user")
          .fill(SpanColumns.TENANT_ID, PROPERTIES + "customer_id")
          .fill(SpanColumns.PARENT_AGENT_NAME, "gen_ai.agent.handoff_parent")
          .fill(SpanColumns.WORKFLOW_NAME, "traceloop.workflow.name")
          .fill(
              SpanColumns.TASK_NAME, ENTITY_NAME, "gen_ai.task.name", "langgraph.command.goto_node")
          .fill(SpanColumns.PROMPT_NAME, "traceloop.prompt.key")
          .fill(
              SpanColumns.PROMPT_VERSION,
              "traceloop.prompt.version",
              "traceloop.prompt.version_name",
              "traceloop.prompt.version_hash")
          .fill(SpanColumns.PROMPT_TEMPLATE, "traceloop.prompt.template")
          .fill(SpanColumns.PROMPT_VARIABLES, "traceloop.prompt.template_variables")
          .fill(SpanColumns.RETRIEVAL_COUNT, "db.vector.query.result_count")
          .fill(SpanColumns.RETRIEVAL_TOP_SCORE, "db.vector.query.top_score")
          .fill(SpanColumns.GUARDRAIL_NAME, "gen_ai.guardrail.name")
          .fill(SpanColumns.GUARDRAIL_RESULT, "gen_ai.guardrail.status")
          .derive(SpanColumns.SERVER_ADDRESS, Traceloop::host)
          .when(is("agent"))
          .fill(SpanColumns.AGENT_NAME, ENTITY_NAME)
          .when(is("tool"))
          .fill(SpanColumns.TOOL_NAME, ENTITY_NAME)
          .rank(Rank.GENERIC)
          .when(span -> span.kind().equals(KindRules.RETRIEVAL))
          .derive(SpanColumns.OUTPUT, Documents.ofEvents("db.query.result", "db.search.result"))
          .when(span -> span.kind().equals(KindRules.AGENT) && namesRuns(span.scope()))
          .derive(SpanColumns.AGENT_NAME, Traceloop::runOf)
          .always()
          .fill(SpanColumns.ERROR_TYPE, "gen_ai.guardrail.error.type")
          .fill(
              SpanColumns.INPUT,
              "traceloop.entity.input",
              "gen_ai.tool.input",
              "gen_ai.completion.tool.arguments",
              "gen_ai.task.input")
          .fill(
              SpanColumns.OUTPUT,
              "traceloop.entity.output",
              "gen_ai.tool.output",
              "gen_ai.completion.tool.result",
              "gen_ai.task.output")
          .collect(SpanColumns.METADATA, PROPERTIES)
          .collectNamed(SpanColumns.USAGE_DETAILS, "llm.usage.")
          .content(
              "traceloop.entity.input*",
              "traceloop.entity.output*",
              "traceloop.prompt.template*",
              "gen_ai.tool.input",
              "gen_ai.tool.output",
              "gen_ai.task.input",
              "gen_ai.task.output",
              "llm.request.functions*",
              "db.query.result.document",
              "db.query.result.metadata");

  private Traceloop() {}

  private static Predicate<SpanView> is(String kind) {
    return span -> kind.equals(span.text(SPAN_KIND));
  }

  /** Only here is a span's name known to be the agent's and a verb. */
  private static boolean namesRuns(String scope) {
    return scope.contains("agno")
        || scope.contains("traceloop")
        || scope.startsWith("opentelemetry.");
  }

  private static @Nullable String runOf(SpanView span) {
    Matcher run = RUN.matcher(span.name());
    return run.matches() ? run.group(1) : null;
  }

  private static @Nullable String host(SpanView span) {
    String base = span.text("gen_ai.openai.api_base");
    try {
      return base == null ? null : URI.create(base).getHost();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
