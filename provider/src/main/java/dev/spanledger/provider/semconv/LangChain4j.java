// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.schema.SpanColumns;

/** langchain4j-observation: Micrometer, and counts under names of one word. */
final class LangChain4j {
  static final Convention CONVENTION =
      Convention.named("langchain4j")
          .when(span -> span.has(OtelGenAi.OPERATION_NAME))
          .fill(SpanColumns.INPUT_TOKENS, "input_tokens")
          .fill(SpanColumns.OUTPUT_TOKENS, "output_tokens")
          .when(span -> KindRules.callsAModel(span.kind()))
          .fill(SpanColumns.MODEL, "model");

  private LangChain4j() {}
}
