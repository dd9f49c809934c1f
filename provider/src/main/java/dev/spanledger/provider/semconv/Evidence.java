// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.schema.SpanColumns;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where nothing says what a span is, what it carries gives it away: in this order. */
final class Evidence {
  static final Convention CONVENTION =
      Convention.named("evidence")
          .kind(prefixes(KindRules.GUARDRAIL, "gen_ai.guardrail."))
          .kindIfAny(
              KindRules.TOOL,
              OtelGenAi.TOOL_NAME,
              OtelGenAi.TOOL_CALL_ID,
              "gen_ai.tool_call.id",
              OpenInference.TOOL_NAME)
          .kind(
              prefixes(
                  KindRules.RETRIEVAL,
                  "gen_ai.retrieval.",
                  "retrieval.documents.",
                  "db.vector.query."))
          .kind(prefixes(KindRules.RERANKER, "reranker."))
          .kind(prefixes(KindRules.EMBEDDING, "embedding.", "gen_ai.embeddings."))
          .kind(prefixes(KindRules.MEMORY, "gen_ai.memory."))
          .kind(prefixes(KindRules.EVALUATOR, "gen_ai.evaluation."))
          .kindIfAny(KindRules.WORKFLOW, "gen_ai.workflow.name")
          .kind(Evidence::modelCall)
          .kind(Evidence::agent);

  private Evidence() {}

  private static Function<SpanView, @Nullable String> prefixes(String kind, String... prefixes) {
    return span -> {
      for (String prefix : prefixes) {
        if (span.hasPrefix(prefix)) {
          return kind;
        }
      }
      return null;
    };
  }

  private static @Nullable String modelCall(SpanView span) {
    return namesAModel(span) && (Usage.isStated(span) || Messaging.isCarriedBy(span))
        ? KindRules.LLM
        : null;
  }

  private static @Nullable String agent(SpanView span) {
    boolean named = span.has(OtelGenAi.AGENT_NAME) || span.has("agent.name");
    boolean called = namesAModel(span) || Usage.isStated(span) || Messaging.isCarriedBy(span);
    return named && !called ? KindRules.AGENT : null;
  }

  private static boolean namesAModel(SpanView span) {
    return span.hasAny(Models.KEYS);
  }

  /** Looked up when the first span comes: the conventions must be there by then. */
  private static final class Models {
    /** A bare word is no evidence. */
    private static final Set<String> BARE = Set.of("model", "model_name");

    static final Set<String> KEYS =
        Conventions.keysOf(
            List.of(SpanColumns.REQUEST_MODEL, SpanColumns.RESPONSE_MODEL, SpanColumns.MODEL));

    static {
      KEYS.removeAll(BARE);
    }
  }
}
