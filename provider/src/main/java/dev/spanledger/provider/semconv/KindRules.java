// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What kind of step a span is: the rules of {@link Conventions#KINDS} are asked in order, and the
 * first that knows decides.
 */
final class KindRules {
  static final String AGENT = "AGENT";
  static final String CHAIN = "CHAIN";
  static final String DB = "DB";
  static final String EMBEDDING = "EMBEDDING";
  static final String EVALUATOR = "EVALUATOR";
  static final String GUARDRAIL = "GUARDRAIL";
  static final String HANDOFF = "HANDOFF";
  static final String HOOK = "HOOK";
  static final String HTTP = "HTTP";
  static final String LLM = "LLM";
  static final String MCP = "MCP";
  static final String MEMORY = "MEMORY";
  static final String OTHER = "OTHER";
  static final String RERANKER = "RERANKER";
  static final String RETRIEVAL = "RETRIEVAL";
  static final String TOOL = "TOOL";
  static final String WORKFLOW = "WORKFLOW";

  static final Set<String> KINDS =
      Set.of(
          AGENT, CHAIN, DB, EMBEDDING, EVALUATOR, GUARDRAIL, HANDOFF, HOOK, HTTP, LLM, MCP, MEMORY,
          OTHER, RERANKER, RETRIEVAL, TOOL, WORKFLOW);

  private static final Set<String> NOT_AI = Set.of(DB, HTTP, OTHER);
  private static final Set<String> CALLS_A_MODEL = Set.of(LLM, EMBEDDING, RERANKER);
  private static final Set<String> MODEL_OR_AGENT = Set.of(LLM, AGENT);

  private KindRules() {}

  /** Fills kind, finer kind and convention. */
  static void classify(SpanFacts span, SpanRow.Builder row) {
    for (KindRule rule : Conventions.KINDS) {
      String kind = rule.rule().apply(span);
      if (kind != null) {
        int slash = kind.indexOf('/');
        row.set(SpanColumns.KIND, slash < 0 ? kind : kind.substring(0, slash));
        row.set(SpanColumns.SUB_KIND, slash < 0 ? null : kind.substring(slash + 1));
        row.set(SpanColumns.CONVENTION, convention(rule, span));
        return;
      }
    }
    row.set(SpanColumns.KIND, OTHER);
  }

  /** The standard asks for operations that other conventions name. */
  private static @Nullable String convention(KindRule rule, SpanView span) {
    String operation = span.text(OtelGenAi.OPERATION_NAME);
    if (operation != null && rule.convention().equals(OtelGenAi.CONVENTION.name())) {
      String owner = Conventions.conventionOfOperation(operation);
      return owner == null ? rule.convention() : owner;
    }
    return rule.convention().isEmpty() ? null : rule.convention();
  }

  /** What the attributes of a span above say, without the finer kind. */
  static String ofAncestor(SpanView span) {
    for (KindRule rule : Conventions.KINDS) {
      String kind = rule.rule().apply(span);
      if (kind != null) {
        int slash = kind.indexOf('/');
        return slash < 0 ? kind : kind.substring(0, slash);
      }
    }
    return OTHER;
  }

  /** Kinds whose spans report the usage of a call of their own. */
  static boolean callsAModel(String kind) {
    return CALLS_A_MODEL.contains(kind);
  }

  /** Whether a span above is part of an agent's work. */
  static boolean isBelowAi(SpanView span) {
    return isBelow(span, kind -> !NOT_AI.contains(kind));
  }

  static boolean isBelowModelOrAgent(SpanView span) {
    return isBelow(span, MODEL_OR_AGENT::contains);
  }

  /**
   * A span above is asked alone: whether it is an agent, a model call or about AI at all does not
   * depend on what is above it, and asking that again for each would never end in a deep tree.
   */
  private static boolean isBelow(SpanView span, java.util.function.Predicate<String> kinds) {
    for (AncestorView above = span.parent(); above != null; above = above.parent()) {
      if (kinds.test(above.said().kind())) {
        return true;
      }
    }
    return false;
  }
}
