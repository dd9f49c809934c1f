// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.semconv.ColumnSource.Rank;
import dev.spanledger.schema.SpanColumns;

/** JetBrains Koog 1.1, and 0.x, whose nodes have names instead of ids. */
final class Koog {
  private static final String STRATEGY = "koog.strategy.name";

  static final Convention CONVENTION =
      Convention.named("koog")
          .kindIfAny(KindRules.WORKFLOW, STRATEGY)
          .kindIfAny(KindRules.CHAIN, "koog.subgraph.id", "koog.node.id", "koog.node.name")
          .fill(SpanColumns.WORKFLOW_NAME, STRATEGY, "koog.agent.strategy.name")
          .fill(SpanColumns.TASK_NAME, "koog.node.id", "koog.node.name", "koog.subgraph.id")
          .fill(SpanColumns.GUARDRAIL_RESULT, "koog.moderation.result")
          .when(Koog::isItsSpan)
          .fill(SpanColumns.RUN_ID, OtelGenAi.CONVERSATION_ID)
          .always()
          .rank(Rank.LAST)
          .fill(SpanColumns.INPUT, "koog.node.input", "koog.subgraph.input")
          .fill(SpanColumns.OUTPUT, "koog.node.output", "koog.subgraph.output")
          .missing(
              OtelGenAi.CONVERSATION_ID, value -> true, Koog::isItsSpan, SpanColumns.SESSION_ID)
          .content(
              "koog.node.input*",
              "koog.node.output*",
              "koog.subgraph.input*",
              "koog.subgraph.output*",
              "koog.moderation.result");

  private Koog() {}

  /** Its conversation id is that of one run. */
  private static boolean isItsSpan(SpanView span) {
    return span.scope().startsWith("ai.koog")
        || span.has("koog.event.id")
        || span.has("koog.node.id")
        || span.has("koog.node.name")
        || span.has(STRATEGY);
  }
}
