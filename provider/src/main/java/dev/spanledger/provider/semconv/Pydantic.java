// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.semconv.ColumnSource.Rank;
import dev.spanledger.schema.SpanColumns;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Pydantic AI and Logfire, 0.x to 2.x; before 2.33 its agents have no operation. */
final class Pydantic {
  private static final String SCOPE = "pydantic-ai";
  private static final Pattern TOOLS = Pattern.compile("^running \\d+ tools?$");

  static final Convention CONVENTION =
      Convention.named("pydantic_ai")
          .kind(Pydantic::kind)
          .fill(SpanColumns.RUN_ID, "gen_ai.agent.call.id")
          .fill(SpanColumns.REPORTED_COST_USD, "operation.cost")
          .fill(SpanColumns.INPUT_TOKENS, "gen_ai.aggregated_usage.input_tokens")
          .fill(SpanColumns.OUTPUT_TOKENS, "gen_ai.aggregated_usage.output_tokens")
          .fill(
              SpanColumns.CACHE_READ_TOKENS,
              "gen_ai.usage.details.cache_read_tokens",
              "gen_ai.usage.details.cache_read_input_tokens")
          .fill(SpanColumns.CACHE_WRITE_TOKENS, "gen_ai.usage.details.cache_write_tokens")
          .fill(SpanColumns.REASONING_TOKENS, "gen_ai.usage.details.reasoning_tokens")
          .fill(SpanColumns.AUDIO_INPUT_TOKENS, "gen_ai.usage.details.input_audio_tokens")
          .fill(SpanColumns.AUDIO_OUTPUT_TOKENS, "gen_ai.usage.details.output_audio_tokens")
          .rank(Rank.GENERIC)
          .fill(SpanColumns.LEVEL, "logfire.level_num")
          .when(Pydantic::isItsSpan)
          .fill(SpanColumns.REQUEST_MODEL, "model_name")
          .fill(SpanColumns.AGENT_NAME, "agent_name")
          .fill(SpanColumns.INPUT, "tool_arguments")
          .fill(SpanColumns.OUTPUT, "tool_response")
          .fill(SpanColumns.INPUT, "pydantic_ai.all_messages", "all_messages_events", "prompt")
          .fill(SpanColumns.OUTPUT, "final_result")
          .always()
          .fill(SpanColumns.TEMPERATURE, "model_config#temperature")
          .fill(SpanColumns.TOP_P, "model_config#top_p")
          .fill(SpanColumns.MAX_TOKENS, "model_config#max_tokens")
          .fill(SpanColumns.FREQUENCY_PENALTY, "model_config#frequency_penalty")
          .fill(SpanColumns.PRESENCE_PENALTY, "model_config#presence_penalty")
          .fill(SpanColumns.SEED, "model_config#seed")
          .fill(SpanColumns.CHOICE_COUNT, "model_config#n")
          .rank(Rank.LAST)
          .fill(SpanColumns.INPUT, "request_data")
          .fill(SpanColumns.OUTPUT, "response_data")
          .when(span -> span.scope().startsWith("pydantic") || span.scope().startsWith("pipecat"))
          .fill(SpanColumns.INPUT, "input")
          .fill(SpanColumns.OUTPUT, "output")
          .collectNamed(SpanColumns.USAGE_DETAILS, "gen_ai.aggregated_usage.")
          .messages("pydantic_ai.all_messages", "all_messages_events", "events")
          .content(
              "final_result",
              "tool_arguments",
              "tool_response",
              "prompt",
              "request_data",
              "response_data",
              "model_request_parameters",
              "logfire.msg",
              "input",
              "output");

  private Pydantic() {}

  private static boolean isItsSpan(SpanView span) {
    return span.scope().startsWith(SCOPE);
  }

  private static @Nullable String kind(SpanView span) {
    if (!isItsSpan(span)) {
      return null;
    }
    if (TOOLS.matcher(span.name()).matches()) {
      return KindRules.CHAIN;
    }
    boolean agent = span.has("agent_name") && !span.has(OtelGenAi.TOOL_NAME);
    return agent ? KindRules.AGENT : null;
  }
}
