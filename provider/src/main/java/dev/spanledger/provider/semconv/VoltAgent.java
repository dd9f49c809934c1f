// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.semconv.ColumnSource.Rank;
import dev.spanledger.schema.SpanColumns;
import java.util.List;
import java.util.Map;

/** VoltAgent. */
final class VoltAgent {
  private static final String TYPE = "span.type";

  static final Convention CONVENTION =
      Convention.named("voltagent")
          .kindBy(
              TYPE,
              Map.of(
                  "agent", KindRules.AGENT,
                  "llm", KindRules.LLM,
                  "tool", KindRules.TOOL,
                  "memory", KindRules.MEMORY,
                  "retriever", KindRules.RETRIEVAL,
                  "guardrail", KindRules.GUARDRAIL,
                  "workflow", KindRules.WORKFLOW,
                  "workflow-step", KindRules.CHAIN,
                  "scorer", KindRules.EVALUATOR))
          .fill(SpanColumns.SESSION_ID, "voltagent.conversation_id", "conversation.id")
          .fill(SpanColumns.RUN_ID, "workflow.execution.id")
          .fill(SpanColumns.PARENT_AGENT_NAME, "agent.parent.id")
          .fill(SpanColumns.TOOL_CALL_ID, "tool.call.id")
          .rank(Rank.LAST)
          .fill(SpanColumns.OPERATION_NAME, TYPE);

  /** It gives what was cancelled the status OK, and says so in an attribute. */
  private static final List<String> STATES =
      List.of("workflow.state", "workflow.step.state", "agent.state");

  private VoltAgent() {}

  static boolean isCancelled(SpanView span) {
    return STATES.stream().anyMatch(state -> "cancelled".equals(span.text(state)));
  }
}
