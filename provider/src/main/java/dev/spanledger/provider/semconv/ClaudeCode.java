// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.schema.SpanColumns;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Claude Code: attributes of one word, so they mean something on its spans only. Its counts are
 * Anthropic's: cached tokens are not among the input tokens.
 */
final class ClaudeCode {
  private static final String TYPE = "span.type";
  private static final String PREFIX = "claude_code.";

  private static final Map<String, String> KINDS =
      Map.of(
          "interaction", KindRules.AGENT,
          "llm_request", KindRules.LLM,
          "tool", KindRules.TOOL,
          "tool.blocked_on_user", KindRules.CHAIN,
          "tool.execution", KindRules.CHAIN,
          "hook", KindRules.HOOK);

  static final Convention CONVENTION =
      Convention.named("claude_code")
          .kind(ClaudeCode::kind)
          .when(ClaudeCode::isItsSpan)
          .fill(SpanColumns.REQUEST_MODEL, "model")
          .fill(SpanColumns.INPUT_TOKENS, "input_tokens")
          .fill(SpanColumns.OUTPUT_TOKENS, "output_tokens")
          .fill(SpanColumns.CACHE_READ_TOKENS, "cache_read_tokens")
          .fill(SpanColumns.CACHE_WRITE_TOKENS, "cache_creation_tokens")
          .fill(SpanColumns.TTFT_MS, "ttft_ms")
          .fill(SpanColumns.TOOL_NAME, "tool_name")
          .fill(
              SpanColumns.INPUT,
              "tool_input",
              "full_command",
              "file_path",
              "skill_name",
              "subagent_type",
              "user_prompt",
              "new_context")
          .fillFromEvent(SpanColumns.OUTPUT, "tool.output", "output", "content", "diff")
          .fill(SpanColumns.OUTPUT, "response.model_output")
          .rank(ColumnSource.Rank.LAST)
          .fill(SpanColumns.OPERATION_NAME, TYPE)
          .content("user_prompt", "new_context", "response.model_output")
          .content("tool_input", "full_command", "tool.output", "file_path", "diff")
          .content("skill_name", "subagent_type");

  private ClaudeCode() {}

  /** Whoever sits in front of it can stop it; it does not take that for an error. */
  static boolean isCancelled(SpanView span) {
    return isItsSpan(span) && Boolean.TRUE.equals(Normalise.bool(span.attribute("cancelled")));
  }

  static boolean isItsSpan(SpanView span) {
    return kind(span) != null && !span.scope().contains("voltagent");
  }

  private static @Nullable String kind(SpanView span) {
    String type = span.text(TYPE);
    if (type == null) {
      return null;
    }
    return KINDS.get(type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : type);
  }
}
