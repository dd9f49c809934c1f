// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.semconv.ColumnSource.Rank;
import dev.spanledger.schema.SpanColumns;
import java.util.Map;

/** Spring AI Alibaba's graphs. */
final class SpringAiAlibaba {
  static final Convention CONVENTION =
      Convention.named("spring_ai_alibaba")
          .kindBy(
              "spring.ai.alibaba.kind",
              Map.of(
                  "graph", KindRules.WORKFLOW,
                  "graph_node", KindRules.CHAIN,
                  "graph_edge", KindRules.CHAIN))
          .fill(SpanColumns.WORKFLOW_NAME, "spring.ai.alibaba.graph.name")
          .fill(
              SpanColumns.TASK_NAME,
              "spring.ai.alibaba.graph.node.name",
              "spring.ai.alibaba.graph.edge.name")
          .rank(Rank.LAST)
          .fill(SpanColumns.OPERATION_NAME, "spring.ai.alibaba.kind")
          .fill(SpanColumns.INPUT, "spring.ai.alibaba.graph.state")
          .fill(SpanColumns.OUTPUT, "spring.ai.alibaba.graph.output")
          .content("spring.ai.alibaba.graph.state*", "spring.ai.alibaba.graph.output*");

  private SpringAiAlibaba() {}
}
