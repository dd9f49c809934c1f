// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KindRulesTest {
  @ParameterizedTest(name = "{1} <- {0}")
  @CsvSource({
    "spanledger.span.kind=guardrail, GUARDRAIL",
    "spanledger.span.kind=nonsense, OTHER",
    "spanledger.span.kind=CHAIN gen_ai.operation.name=chat, CHAIN",
    "gen_ai.operation.name=chat, LLM",
    "gen_ai.operation.name=text_completion, LLM",
    "gen_ai.operation.name=generate_content, LLM",
    "gen_ai.operation.name=embeddings, EMBEDDING",
    "gen_ai.operation.name=execute_tool, TOOL",
    "gen_ai.operation.name=retrieval, RETRIEVAL",
    "gen_ai.operation.name=invoke_agent, AGENT",
    "gen_ai.operation.name=create_agent, AGENT",
    "gen_ai.operation.name=invoke_workflow, WORKFLOW",
    "gen_ai.operation.name=plan, CHAIN",
    "gen_ai.operation.name=search_memory, MEMORY",
    "gen_ai.operation.name=handoff, HANDOFF",
    "gen_ai.operation.name=execute_tool gen_ai.tool.name=transfer_to_agent, HANDOFF",
    "gen_ai.operation.name=chat gen_ai.agent.name=owner, LLM",
    "mcp.method.name=tools/call gen_ai.operation.name=execute_tool, TOOL",
    "mcp.method.name=tools/list, MCP",
    "gen_ai.tool.name=t, TOOL",
    "gen_ai.retrieval.top_k=3, RETRIEVAL",
    "gen_ai.memory.store.id=m, MEMORY",
    "gen_ai.workflow.name=w, WORKFLOW",
    "gen_ai.request.model=m gen_ai.usage.input_tokens=3, LLM",
    "gen_ai.agent.name=a, AGENT",
    "http.request.method=GET, HTTP",
    "db.system.name=postgresql, DB",
    "rpc.system=grpc, OTHER"
  })
  void theFirstRuleThatKnowsDecides(String attributes, String kind) {
    assertThat(Described.attributes(parse(attributes)).kind()).isEqualTo(kind);
  }

  private static Map<String, Object> parse(String attributes) {
    Map<String, Object> parsed = new HashMap<>();
    for (String attribute : attributes.split(" ", -1)) {
      parsed.put(
          attribute.substring(0, attribute.indexOf('=')),
          attribute.substring(attribute.indexOf('=') + 1));
    }
    return parsed;
  }
}
