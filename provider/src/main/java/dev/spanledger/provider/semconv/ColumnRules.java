// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import static dev.spanledger.provider.semconv.ColumnRules.Rule.rule;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which attributes fill a column. From left to right, the first that means something wins. */
final class ColumnRules {
  /** The ids that a span inherits where it does not state them itself. */
  static final List<Rule<String>> INHERITED =
      List.of(
          rule(
              SpanColumns.SESSION_ID,
              Normalise::text,
              Own.SESSION_ID,
              GenAi.SESSION_ID,
              GenAi.CONVERSATION_ID),
          rule(SpanColumns.USER_ID, Normalise::text, Own.USER_ID, GenAi.USER_ID, GenAi.ENDUSER_ID),
          rule(SpanColumns.TENANT_ID, Normalise::text, Own.TENANT_ID),
          rule(SpanColumns.RUN_ID, Normalise::text, Own.RUN_ID, GenAi.AGENT_CALL_ID),
          rule(SpanColumns.AGENT_NAME, Normalise::text, GenAi.AGENT_NAME),
          rule(SpanColumns.WORKFLOW_NAME, Normalise::text, GenAi.WORKFLOW_NAME));

  /** The columns that mean the same whatever the kind of span. */
  static final List<Rule<?>> ALWAYS =
      List.of(
          rule(SpanColumns.OPERATION_NAME, Normalise::text, GenAi.OPERATION_NAME),
          rule(SpanColumns.RETRY_COUNT, Normalise::count, Own.RETRY_COUNT),
          rule(SpanColumns.PROJECT, Normalise::text, Own.PROJECT),
          rule(SpanColumns.BUILD, Normalise::text, Own.BUILD),
          rule(SpanColumns.TAGS, Normalise::texts, Own.TAGS),
          rule(SpanColumns.AGENT_ID, Normalise::text, GenAi.AGENT_ID),
          rule(SpanColumns.PROVIDER, Normalise::text, GenAi.PROVIDER_NAME),
          rule(SpanColumns.REQUEST_MODEL, Normalise::text, GenAi.REQUEST_MODEL),
          rule(SpanColumns.MODEL, Normalise::text, GenAi.RESPONSE_MODEL, GenAi.REQUEST_MODEL),
          rule(SpanColumns.FINISH_REASONS, Normalise::texts, GenAi.FINISH_REASONS),
          rule(SpanColumns.TEMPERATURE, Normalise::number, GenAi.TEMPERATURE),
          rule(SpanColumns.MAX_TOKENS, Normalise::count, GenAi.MAX_TOKENS),
          rule(SpanColumns.STREAM, Normalise::bool, GenAi.STREAM),
          rule(SpanColumns.TTFT_MS, Normalise::secondsAsMillis, GenAi.TIME_TO_FIRST_CHUNK),
          rule(SpanColumns.INPUT_TOKENS, Normalise::count, GenAi.INPUT_TOKENS),
          rule(SpanColumns.OUTPUT_TOKENS, Normalise::count, GenAi.OUTPUT_TOKENS),
          rule(SpanColumns.CACHE_READ_TOKENS, Normalise::count, GenAi.CACHE_READ_TOKENS),
          rule(SpanColumns.CACHE_WRITE_TOKENS, Normalise::count, GenAi.CACHE_WRITE_TOKENS),
          rule(SpanColumns.REASONING_TOKENS, Normalise::count, GenAi.REASONING_TOKENS),
          rule(SpanColumns.TOOL_NAME, Normalise::text, GenAi.TOOL_NAME),
          rule(SpanColumns.TOOL_CALL_ID, Normalise::text, GenAi.TOOL_CALL_ID),
          rule(SpanColumns.TOOL_TYPE, Normalise::text, GenAi.TOOL_TYPE),
          rule(SpanColumns.MCP_METHOD, Normalise::text, GenAi.MCP_METHOD),
          rule(SpanColumns.RETRIEVAL_QUERY, Normalise::text, GenAi.RETRIEVAL_QUERY),
          rule(SpanColumns.RETRIEVAL_TOP_K, Normalise::count, GenAi.RETRIEVAL_TOP_K),
          rule(SpanColumns.SYSTEM_INSTRUCTIONS, Normalise::json, GenAi.SYSTEM_INSTRUCTIONS),
          rule(SpanColumns.TOOL_DEFINITIONS, Normalise::json, GenAi.TOOL_DEFINITIONS));

  /** What went in and what came out, of any kind of span: the most specific name first. */
  static final List<Rule<?>> CONTENT =
      List.of(
          rule(
              SpanColumns.INPUT,
              Normalise::json,
              Own.INPUT,
              GenAi.INPUT_MESSAGES,
              GenAi.TOOL_ARGUMENTS),
          rule(
              SpanColumns.OUTPUT,
              Normalise::json,
              Own.OUTPUT,
              GenAi.OUTPUT_MESSAGES,
              GenAi.TOOL_RESULT,
              GenAi.RETRIEVAL_DOCUMENTS));

  private ColumnRules() {}

  /** A column and the attributes to ask for it. */
  record Rule<T>(
      Column<T> column, Function<@Nullable Object, @Nullable T> normaliser, List<String> keys) {
    static <T> Rule<T> rule(
        Column<T> column, Function<@Nullable Object, @Nullable T> normaliser, String... keys) {
      return new Rule<>(column, normaliser, List.of(keys));
    }

    /** The first value that means something, or null. */
    @Nullable T first(Function<String, @Nullable Object> attributes) {
      for (String key : keys) {
        T value = normaliser.apply(attributes.apply(key));
        if (value != null) {
          return value;
        }
      }
      return null;
    }

    /** Fills the column, if any attribute can, and marks that attribute as promoted. */
    void apply(SpanFacts span, SpanRow.Builder row) {
      for (String key : keys) {
        T value = normaliser.apply(span.attribute(key));
        if (value != null) {
          row.set(column, value);
          span.promote(key, column);
          return;
        }
      }
    }
  }
}
