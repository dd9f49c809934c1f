// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SpanDictionaryTest {
  static Stream<Arguments> columns() {
    return Stream.of(
        arguments(SpanColumns.OPERATION_NAME, "gen_ai.operation.name", "chat", "chat"),
        arguments(SpanColumns.PROVIDER, "gen_ai.provider.name", "openai", "openai"),
        arguments(SpanColumns.REQUEST_MODEL, "gen_ai.request.model", "gpt-4o", "gpt-4o"),
        arguments(SpanColumns.MODEL, "gen_ai.request.model", "gpt-4o", "gpt-4o"),
        arguments(SpanColumns.MODEL, "gen_ai.response.model", "gpt-4o-1", "gpt-4o-1"),
        arguments(SpanColumns.TEMPERATURE, "gen_ai.request.temperature", 0.5, 0.5),
        arguments(SpanColumns.TEMPERATURE, "gen_ai.request.temperature", "0.5", 0.5),
        arguments(SpanColumns.MAX_TOKENS, "gen_ai.request.max_tokens", 100L, 100L),
        arguments(SpanColumns.STREAM, "gen_ai.request.stream", true, true),
        arguments(SpanColumns.STREAM, "gen_ai.request.stream", "TRUE", true),
        arguments(SpanColumns.TTFT_MS, "gen_ai.response.time_to_first_chunk", 0.25, 250.0),
        arguments(SpanColumns.INPUT_TOKENS, "gen_ai.usage.input_tokens", 12L, 12L),
        arguments(SpanColumns.INPUT_TOKENS, "gen_ai.usage.input_tokens", "12", 12L),
        arguments(SpanColumns.INPUT_TOKENS, "gen_ai.usage.input_tokens", 12.0, 12L),
        arguments(SpanColumns.OUTPUT_TOKENS, "gen_ai.usage.output_tokens", 3L, 3L),
        arguments(SpanColumns.CACHE_READ_TOKENS, "gen_ai.usage.cache_read.input_tokens", 4L, 4L),
        arguments(SpanColumns.CACHE_WRITE_TOKENS, "gen_ai.usage.cache_write.input_tokens", 5L, 5L),
        arguments(SpanColumns.REASONING_TOKENS, "gen_ai.usage.reasoning.output_tokens", 6L, 6L),
        arguments(SpanColumns.SESSION_ID, "gen_ai.conversation.id", "c", "c"),
        arguments(SpanColumns.SESSION_ID, "session.id", "s", "s"),
        arguments(SpanColumns.USER_ID, "user.id", "u", "u"),
        arguments(SpanColumns.AGENT_NAME, "gen_ai.agent.name", "a", "a"),
        arguments(SpanColumns.AGENT_ID, "gen_ai.agent.id", "i", "i"),
        arguments(SpanColumns.WORKFLOW_NAME, "gen_ai.workflow.name", "w", "w"),
        arguments(SpanColumns.TOOL_NAME, "gen_ai.tool.name", "t", "t"),
        arguments(SpanColumns.TOOL_CALL_ID, "gen_ai.tool.call.id", "call", "call"),
        arguments(SpanColumns.TOOL_TYPE, "gen_ai.tool.type", "function", "function"),
        arguments(SpanColumns.INPUT, "gen_ai.tool.call.arguments", "{\"a\":1}", "{\"a\":1}"),
        arguments(SpanColumns.OUTPUT, "gen_ai.tool.call.result", "plain", "\"plain\""),
        arguments(SpanColumns.INPUT, "gen_ai.input.messages", "[]", "[]"),
        arguments(SpanColumns.RETRIEVAL_QUERY, "gen_ai.retrieval.query.text", "q", "q"),
        arguments(SpanColumns.RETRIEVAL_TOP_K, "gen_ai.retrieval.top_k", 3L, 3L),
        arguments(SpanColumns.RETRIEVAL_COUNT, "gen_ai.retrieval.documents", "[{},{}]", 2L),
        arguments(SpanColumns.MCP_METHOD, "mcp.method.name", "tools/list", "tools/list"),
        arguments(SpanColumns.RETRY_COUNT, "spanledger.retry.count", 2L, 2L),
        arguments(SpanColumns.ERROR_TYPE, "error.type", "timeout", "timeout"));
  }

  @ParameterizedTest(name = "{0} <- {1}={2}")
  @MethodSource("columns")
  void anAttributeFillsItsColumn(Column<?> column, String key, Object value, Object expected) {
    assertThat((Object) Described.attributes(Map.of(key, value)).get(column)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"-1", "1.5", "1e999999999", "many", "''", "none", "9223372036854775808"})
  void aCountThatIsNoneIsNullAndStaysAmongTheAttributes(String count) {
    SpanRow row = Described.attributes(Map.of("gen_ai.usage.input_tokens", count));
    assertThat(row.get(SpanColumns.INPUT_TOKENS)).isNull();
    assertThat(row.get(SpanColumns.ATTRIBUTES)).contains("gen_ai.usage.input_tokens");
  }

  @Test
  void theOwnNameOutranksTheConventions() {
    SpanRow row =
        Described.attributes(
            Map.of(
                "spanledger.session.id", "own", "session.id", "s", "gen_ai.conversation.id", "c"));
    assertThat(row.get(SpanColumns.SESSION_ID)).isEqualTo("own");
    assertThat(row.get(SpanColumns.ATTRIBUTES)).contains("session.id").doesNotContain("own");
  }

  @Test
  void whatAColumnTookOverIsNotStoredTwice() {
    SpanRow row = Described.attributes(Map.of("gen_ai.request.model", "m", "mine", "kept"));
    assertThat(row.get(SpanColumns.ATTRIBUTES)).isEqualTo("{\"mine\":\"kept\"}");
  }

  @Test
  void finishReasonsAreAListInAnySpelling() {
    AttributeKey<List<String>> key = AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");
    SpanRow row =
        Described.span(builder -> builder.setAttribute(key, List.of("stop", "length")), span -> {});
    assertThat(row.get(SpanColumns.FINISH_REASONS)).containsExactly("stop", "length");
    assertThat(
            Described.attributes(Map.of("gen_ai.response.finish_reasons", "stop"))
                .get(SpanColumns.FINISH_REASONS))
        .containsExactly("stop");
  }

  @Test
  void anExceptionGivesTypeAndMessageOfTheError() {
    SpanRow row =
        Described.span(
            builder -> {},
            span -> {
              span.recordException(new IllegalStateException("first"));
              span.recordException(new IllegalArgumentException("last"));
              span.setStatus(StatusCode.ERROR, "described");
            });
    assertThat(row.status()).isEqualTo("ERROR");
    assertThat(row.get(SpanColumns.STATUS_MESSAGE)).isEqualTo("described");
    assertThat(row.get(SpanColumns.ERROR_TYPE)).endsWith("IllegalArgumentException");
    assertThat(row.get(SpanColumns.ERROR_MESSAGE)).isEqualTo("last");
    assertThat(row.get(SpanColumns.EVENTS)).contains("exception.stacktrace");
  }

  @ParameterizedTest
  @CsvSource({
    "timeout, ERROR",
    "java.util.concurrent.CancellationException, CANCELLED",
    "asyncio.CancelledError, CANCELLED"
  })
  void anErrorTypeMakesAnError(String type, String status) {
    assertThat(Described.attributes(Map.of("error.type", type)).status()).isEqualTo(status);
  }

  @Test
  void onlyModelCallsCountTheirUsage() {
    SpanRow chat =
        Described.attributes(
            Map.of("gen_ai.operation.name", "chat", "gen_ai.usage.input_tokens", 5L));
    SpanRow agent =
        Described.attributes(
            Map.of("gen_ai.operation.name", "invoke_agent", "gen_ai.usage.input_tokens", 5L));
    assertThat(chat.get(SpanColumns.USAGE_COUNTED)).isTrue();
    assertThat(chat.get(SpanColumns.TOTAL_TOKENS)).isEqualTo(5);
    assertThat(chat.get(SpanColumns.COST_STATUS)).isEqualTo("NO_PRICE");
    assertThat(agent.get(SpanColumns.USAGE_COUNTED)).isFalse();
    assertThat(agent.get(SpanColumns.COST_STATUS)).isNull();
  }
}
