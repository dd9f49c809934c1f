// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whose work a step is: the nearest agent's above it, whatever agent the step itself names. */
final class Owners {
  private static final Set<String> STEPS =
      Set.of(
          KindRules.LLM,
          KindRules.TOOL,
          KindRules.EMBEDDING,
          KindRules.RERANKER,
          KindRules.RETRIEVAL,
          KindRules.MCP,
          KindRules.MEMORY,
          KindRules.GUARDRAIL);

  private Owners() {}

  static void settle(SpanFacts span, SpanRow.Builder row) {
    String nearest = STEPS.contains(span.kind()) ? nearestAgent(span) : null;
    String named = row.get(SpanColumns.AGENT_NAME);
    if (nearest == null || nearest.equals(named)) {
      return;
    }
    row.set(SpanColumns.AGENT_NAME, nearest);
    row.set(SpanColumns.OWNER_AGENT_NAME, named);
  }

  private static @Nullable String nearestAgent(SpanView span) {
    for (AncestorView above = span.parent(); above != null; above = above.parent()) {
      String name = above.said().stated(SpanColumns.AGENT_NAME);
      if (name != null && above.said().kind().equals(KindRules.AGENT)) {
        return name;
      }
    }
    return null;
  }
}
