// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.semconv.ColumnSource.Rank;
import dev.spanledger.schema.SpanColumns;

/** AgentScope 2.0 and its studio. */
final class AgentScope {
  static final Convention CONVENTION =
      Convention.named("agentscope")
          .operation(KindRules.CHAIN, "format")
          .fill(SpanColumns.RUN_ID, "agentscope.agent.reply_id")
          .fill(SpanColumns.TASK_NAME, "agentscope.function.name")
          .rank(Rank.LAST)
          .fill(SpanColumns.INPUT, "agentscope.function.input")
          .fill(SpanColumns.OUTPUT, "agentscope.function.output")
          .content("agentscope.function.input*", "agentscope.function.output*");

  private AgentScope() {}
}
