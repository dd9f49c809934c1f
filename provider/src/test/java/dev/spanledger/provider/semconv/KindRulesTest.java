// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kind, finer kind and the convention that decided, for at least one span of every rule. */
class KindRulesTest {
  @ParameterizedTest(name = "{1} <- {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # 1: the own attribute
          spanledger.span.kind=guardrail | GUARDRAIL | spanledger
          spanledger.span.kind=CHAIN ;; gen_ai.operation.name=chat | CHAIN | spanledger
          spanledger.span.kind=nonsense | OTHER | -
          # 2: merged tools, handoffs before tools
          @name=execute_tool (merged) ;; gen_ai.operation.name=execute_tool | CHAIN | handoff
          gen_ai.tool.name=(merged tools) ;; gen_ai.operation.name=execute_tool | CHAIN | handoff
          gen_ai.operation.name=handoff | HANDOFF | handoff
          traceloop.span.kind=handoff | HANDOFF | handoff
          gen_ai.handoff.to_agent=b | HANDOFF | handoff
          @name=handoff to billing ;; openinference.span.kind=TOOL | HANDOFF | handoff
          @name=triage → billing.handoff | HANDOFF | handoff
          gen_ai.operation.name=execute_tool ;; gen_ai.tool.name=transfer_to_agent | HANDOFF | handoff
          openinference.span.kind=TOOL ;; tool.name=transfer_to_billing | HANDOFF | handoff
          # 3: Langfuse
          langfuse.observation.type=generation | LLM | langfuse
          langfuse.observation.type=generation ;; gen_ai.operation.name=embeddings | EMBEDDING | langfuse
          langfuse.observation.type=embedding | EMBEDDING | langfuse
          langfuse.observation.type=agent ;; gen_ai.operation.name=chat | AGENT | langfuse
          langfuse.observation.type=tool | TOOL | langfuse
          langfuse.observation.type=chain | CHAIN | langfuse
          langfuse.observation.type=retriever | RETRIEVAL | langfuse
          langfuse.observation.type=guardrail | GUARDRAIL | langfuse
          langfuse.observation.type=evaluator | EVALUATOR | langfuse
          langfuse.observation.type=span ;; gen_ai.operation.name=chat | LLM | otel
          langfuse.observation.type=event | OTHER | -
          # 4: OpenInference
          openinference.span.kind=LLM ;; gen_ai.operation.name=invoke_agent | LLM | openinference
          openinference.span.kind=EMBEDDING | EMBEDDING | openinference
          openinference.span.kind=TOOL | TOOL | openinference
          openinference.span.kind=AGENT | AGENT | openinference
          openinference.span.kind=GUARDRAIL | GUARDRAIL | openinference
          openinference.span.kind=EVALUATOR | EVALUATOR | openinference
          openinference.span.kind=RERANKER | RERANKER | openinference
          openinference.span.kind=RETRIEVER | RETRIEVAL | openinference
          openinference.span.kind=CHAIN | CHAIN | openinference
          openinference.span.kind=PROMPT | CHAIN/prompt | openinference
          openinference.span.kind=UNKNOWN ;; gen_ai.operation.name=chat | LLM | otel
          openinference.span.kind=TOOL ;; mcp.method.name=tools/list | MCP | mcp
          # 5: MCP
          mcp.method.name=tools/call ;; gen_ai.tool.name=t | TOOL | mcp
          mcp.method.name=tools/call ;; gen_ai.tool.name=t ;; ^ ;; gen_ai.operation.name=execute_tool ;; gen_ai.tool.name=t | MCP | mcp
          mcp.method.name=tools/call ;; gen_ai.tool.name=t ;; ^ ;; gen_ai.operation.name=execute_tool ;; gen_ai.tool.name=other | TOOL | mcp
          mcp.method.name=tools/call ;; gen_ai.tool.name=t ;; ^ ;; gen_ai.operation.name=invoke_agent | TOOL | mcp
          mcp.method.name=initialize | MCP | mcp
          mcp.method.name=resources/read ;; gen_ai.operation.name=execute_tool | MCP | mcp
          mcp.method.name=notifications/cancelled | MCP | mcp
          traceloop.span.kind=session | MCP | mcp
          traceloop.entity.name=mcp.client.session | MCP | mcp
          @name=mcp.server.tools | MCP | mcp
          @name=mcp_tools | MCP | mcp
          # 6: operations
          gen_ai.operation.name=chat ;; gen_ai.agent.name=owner | LLM | otel
          gen_ai.operation.name=text_completion | LLM | otel
          gen_ai.operation.name=generate_content | LLM | otel
          gen_ai.operation.name=completion | LLM | otel
          gen_ai.operation.name=generate | LLM | otel
          gen_ai.operation.name=call_llm | LLM | google_adk
          gen_ai.operation.name=llm_request | LLM | traceloop
          gen_ai.operation.name=chat.completions | LLM | semantic_kernel
          gen_ai.operation.name=text.completions | LLM | semantic_kernel
          gen_ai.operation.name=response | LLM | otel
          gen_ai.operation.name=image | LLM | spring_ai
          gen_ai.operation.name=fetch_response | LLM | otel
          gen_ai.operation.name=litellm.responses_management | LLM | litellm
          gen_ai.operation.name=embeddings | EMBEDDING | otel
          gen_ai.operation.name=embedding | EMBEDDING | spring_ai
          gen_ai.operation.name=execute_tool | TOOL | otel
          gen_ai.operation.name=retrieval | RETRIEVAL | otel
          gen_ai.operation.name=vector_db_retrieve | RETRIEVAL | traceloop
          gen_ai.operation.name=rag | RETRIEVAL | embabel
          gen_ai.operation.name=rerank | RERANKER | otel
          gen_ai.operation.name=reranking | RERANKER | otel
          gen_ai.operation.name=invoke_agent | AGENT | otel
          gen_ai.operation.name=create_agent | AGENT | otel
          gen_ai.operation.name=agent | AGENT | embabel
          gen_ai.operation.name=invoke_workflow | WORKFLOW | otel
          gen_ai.operation.name=agent_step | CHAIN | vercel
          gen_ai.operation.name=plan | CHAIN/plan | otel
          gen_ai.operation.name=planning | CHAIN/plan | otel
          gen_ai.operation.name=replan | CHAIN/plan | embabel
          gen_ai.operation.name=execute_task | CHAIN | traceloop
          gen_ai.operation.name=action | CHAIN | embabel
          gen_ai.operation.name=tool_loop | CHAIN | embabel
          gen_ai.operation.name=format | CHAIN | agentscope
          gen_ai.operation.name=framework | CHAIN | spring_ai
          gen_ai.operation.name=search_memory | MEMORY | otel
          gen_ai.operation.name=delete_memory_store | MEMORY | otel
          gen_ai.operation.name=apply_guardrail | GUARDRAIL | otel
          gen_ai.operation.name=litellm.moderation | GUARDRAIL | litellm
          gen_ai.operation.name=send_data | OTHER | google_adk
          gen_ai.operation.name=litellm.vector_store_search | OTHER | litellm
          gen_ai.operation.name=new_to_us ;; gen_ai.tool.name=t | TOOL | evidence
          gen_ai.operation.name=create_memory | MEMORY | otel
          gen_ai.operation.name=update_memory | MEMORY | otel
          gen_ai.operation.name=upsert_memory | MEMORY | otel
          gen_ai.operation.name=delete_memory | MEMORY | otel
          gen_ai.operation.name=create_memory_store | MEMORY | otel
          # 7: MLflow, in quotes
          mlflow.spanType="LLM" | LLM | mlflow
          mlflow.spanType="CHAT_MODEL" | LLM | mlflow
          mlflow.spanType="RETRIEVER" | RETRIEVAL | mlflow
          mlflow.spanType="EMBEDDING" | EMBEDDING | mlflow
          mlflow.spanType="RERANKER" | RERANKER | mlflow
          mlflow.spanType="TOOL" | TOOL | mlflow
          mlflow.spanType="AGENT" | AGENT | mlflow
          mlflow.spanType="MEMORY" | MEMORY | mlflow
          mlflow.spanType="CHAIN" | CHAIN | mlflow
          mlflow.spanType="WORKFLOW" | WORKFLOW | mlflow
          mlflow.spanType="TASK" | CHAIN | mlflow
          mlflow.spanType="GUARDRAIL" | GUARDRAIL | mlflow
          mlflow.spanType="EVALUATOR" | EVALUATOR | mlflow
          mlflow.spanType="PARSER" | CHAIN | mlflow
          mlflow.spanType="UNKNOWN" | OTHER | -
          # 8: Traceloop
          traceloop.span.kind=workflow | WORKFLOW | traceloop
          traceloop.span.kind=task | CHAIN | traceloop
          traceloop.span.kind=agent | AGENT | traceloop
          traceloop.span.kind=tool | TOOL | traceloop
          llm.request.type=chat | LLM | traceloop
          llm.request.type=completion | LLM | traceloop
          llm.request.type=embedding | EMBEDDING | traceloop
          llm.request.type=rerank | RERANKER | traceloop
          # 9: Spring AI
          gen_ai.operation.name=framework ;; spring.ai.kind=tool_call | TOOL | spring_ai
          spring.ai.kind=vector_store ;; db.operation.name=query | RETRIEVAL | spring_ai
          spring.ai.kind=vector_store ;; db.operation.name=add | OTHER/vector_write | spring_ai
          gen_ai.operation.name=framework ;; spring.ai.kind=chat_client | AGENT/chat_client | spring_ai
          spring.ai.kind=advisor ;; spring.ai.advisor.name=MessageChatMemoryAdvisor | MEMORY | spring_ai
          spring.ai.kind=advisor ;; spring.ai.advisor.name=QuestionAnswerAdvisor | RETRIEVAL | spring_ai
          spring.ai.kind=advisor ;; spring.ai.advisor.name=RetrievalAugmentationAdvisor | RETRIEVAL | spring_ai
          spring.ai.kind=advisor ;; spring.ai.advisor.name=SafeGuardAdvisor | GUARDRAIL | spring_ai
          spring.ai.kind=advisor ;; spring.ai.advisor.name=SimpleLoggerAdvisor | HOOK | spring_ai
          # 10: Embabel decides where its event is
          embabel.event.type=agent_process ;; gen_ai.operation.name=agent | AGENT | embabel
          embabel.event.type=action | CHAIN | embabel
          embabel.event.type=tool_loop ;; gen_ai.operation.name=tool_loop | CHAIN | embabel
          embabel.event.type=llm_call ;; gen_ai.operation.name=chat | CHAIN/llm_interaction | embabel
          embabel.event.type=llm_invocation ;; gen_ai.operation.name=chat | OTHER | embabel
          embabel.event.type=embedding | EMBEDDING | embabel
          embabel.event.type=rag ;; gen_ai.operation.name=rag | RETRIEVAL | embabel
          embabel.event.type=ranking | CHAIN/routing | embabel
          embabel.event.type=tool_call | TOOL | embabel
          embabel.event.type=planning ;; gen_ai.operation.name=planning | CHAIN/plan | embabel
          embabel.event.type=replan | CHAIN/plan | embabel
          embabel.event.type=custom | CHAIN | embabel
          embabel.event.type=planning_ready | CHAIN/plan | embabel
          embabel.event.type=tool_loop_completed | HOOK | embabel
          embabel.event.type=state_transition | HOOK | embabel
          embabel.event.type=dynamic_agent_creation | HOOK | embabel
          embabel.event.type=goal | HOOK | embabel
          embabel.event.type=lifecycle ;; gen_ai.operation.name=lifecycle | HOOK | embabel
          # 11: Spring AI Alibaba
          spring.ai.alibaba.kind=graph | WORKFLOW | spring_ai_alibaba
          spring.ai.alibaba.kind=graph_node | CHAIN | spring_ai_alibaba
          spring.ai.alibaba.kind=graph_edge | CHAIN | spring_ai_alibaba
          # 12: Koog
          koog.strategy.name=s | WORKFLOW | koog
          koog.subgraph.id=s | CHAIN | koog
          koog.node.id=n | CHAIN | koog
          # 13: Google ADK
          @scope=gcp.vertex.agent ;; @name=invocation | WORKFLOW | google_adk
          @scope=gcp.vertex.agent ;; @name=call_llm | LLM | google_adk
          @scope=gcp.vertex.agent ;; @name=send_data | OTHER | google_adk
          @scope=gcp.vertex.agent ;; @name=tool_call [x] | TOOL | google_adk
          @scope=gcp.vertex.agent ;; @name=tool_response [x] | CHAIN | google_adk
          @name=invocation | OTHER | -
          # 14: Vercel AI SDK
          ai.operationId=ai.generateText.doGenerate | LLM | vercel
          ai.operationId=ai.streamText.doStream | LLM | vercel
          operation.name=ai.streamObject.doStream my-function | LLM | vercel
          ai.operationId=ai.embed.doEmbed | EMBEDDING | vercel
          ai.operationId=ai.embedMany.doEmbed | EMBEDDING | vercel
          ai.operationId=ai.toolCall | TOOL | vercel
          ai.operationId=ai.rerank.doRerank | RERANKER | vercel
          ai.operationId=ai.generateText | AGENT | vercel
          operation.name=ai.generateObject my-function | AGENT | vercel
          ai.operationId=ai.streamText | AGENT | vercel
          ai.operationId=ai.streamObject | AGENT | vercel
          ai.operationId=ai.embedMany | CHAIN | vercel
          ai.operationId=ai.embed | CHAIN | vercel
          # 15: Genkit
          genkit:metadata:subtype=model | LLM | genkit
          genkit:metadata:subtype=background-model | LLM | genkit
          genkit:metadata:subtype=embedder | EMBEDDING | genkit
          genkit:metadata:subtype=tool.v2 | TOOL | genkit
          genkit:metadata:subtype=tool | TOOL | genkit
          genkit:metadata:subtype=evaluator | EVALUATOR | genkit
          genkit:metadata:subtype=retriever | RETRIEVAL | genkit
          genkit:metadata:subtype=flow | WORKFLOW | genkit
          # 16: Claude Code, VoltAgent
          span.type=claude_code.interaction | AGENT | claude_code
          span.type=llm_request | LLM | claude_code
          span.type=tool | TOOL | claude_code
          span.type=claude_code.tool.execution | CHAIN | claude_code
          span.type=agent | AGENT | voltagent
          span.type=llm | LLM | voltagent
          span.type=claude_code.hook | HOOK | claude_code
          span.type=claude_code.tool.blocked_on_user | CHAIN | claude_code
          span.type=memory | MEMORY | voltagent
          span.type=retriever | RETRIEVAL | voltagent
          span.type=guardrail | GUARDRAIL | voltagent
          span.type=workflow | WORKFLOW | voltagent
          span.type=workflow-step | CHAIN | voltagent
          span.type=scorer | EVALUATOR | voltagent
          # 17: the others
          semantic_kernel.function.invocation.name=f ;; ^ ;; gen_ai.operation.name=chat.completions | TOOL | semantic_kernel
          semantic_kernel.function.invocation.name=f ;; ^ ;; mine=1 ;; ^ ;; gen_ai.operation.name=invoke_agent | TOOL | semantic_kernel
          semantic_kernel.function.invocation.name=f | CHAIN | semantic_kernel
          agno.workflow.id=w | WORKFLOW | agno
          agno.step.type=Step | CHAIN | agno
          crewai.crew.id=c | WORKFLOW | crewai
          crewai.task.id=t | CHAIN | crewai
          crewai.agent.id=a | AGENT | crewai
          litellm.guardrail.name=g | GUARDRAIL | litellm
          gen_ai.guardrail.name=g | GUARDRAIL | evidence
          @kind=CLIENT ;; a2a.method.name=message/send | HANDOFF | a2a
          @kind=SERVER ;; gen_ai.agent.a2a.operation.name=message/send | AGENT | a2a
          @scope=openinference.instrumentation.openai_agents ;; @name=turn ;; openinference.span.kind=UNKNOWN | CHAIN | openinference
          @scope=pydantic-ai ;; @name=agent run ;; agent_name=a ;; model_name=m ;; gen_ai.usage.input_tokens:int=3 | AGENT | pydantic_ai
          # 18: evidence
          gen_ai.tool.name=t | TOOL | evidence
          gen_ai.tool_call.id=t | TOOL | evidence
          tool.name=t | TOOL | evidence
          gen_ai.retrieval.top_k:int=3 | RETRIEVAL | evidence
          retrieval.documents.0.document.id=d | RETRIEVAL | evidence
          db.vector.query.top_k:int=3 ;; db.system=x | RETRIEVAL | evidence
          reranker.top_k:int=3 | RERANKER | evidence
          embedding.model_name=m | EMBEDDING | evidence
          gen_ai.embeddings.dimension.count:int=3 | EMBEDDING | evidence
          gen_ai.memory.store.id=m | MEMORY | evidence
          gen_ai.evaluation.name=e | EVALUATOR | evidence
          gen_ai.workflow.name=w | WORKFLOW | evidence
          gen_ai.request.model=m ;; gen_ai.usage.input_tokens:int=3 | LLM | evidence
          llm.model_name=m ;; llm.input_messages.0.message.role=user | LLM | evidence
          gen_ai.request.model=m ;; gen_ai.prompt.name=p | OTHER | -
          gen_ai.request.model=m | OTHER | -
          gen_ai.agent.name=a | AGENT | evidence
          agent.name=a | AGENT | evidence
          gen_ai.agent.name=a ;; gen_ai.usage.input_tokens:int=3 | OTHER | -
          # 19: names
          @scope=my.openai.client ;; @name=chat gpt-4o | LLM | name
          @scope=my.http.client ;; @name=chat gpt-4o | OTHER | -
          @scope=my.http.client ;; @name=chat gpt-4o ;; ^ ;; gen_ai.operation.name=invoke_agent | LLM | name
          @scope=gen_ai ;; @name=embeddings m | EMBEDDING | name
          @scope=gen_ai ;; @name=invoke_agent a | AGENT | name
          @scope=gen_ai ;; @name=researcher.agent | AGENT | name
          @scope=gen_ai ;; @name=invoke_workflow w | WORKFLOW | name
          @scope=gen_ai ;; @name=search.tool | TOOL | name
          @scope=gen_ai ;; @name=retrieve documents | RETRIEVAL | name
          @scope=gen_ai ;; @name=rerank | RERANKER | name
          @scope=gen_ai ;; @name=apply_guardrail pii | GUARDRAIL | name
          @scope=gen_ai ;; @name=plan trip | CHAIN/plan | name
          @scope=io.quarkus.opentelemetry ;; @name=langchain4j.aiservices.Poet.write | AGENT | quarkus_langchain4j
          @scope=io.quarkus.opentelemetry ;; @name=langchain4j.tools.add | TOOL | quarkus_langchain4j
          @name=evaluateNode | CHAIN | langgraph4j
          @name=litellm_request | LLM | litellm
          @name=raw_gen_ai_request ;; gen_ai.request.model=m ;; gen_ai.usage.input_tokens:int=3 | OTHER | litellm
          # 20: the rest
          http.request.method=GET | HTTP | -
          http.method=GET | HTTP | -
          url.full=http://x | HTTP | -
          db.system.name=postgresql | DB | -
          rpc.system=grpc | OTHER | -
          """)
  void theFirstRuleThatKnowsDecides(String span, String kind, String convention) {
    SpanRow row = Described.of(span);
    String sub = row.get(SpanColumns.SUB_KIND);
    String decided = row.get(SpanColumns.CONVENTION);
    assertThat(sub == null ? row.kind() : row.kind() + "/" + sub).isEqualTo(kind);
    assertThat(decided == null ? "-" : decided).isEqualTo(convention);
  }

  /** As many as a trace can have; each asks for all above it. */
  @Test
  @Timeout(60)
  void askingForTheKindsAboveEndsHoweverDeepATreeIs() {
    String step = "semantic_kernel.function.invocation.name=f";
    String below = String.join(" ;; ^ ;; ", Collections.nCopies(256, step));

    assertThat(Described.of(below).kind()).isEqualTo("CHAIN");
    assertThat(Described.of(below + " ;; ^ ;; gen_ai.operation.name=chat").kind())
        .isEqualTo("TOOL");
  }
}
