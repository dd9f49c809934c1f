// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.semconv.ColumnSource.Rank;
import dev.spanledger.schema.SpanColumns;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One agent giving its work to another, in whatever convention: by form it often is a tool call, so
 * it is asked for before tools are.
 */
final class Handoffs {
  private static final Pattern HANDOFF_TO = Pattern.compile("^handoff to (.+)$");
  private static final Pattern ARROW = Pattern.compile("^(.*?) → (.*?)\\.handoff$");
  private static final Pattern TRANSFER_TOOL = Pattern.compile("^transfer_to_(.+)$");
  private static final String TRANSFER_TO_AGENT = "transfer_to_agent";

  static final Convention CONVENTION =
      Convention.named("handoff")
          .kind(Handoffs::mergedTools)
          .kindBy(OtelGenAi.OPERATION_NAME, Map.of("handoff", KindRules.HANDOFF))
          .kindBy(Traceloop.SPAN_KIND, Map.of("handoff", KindRules.HANDOFF))
          .kindIfAny(KindRules.HANDOFF, "gen_ai.handoff.to_agent")
          .kind(Handoffs::byName)
          .kind(Handoffs::byTool)
          .fill(SpanColumns.HANDOFF_FROM, "gen_ai.handoff.from_agent")
          .fill(SpanColumns.HANDOFF_TO, "gen_ai.handoff.to_agent")
          .when(span -> span.kind().equals(KindRules.HANDOFF))
          .rank(Rank.GENERIC)
          .derive(SpanColumns.HANDOFF_FROM, span -> group(ARROW, span.name(), 1))
          .derive(SpanColumns.HANDOFF_TO, span -> group(ARROW, span.name(), 2))
          .derive(SpanColumns.HANDOFF_TO, span -> group(HANDOFF_TO, span.name(), 1))
          .derive(SpanColumns.HANDOFF_TO, Handoffs::ofTool)
          .fill(SpanColumns.HANDOFF_TO, arguments("agent_name"))
          .fill(SpanColumns.HANDOFF_TO, arguments("agentName"))
          .when(span -> group(HANDOFF_TO, span.name(), 1) != null)
          .fill(SpanColumns.HANDOFF_FROM, OpenInference.INPUT_VALUE);

  private Handoffs() {}

  /** Google ADK sums parallel calls up in a span beside theirs. */
  private static @Nullable String mergedTools(SpanView span) {
    boolean merged =
        span.name().equals("execute_tool (merged)")
            || "(merged tools)".equals(span.text(OtelGenAi.TOOL_NAME));
    return merged ? KindRules.CHAIN : null;
  }

  private static @Nullable String byName(SpanView span) {
    boolean named = HANDOFF_TO.matcher(span.name()).find() || ARROW.matcher(span.name()).matches();
    return named ? KindRules.HANDOFF : null;
  }

  private static @Nullable String byTool(SpanView span) {
    String tool = toolName(span);
    boolean transfers = tool != null && tool.startsWith("transfer_to_");
    return transfers ? KindRules.HANDOFF : null;
  }

  private static @Nullable String ofTool(SpanView span) {
    String tool = toolName(span);
    return tool == null || tool.equals(TRANSFER_TO_AGENT) ? null : group(TRANSFER_TOOL, tool, 1);
  }

  private static @Nullable String toolName(SpanView span) {
    for (String key : new String[] {OtelGenAi.TOOL_NAME, OpenInference.TOOL_NAME}) {
      if (span.text(key) != null) {
        return span.text(key);
      }
    }
    return span.text(SpringAi.TOOL_NAME);
  }

  private static String[] arguments(String member) {
    return new String[] {
      OtelGenAi.TOOL_ARGUMENTS + "#" + member,
      GoogleAdk.TOOL_ARGUMENTS + "#" + member,
      OpenInference.INPUT_VALUE + "#" + member
    };
  }

  private static @Nullable String group(Pattern pattern, String text, int group) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(group) : null;
  }
}
