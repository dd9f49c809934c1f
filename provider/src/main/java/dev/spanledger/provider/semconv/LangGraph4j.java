// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.semconv.ColumnSource.Rank;
import dev.spanledger.schema.SpanColumns;
import java.util.Map;

/** LangGraph4j's hooks: a graph's state is in the events at a node's start and end. */
final class LangGraph4j {
  private static final Map<String, String> KINDS =
      Map.of("evaluateNode", KindRules.CHAIN, "evaluateEdge", KindRules.CHAIN);

  static final Convention CONVENTION =
      Convention.named("langgraph4j")
          .kind(span -> KINDS.get(span.name()))
          .when(span -> KINDS.containsKey(span.name()))
          .fill(SpanColumns.TASK_NAME, "nodeId", "sourceId")
          .rank(Rank.LAST)
          .derive(SpanColumns.INPUT, Documents.ofEvent("start"))
          .derive(SpanColumns.OUTPUT, Documents.ofEvent("end"))
          .content("state", "nodeState");

  private LangGraph4j() {}
}
