// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.semconv.ColumnSource.Rank;
import dev.spanledger.schema.SpanColumns;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names are the last resort, and only below an agent or under a scope that says what it is about:
 * an ordinary span can be called "plan", too.
 */
final class SpanNames {
  private static final Map<Pattern, String> KINDS = new LinkedHashMap<>();

  static {
    put("^(chat|completion|text_completion|generate_content) ", KindRules.LLM);
    put("^embeddings? ", KindRules.EMBEDDING);
    put("^invoke_agent\\b|^create_agent\\b|^agent[ .]run|\\.agent$", KindRules.AGENT);
    put("^invoke_workflow", KindRules.WORKFLOW);
    put("^execute_tool|^tool_call |\\.tool$|^running tool: ", KindRules.TOOL);
    put("^retriev", KindRules.RETRIEVAL);
    put("^rerank", KindRules.RERANKER);
    put("^execute_guardrail|^apply_guardrail", KindRules.GUARDRAIL);
    put("^plan\\b", KindRules.CHAIN + "/plan");
  }

  private static final Pattern AI_SCOPE =
      Pattern.compile(
          "(?i)(^|[^a-z])(ai|genai|gen_ai|llms?|agents?|openai|anthropic|bedrock|gemini"
              + "|langchain4?j?|langgraph4?j?|llama_?index|openinference|openllmetry|traceloop"
              + "|langfuse|pydantic|mlflow|agno|litellm|crewai|koog|embabel|agentscope"
              + "|semantic_?kernel|genkit|voltagent|claude_code|mcp|a2a|spanledger)([^a-z]|$)");

  private static final Pattern TOOL =
      Pattern.compile(
          "^tool_call \\[(.+)]$"
              + "|^(?:execute_tool |tool_call |langchain4j\\.tools\\.|tools/call |running tool: )(.+)$"
              + "|^(.+)\\.tool$");
  private static final Pattern AGENT = Pattern.compile("^(?:invoke_agent|create_agent) (.+)$");

  static final Convention CONVENTION =
      Convention.named("name")
          .kind(SpanNames::kind)
          .rank(Rank.LAST)
          .when(span -> span.kind().equals(KindRules.TOOL) || span.kind().equals(KindRules.MCP))
          .derive(SpanColumns.TOOL_NAME, span -> named(TOOL, span))
          .when(span -> span.kind().equals(KindRules.AGENT))
          .derive(SpanColumns.AGENT_NAME, span -> named(AGENT, span));

  private SpanNames() {}

  private static void put(String name, String kind) {
    KINDS.put(Pattern.compile(name), kind);
  }

  private static @Nullable String kind(SpanView span) {
    for (Map.Entry<Pattern, String> kind : KINDS.entrySet()) {
      if (kind.getKey().matcher(span.name()).find()) {
        return isAboutAi(span) ? kind.getValue() : null;
      }
    }
    return null;
  }

  private static boolean isAboutAi(SpanView span) {
    return AI_SCOPE.matcher(span.scope()).find() || KindRules.isBelowAi(span);
  }

  private static @Nullable String named(Pattern pattern, SpanView span) {
    Matcher matcher = pattern.matcher(span.name());
    if (!matcher.matches()) {
      return null;
    }
    for (int group = 1; group <= matcher.groupCount(); group++) {
      if (matcher.group(group) != null) {
        return matcher.group(group);
      }
    }
    return null;
  }
}
