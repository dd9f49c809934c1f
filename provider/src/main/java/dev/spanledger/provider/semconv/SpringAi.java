// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.semconv.ColumnSource.Rank;
import dev.spanledger.schema.SpanColumns;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Spring AI 1.x and 2.x: Micrometer, so every value is a text. */
final class SpringAi {
  static final String KIND = "spring.ai.kind";
  static final String TOOL_NAME = "spring.ai.tool.definition.name";

  /** Under Spring Boot's tracing, whatever Micrometer observes has this scope. */
  static final String SCOPE = "org.springframework.boot";

  private static final Pattern MEMORY = Pattern.compile("memory", Pattern.CASE_INSENSITIVE);
  private static final Pattern RETRIEVAL =
      Pattern.compile("question_?-?answer|retrieval_?-?augmentation", Pattern.CASE_INSENSITIVE);
  private static final Pattern GUARDRAIL =
      Pattern.compile("safe_?-?guard", Pattern.CASE_INSENSITIVE);

  static final Convention CONVENTION =
      Convention.named("spring_ai")
          .kind(SpringAi::kind)
          .operation(KindRules.LLM, "image")
          .operation(KindRules.EMBEDDING, "embedding")
          .operation(KindRules.CHAIN, "framework")
          .fill(SpanColumns.STREAM, "spring.ai.chat.client.stream")
          .fill(SpanColumns.SESSION_ID, "spring.ai.chat.client.conversation.id")
          .fill(SpanColumns.TASK_NAME, "spring.ai.advisor.name")
          .fill(SpanColumns.TOOL_NAME, TOOL_NAME)
          .fill(SpanColumns.TOOL_CALL_ID, "spring.ai.tool.call.id")
          .fill(SpanColumns.TOOL_TYPE, "spring.ai.tool.type")
          .fill(SpanColumns.TOOL_DESCRIPTION, "spring.ai.tool.definition.description")
          .fill(SpanColumns.TOOL_SCHEMA, "spring.ai.tool.definition.schema")
          .fill(SpanColumns.RETRIEVAL_QUERY, "db.vector.query.content")
          .fill(SpanColumns.RETRIEVAL_TOP_K, "db.vector.query.top_k")
          .fill(
              SpanColumns.EMBEDDING_DIMENSIONS,
              "gen_ai.request.embedding.dimensions",
              "db.vector.dimension_count")
          .fill(SpanColumns.INPUT, "spring.ai.tool.call.arguments")
          .fill(SpanColumns.OUTPUT, "spring.ai.tool.call.result")
          .fill(SpanColumns.OUTPUT, "db.vector.query.response.documents")
          .rank(Rank.LAST)
          .fill(SpanColumns.OPERATION_NAME, KIND)
          .when(span -> span.has(KIND) || span.kind().equals(KindRules.RETRIEVAL))
          .fill(SpanColumns.DATA_SOURCE_ID, "db.collection.name")
          .collectNamed(SpanColumns.MODEL_PARAMS, "spring.ai.model.request.tool.names")
          .content(
              "spring.ai.tool.call.arguments*",
              "spring.ai.tool.call.result*",
              "spring.ai.tool.definition.description",
              "spring.ai.tool.definition.schema",
              "db.vector.query.content",
              "db.vector.query.response*");

  private SpringAi() {}

  private static @Nullable String kind(SpanView span) {
    String kind = span.text(KIND);
    if (kind == null) {
      return null;
    }
    return switch (kind) {
      case "tool_call" -> KindRules.TOOL;
      case "vector_store" ->
          "query".equals(span.text("db.operation.name"))
              ? KindRules.RETRIEVAL
              : KindRules.OTHER + "/vector_write";
      case "chat_client" -> KindRules.AGENT + "/chat_client";
      case "advisor" -> advisor(span.text("spring.ai.advisor.name"));
      default -> null;
    };
  }

  private static String advisor(@Nullable String name) {
    if (name == null) {
      return KindRules.HOOK;
    }
    if (MEMORY.matcher(name).find()) {
      return KindRules.MEMORY;
    }
    if (RETRIEVAL.matcher(name).find()) {
      return KindRules.RETRIEVAL;
    }
    return GUARDRAIL.matcher(name).find() ? KindRules.GUARDRAIL : KindRules.HOOK;
  }
}
