// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.schema.SpanColumns;
import org.jspecify.annotations.Nullable;

/** Microsoft's Semantic Kernel for Java. */
final class SemanticKernel {
  private static final String FUNCTION = "semantic_kernel.function.invocation.name";
  private static final String PLUGIN = "semantic_kernel.function.invocation.plugin_name";

  static final Convention CONVENTION =
      Convention.named("semantic_kernel")
          .kind(SemanticKernel::kind)
          .operation(KindRules.LLM, "chat.completions", "text.completions")
          .derive(SpanColumns.TOOL_NAME, SemanticKernel::tool);

  private SemanticKernel() {}

  /** The model's tools and the application's own functions are called alike. */
  private static @Nullable String kind(SpanView span) {
    if (!span.has(FUNCTION)) {
      return null;
    }
    return KindRules.isBelowModelOrAgent(span) ? KindRules.TOOL : KindRules.CHAIN;
  }

  private static @Nullable String tool(SpanView span) {
    String function = span.text(FUNCTION);
    String plugin = span.text(PLUGIN);
    return function == null || plugin == null ? function : plugin + "-" + function;
  }
}
