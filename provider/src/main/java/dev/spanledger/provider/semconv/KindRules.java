// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What kind of step a span is. The rules are asked in order; the first that knows decides. */
final class KindRules {
  static final String LLM = "LLM";
  static final String EMBEDDING = "EMBEDDING";
  static final String RERANKER = "RERANKER";
  static final String TOOL = "TOOL";
  private static final String OTHER = "OTHER";

  static final Set<String> KINDS =
      Set.of(
          "AGENT",
          "CHAIN",
          "EMBEDDING",
          "EVALUATOR",
          "GUARDRAIL",
          "HANDOFF",
          "HOOK",
          "HTTP",
          "DB",
          "LLM",
          "MCP",
          "MEMORY",
          "OTHER",
          "RERANKER",
          "RETRIEVAL",
          "TOOL",
          "WORKFLOW");

  private static final List<Function<SpanFacts, @Nullable String>> RULES =
      List.of(
          KindRules::asStated,
          KindRules::handoff,
          KindRules::mcp,
          KindRules::byOperation,
          KindRules::byEvidence,
          KindRules::transport);

  private static final Map<String, String> BY_OPERATION =
      Map.ofEntries(
          Map.entry("chat", LLM),
          Map.entry("text_completion", LLM),
          Map.entry("generate_content", LLM),
          Map.entry("fetch_response", LLM),
          Map.entry("embeddings", EMBEDDING),
          Map.entry("execute_tool", TOOL),
          Map.entry("retrieval", "RETRIEVAL"),
          Map.entry("rerank", RERANKER),
          Map.entry("invoke_agent", "AGENT"),
          Map.entry("create_agent", "AGENT"),
          Map.entry("invoke_workflow", "WORKFLOW"),
          Map.entry("plan", "CHAIN"),
          Map.entry("search_memory", "MEMORY"),
          Map.entry("create_memory", "MEMORY"),
          Map.entry("update_memory", "MEMORY"),
          Map.entry("upsert_memory", "MEMORY"),
          Map.entry("delete_memory", "MEMORY"),
          Map.entry("create_memory_store", "MEMORY"),
          Map.entry("delete_memory_store", "MEMORY"),
          Map.entry("apply_guardrail", "GUARDRAIL"),
          Map.entry("handoff", "HANDOFF"));

  private KindRules() {}

  static String kind(SpanFacts span) {
    for (Function<SpanFacts, @Nullable String> rule : RULES) {
      String kind = rule.apply(span);
      if (kind != null) {
        return kind;
      }
    }
    return OTHER;
  }

  /** Kinds whose spans report the usage of a call of their own. */
  static boolean callsAModel(String kind) {
    return kind.equals(LLM) || kind.equals(EMBEDDING) || kind.equals(RERANKER);
  }

  private static @Nullable String asStated(SpanFacts span) {
    String stated = span.text(Own.SPAN_KIND);
    String kind = stated == null ? null : stated.toUpperCase(Locale.ROOT);
    return kind != null && KINDS.contains(kind) ? kind : null;
  }

  /** A transfer to another agent is often a tool call by form. */
  private static @Nullable String handoff(SpanFacts span) {
    String tool = span.text(GenAi.TOOL_NAME);
    boolean transfers = tool != null && tool.startsWith("transfer_to_");
    return transfers || span.has("gen_ai.handoff.to_agent") ? "HANDOFF" : null;
  }

  private static @Nullable String mcp(SpanFacts span) {
    String method = span.text(GenAi.MCP_METHOD);
    return method == null ? null : method.equals("tools/call") ? TOOL : "MCP";
  }

  private static @Nullable String byOperation(SpanFacts span) {
    String operation = span.text(GenAi.OPERATION_NAME);
    return operation == null ? null : BY_OPERATION.get(operation);
  }

  /** Without an operation's name, what a span carries gives it away. */
  private static @Nullable String byEvidence(SpanFacts span) {
    if (span.has(GenAi.TOOL_NAME) || span.has(GenAi.TOOL_CALL_ID)) {
      return TOOL;
    }
    if (span.hasPrefix("gen_ai.retrieval.")) {
      return "RETRIEVAL";
    }
    if (span.hasPrefix("gen_ai.memory.")) {
      return "MEMORY";
    }
    if (span.has(GenAi.WORKFLOW_NAME)) {
      return "WORKFLOW";
    }
    boolean used = span.hasPrefix("gen_ai.usage.") || span.has(GenAi.INPUT_MESSAGES);
    if (used && (span.has(GenAi.REQUEST_MODEL) || span.has(GenAi.RESPONSE_MODEL))) {
      return LLM;
    }
    return span.has(GenAi.AGENT_NAME) && !used ? "AGENT" : null;
  }

  private static @Nullable String transport(SpanFacts span) {
    if (span.has("http.request.method") || span.has("http.method") || span.has("url.full")) {
      return "HTTP";
    }
    return span.hasPrefix("db.") ? "DB" : null;
  }
}
