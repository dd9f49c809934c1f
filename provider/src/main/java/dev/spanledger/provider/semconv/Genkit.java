// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.semconv.ColumnSource.Rank;
import dev.spanledger.schema.SpanColumns;
import java.util.Map;

/** Firebase Genkit. */
final class Genkit {
  private static final String SUBTYPE = "genkit:metadata:subtype";

  static final Convention CONVENTION =
      Convention.named("genkit")
          .kindBy(
              SUBTYPE,
              Map.of(
                  "model", KindRules.LLM,
                  "background-model", KindRules.LLM,
                  "embedder", KindRules.EMBEDDING,
                  "tool", KindRules.TOOL,
                  "tool.v2", KindRules.TOOL,
                  "retriever", KindRules.RETRIEVAL,
                  "evaluator", KindRules.EVALUATOR,
                  "flow", KindRules.WORKFLOW))
          .when(span -> "model".equals(span.text(SUBTYPE)))
          .fill(SpanColumns.REQUEST_MODEL, "genkit:name")
          .when(span -> span.kind().equals(KindRules.TOOL))
          .fill(SpanColumns.TOOL_NAME, "genkit:name")
          .when(span -> span.kind().equals(KindRules.WORKFLOW))
          .fill(SpanColumns.WORKFLOW_NAME, "genkit:name")
          .always()
          .rank(Rank.LAST)
          .fill(SpanColumns.INPUT, "genkit:input")
          .fill(SpanColumns.OUTPUT, "genkit:output")
          .content("genkit:input*", "genkit:output*");

  private Genkit() {}
}
