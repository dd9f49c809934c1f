// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One line a spelling: what a span says, which column says it, and how. */
class SpellingsTest {
  private static final Map<String, Column<?>> COLUMNS =
      Arrays.stream(SpanColumns.class.getFields())
          .map(SpellingsTest::column)
          .collect(Collectors.toMap(Column::name, Function.identity()));

  private static Column<?> column(java.lang.reflect.Field constant) {
    try {
      return (Column<?>) constant.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest(name = "{1} = {2} <- {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # renamed: every name that OpenTelemetry has had
          gen_ai.provider.name=openai ;; gen_ai.system=azure.ai.openai | provider | openai
          gen_ai.system=openai | provider | openai
          gen_ai.usage.prompt_tokens:int=7 | input_tokens | 7
          gen_ai.usage.completion_tokens:int=8 | output_tokens | 8
          gen_ai.usage.input_tokens:int=9 ;; gen_ai.usage.cache_write.input_tokens:int=1 | cache_write_tokens | 1
          gen_ai.usage.input_tokens:int=9 ;; gen_ai.usage.cache_creation.input_tokens:int=2 | cache_write_tokens | 2
          gen_ai.usage.input_tokens:int=9 ;; gen_ai.usage.cache_creation_input_tokens:int=3 | cache_write_tokens | 3
          gen_ai.usage.input_tokens:int=9 ;; gen_ai.usage.cache_read.input_tokens:int=4 | cache_read_tokens | 4
          gen_ai.usage.input_tokens:int=9 ;; gen_ai.usage.cache_read_input_tokens:int=5 | cache_read_tokens | 5
          gen_ai.usage.output_tokens:int=9 ;; gen_ai.usage.reasoning.output_tokens:int=4 | reasoning_tokens | 4
          gen_ai.usage.output_tokens:int=9 ;; gen_ai.usage.reasoning_tokens:int=5 | reasoning_tokens | 5
          gen_ai.usage.output_tokens:int=9 ;; llm.usage.reasoning_tokens:int=6 | reasoning_tokens | 6
          gen_ai.operation.name=retrieval ;; gen_ai.retrieval.top_k:int=3 | retrieval_top_k | 3
          gen_ai.operation.name=retrieval ;; gen_ai.request.top_k:int=4 | retrieval_top_k | 4
          gen_ai.operation.name=chat ;; gen_ai.request.top_k:double=40 | top_k | 40.0
          gen_ai.request.seed:int=-5 | seed | -5
          gen_ai.openai.request.seed:int=5 | seed | 5
          gen_ai.output.type=json | output_type | json
          gen_ai.openai.request.response_format=json_schema | output_type | json
          openai.response.service_tier=flex | service_tier | flex
          gen_ai.openai.request.service_tier=auto | service_tier | auto
          gen_ai.system=az.ai.inference | provider | azure.ai.inference
          gen_ai.system=az.ai.openai | provider | azure.ai.openai
          gen_ai.system=vertex_ai | provider | gcp.vertex_ai
          gen_ai.system=gemini | provider | gcp.gemini
          gen_ai.system=xai | provider | x_ai
          gen_ai.request.reasoning.level=high | reasoning_level | high
          gen_ai.request.previous_response.id=r0 | previous_response_id | r0
          gen_ai.usage.audio.input_tokens:int=3 | audio_input_tokens | 3
          gen_ai.prompt.version=3 | prompt_version | 3
          gen_ai.prompt.variable.city=Rome | prompt_variables | {"city":"Rome"}
          gen_ai.openai.response.system_fingerprint=fp | model_params | {"gen_ai.openai.response.system_fingerprint":"fp"}
          openai.response.system_fingerprint=fp | model_params | {"openai.response.system_fingerprint":"fp"}
          openai.request.service_tier=auto | service_tier | auto
          gen_ai.openai.response.service_tier=flex | service_tier | flex
          gen_ai.usage.input_tokens:int=9 ;; gen_ai.usage.text.input_tokens:int=4 ;; gen_ai.usage.audio.cache_read.input_tokens:int=1 | usage_details | {"gen_ai.usage.audio.cache_read.input_tokens":1,"gen_ai.usage.text.input_tokens":4}
          gen_ai.operation.name=chat ;; gen_ai.conversation.compacted:bool=true | attributes | {"gen_ai.conversation.compacted":true}
          gen_ai.operation.name=invoke_agent ;; gen_ai.agent.name=a | agent_name | a
          gen_ai.operation.name=chat ;; gen_ai.output.messages=[{"role":"assistant","parts":[],"finish_reason":"tool_calls"}] | finish_reasons | [tool_call]
          gen_ai.operation.name=chat ;; gen_ai.response.finish_reasons:list=stop ;; gen_ai.output.messages=[{"role":"assistant","parts":[],"finish_reason":"tool_calls"}] | finish_reasons | [stop]
          gen_ai.operation.name=chat ;; gen_ai.completion.0.role=assistant ;; gen_ai.completion.0.content=x ;; gen_ai.completion.0.finish_reason=length | finish_reasons | [length]
          gen_ai.operation.name=chat ;; @event=gen_ai.content.prompt,gen_ai.prompt=hi | input | [{"role":"user","parts":[{"type":"text","content":"hi"}]}]
          gen_ai.operation.name=chat ;; gen_ai.prompt=hi | input | [{"role":"user","parts":[{"type":"text","content":"hi"}]}]
          gen_ai.operation.name=chat ;; gen_ai.prompt=hi ;; gen_ai.input.messages=[{"role":"user","parts":[]}] | input | [{"role":"user","parts":[]}]
          llm.request.model_name=a | request_model | a
          llm.response.model_name=b | response_model | b
          llm.model_name=c | model | c
          # model
          gen_ai.request.model=a ;; gen_ai.response.model=b | model | b
          gen_ai.request.model=a ;; gen_ai.response.model=b | request_model | a
          gen_ai.response.model=b ;; langfuse.observation.model.name=c | model | c
          llm.request.model_name=a ;; llm.model_name=c | model | a
          ai.model.id=a ;; ai.response.model=b | response_model | b
          openinference.span.kind=EMBEDDING ;; embedding.model_name=e | model | e
          openinference.span.kind=RERANKER ;; reranker.model_name=e | model | e
          embabel.llm.model=m | request_model | m
          @scope=pydantic-ai ;; model_name=m | request_model | m
          model_name=m | request_model | -
          genkit:metadata:subtype=model ;; genkit:name=g/m | request_model | g/m
          span.type=llm_request ;; model=claude | model | claude
          model=claude | model | -
          gcp.vertex.agent.llm_request={"model":"gemini-2.5-pro"} | request_model | gemini-2.5-pro
          mlflow.llm.model="m" | model | m
          openinference.span.kind=LLM ;; output.value={"id":"resp_1"} | response_id | resp_1
          gen_ai.operation.name=chat ;; ai.operationId=ai.x | operation_name | chat
          ai.operationId=ai.x ;; traceloop.span.kind=task | operation_name | ai.x
          llm.request.type=chat ;; traceloop.span.kind=task | operation_name | chat
          traceloop.span.kind=tool ;; mcp.method.name=ping | operation_name | tool
          mcp.method.name=ping ;; spring.ai.kind=advisor | operation_name | ping
          a2a.method.name=message/send ;; spring.ai.kind=advisor | operation_name | message/send
          spring.ai.kind=advisor | operation_name | advisor
          span.type=llm_request | operation_name | llm_request
          # parameters
          ai.settings.temperature:double=0.5 | temperature | 0.5
          openinference.span.kind=LLM ;; llm.invocation_parameters={"temperature":0.2,"max_tokens":5,"stop":["a"]} | temperature | 0.2
          openinference.span.kind=LLM ;; llm.invocation_parameters={"temperature":0.2,"max_tokens":5,"stop":["a"]} | max_tokens | 5
          openinference.span.kind=LLM ;; llm.invocation_parameters={"temperature":0.2,"max_tokens":5,"stop":["a"]} | stop_sequences | [a]
          langfuse.observation.model.parameters={"temperature":0.9} | temperature | 0.9
          gen_ai.request.n:int=2 | choice_count | 2
          gen_ai.request.max_completion_tokens:int=9 | max_tokens | 9
          llm.presence_penalty:double=0.1 | presence_penalty | 0.1
          gen_ai.request.top_logprobs:int=5 | top_k | -
          gen_ai.request.encoding_formats:list=float ;; gen_ai.request.model=m | model_params | {"gen_ai.request.encoding_formats":["float"]}
          llm.is_streaming=true | stream | true
          ai.operationId=ai.streamText.doStream | stream | true
          operation.name=ai.streamObject.doStream f | stream | true
          model_config={"temperature":0.3,"seed":7,"n":2} | temperature | 0.3
          model_config={"temperature":0.3,"seed":7,"n":2} | seed | 7
          model_config={"temperature":0.3,"seed":7,"n":2} | choice_count | 2
          langfuse.observation.model.parameters={"n":3} | choice_count | 3
          gen_ai.request.model=m ;; openai.api.type=responses | model_params | {"openai.api.type":"responses"}
          gen_ai.openai.api_base=https://my.azure.com/v1 | server_address | my.azure.com
          net.peer.name=h | server_address | h
          # time to the first chunk
          gen_ai.response.time_to_first_chunk:double=0.25 | ttft_ms | 250.0
          ai.response.msToFirstChunk:double=426.5 | ttft_ms | 426.5
          # counts
          langfuse.observation.usage_details={"input":5,"output":6,"total":11} | input_tokens | 5
          langfuse.observation.usage_details={"input":5,"output":6,"total":11} | output_tokens | 6
          llm.token_count.prompt:int=5 | input_tokens | 5
          llm.usage.prompt_tokens:int=5 | input_tokens | 5
          ai.usage.inputTokens:int=5 | input_tokens | 5
          ai.usage.promptTokens:int=5 | input_tokens | 5
          mlflow.chat.tokenUsage={"input_tokens":5,"output_tokens":1,"total_tokens":6} | input_tokens | 5
          gen_ai.aggregated_usage.input_tokens:int=5 | usage_scope | aggregate
          gen_ai.operation.name=chat ;; input_tokens=5 | input_tokens | 5
          input_tokens=5 | input_tokens | -
          gen_ai.usage.total_tokens:int=9 ;; gen_ai.usage.input_tokens:int=5 ;; gen_ai.usage.output_tokens:int=3 | total_tokens | 9
          gen_ai.usage.input_tokens:int=5 ;; gen_ai.usage.output_tokens:int=3 | total_tokens | 8
          gen_ai.usage.input_tokens:int=5 ;; gen_ai.usage.image.input_tokens:int=2 | usage_details | {"gen_ai.usage.image.input_tokens":2}
          # cost
          langfuse.observation.cost_details={"input":0.1,"output":0.2} | reported_cost_usd | 0.3
          langfuse.observation.cost_details={"input":0.1,"output":0.2,"total":0.4} | reported_cost_usd | 0.4
          gen_ai.usage.cost:double=0.5 | reported_cost_usd | 0.5
          llm.cost.total:double=0.5 | reported_cost_usd | 0.5
          litellm.cost.total:double=0.5 | reported_cost_usd | 0.5
          litellm.cost.input:double=0.25 ;; litellm.cost.output:double=0.5 | reported_cost_usd | 0.75
          gen_ai.cost.total_cost:double=0.5 | reported_cost_usd | 0.5
          operation.cost:double=0.5 | reported_cost_usd | 0.5
          mlflow.llm.cost={"input_cost":0.1,"output_cost":0.2,"total_cost":0.3} | reported_cost_usd | 0.3
          embabel.llm.cost=0.5 | reported_cost_usd | 0.5
          gen_ai.client.estimated_cost=0.0012EUR | reported_cost_usd | 0.0012
          gen_ai.client.estimated_cost=0.0012EUR | cost_currency | EUR
          llm.cost.prompt_details.cache_read:double=0.1 | cost_details | {"llm.cost.prompt_details.cache_read":0.1}
          gen_ai.usage.cost:double=0.5 ;; llm.cost.total:double=0.7 | reported_cost_usd | 0.5
          langfuse.observation.cost_details={"total":0.4} ;; gen_ai.usage.cost:double=0.5 | reported_cost_usd | 0.4
          langfuse.observation.cost_details={"input":0.1,"output":0.2} | input_cost_usd | 0.1
          llm.cost.prompt:double=0.1 ;; llm.cost.completion:double=0.2 | reported_cost_usd | 0.3
          llm.cost.completion:double=0.2 | output_cost_usd | 0.2
          gen_ai.cost.input_cost:double=0.1 | input_cost_usd | 0.1
          mlflow.llm.cost={"input_cost":0.1,"output_cost":0.2} | output_cost_usd | 0.2
          litellm.cost.discount_amount:double=0.1 | cost_details | {"litellm.cost.discount_amount":0.1}
          gen_ai.usage.cost=NaN | reported_cost_usd | -
          gen_ai.usage.cost:double=-1 | reported_cost_usd | -
          gen_ai.client.estimated_cost=0.0012USD | reported_cost_usd | 0.0012
          # who
          langfuse.session.id=a ;; session.id=b | session_id | a
          gen_ai.conversation.id=c | session_id | c
          gen_ai.conversation.id=c ;; session.id=s | conversation_id | c
          session.id=s | conversation_id | s
          traceloop.association.properties.session_id=s | session_id | s
          spring.ai.chat.client.conversation.id=s | session_id | s
          gcp.vertex.agent.session_id=s | session_id | s
          @scope=openinference.instrumentation.agno ;; session_id=s | session_id | s
          session_id=s | session_id | -
          ai.telemetry.metadata.sessionId=s | session_id | s
          mlflow.trace.session="s" | session_id | s
          gen_ai.agent.a2a.context_id=x | session_id | x
          gen_ai.agent.a2a.context_id=x ;; mlflow.trace.session="s" | session_id | s
          thread.id:int=5 | session_id | -
          langfuse.user.id=a ;; user.id=b | user_id | a
          enduser.id=u | user_id | u
          enduser.pseudo.id=u | user_id | u
          gen_ai.user=u | user_id | u
          litellm.end_user.id=u | user_id | u
          metadata.user_api_key_user_id=u | user_id | u
          langfuse.trace.metadata.langfuse_user_id=u | user_id | u
          traceloop.association.properties.customer_id=t | tenant_id | t
          metadata.user_api_key_team_id=t | tenant_id | t
          gen_ai.agent.call.id=r | run_id | r
          gcp.vertex.agent.invocation_id=r | run_id | r
          embabel.run.id=r | run_id | r
          litellm.call_id=r | run_id | r
          langfuse.trace.name=w | workflow_name | w
          langfuse.release=v7 | release | v7
          langfuse.version=7 | service_version | 7
          langfuse.environment=prod | environment | prod
          langfuse.trace.tags:list=a,b | tags | [a, b]
          tag.tags=["a","b"] | tags | [a, b]
          ai.telemetry.metadata.color=red | metadata | {"color":"red"}
          metadata={"color":"red"} | metadata | {"color":"red"}
          traceloop.association.properties.color=red | metadata | {"color":"red"}
          agent.name=a | agent_name | a
          traceloop.span.kind=agent ;; traceloop.entity.name=a | agent_name | a
          traceloop.span.kind=task ;; traceloop.entity.name=a | task_name | a
          openinference.span.kind=AGENT ;; graph.node.id=a | agent_name | a
          @scope=gen_ai ;; @name=invoke_agent poet | agent_name | poet
          @scope=opentelemetry.instrumentation.agno ;; @name=poet.agent | agent_name | poet
          gen_ai.handoff.from_agent=a ;; gen_ai.handoff.to_agent=b | handoff_from | a
          @name=triage → billing.handoff | handoff_to | billing
          @name=handoff to billing ;; input.value=triage | handoff_from | triage
          @name=handoff to billing ;; input.value=triage | handoff_to | billing
          gen_ai.tool.name=transfer_to_agent ;; gen_ai.tool.call.arguments={"agent_name":"billing"} | handoff_to | billing
          gen_ai.tool.name=transfer_to_billing | handoff_to | billing
          koog.node.id=n | task_name | n
          @name=evaluateNode ;; nodeId=n | task_name | n
          # tools
          spring.ai.tool.definition.name=t | tool_name | t
          ai.toolCall.name=t | tool_name | t
          embabel.tool.name=t | tool_name | t
          span.type=tool ;; tool_name=t | tool_name | t
          tool_name=t | tool_name | -
          semantic_kernel.function.invocation.name=f ;; semantic_kernel.function.invocation.plugin_name=p | tool_name | p-f
          @scope=gen_ai ;; @name=execute_tool search | tool_name | search
          gen_ai.tool_call.id=i | tool_call_id | i
          spring.ai.tool.call.id=i | tool_call_id | i
          tool_call.id=i | tool_call_id | i
          ai.toolCall.id=i | tool_call_id | i
          embabel.tool.correlation_id=i | tool_call_id | i
          spring.ai.tool.definition.schema={"type":"object"} | tool_schema | {"type":"object"}
          gen_ai.tool.name=t ;; spring.ai.tool.call.arguments={"a":1} | input | {"a":1}
          gen_ai.tool.name=t ;; gcp.vertex.agent.tool_call_args={"a":1} | input | {"a":1}
          gen_ai.tool.name=t ;; tool.parameters={"a":1} | input | {"a":1}
          tool.name=t ;; tool.parameters={"type":"object","properties":{}} | tool_schema | {"type":"object","properties":{}}
          gen_ai.tool.name=t ;; @scope=pydantic-ai ;; tool_arguments={"a":1} ;; tool_response=ok | output | "ok"
          gen_ai.tool.name=t ;; traceloop.entity.input={"a":1} | input | {"a":1}
          mlflow.spanType="TOOL" ;; mlflow.spanInputs={"a":1} | input | {"a":1}
          gen_ai.tool.name=t ;; gen_ai.tool.call.arguments="{\\"a\\":1}" | input | {"a":1}
          span.type=tool ;; full_command=ls | input | "ls"
          span.type=tool ;; @event=tool.output,output=done | output | "done"
          mcp.method.name=tools/call ;; server.address=h ;; server.port:int=80 | mcp_server | h:80
          mcp.method.name=tools/call ;; network.transport=pipe | mcp_transport | pipe
          mcp.request.id=5 ;; mcp.method.name=ping | jsonrpc_request_id | 5
          gen_ai.tool.name=t ;; traceloop.entity.input={"a":1} ;; mcp.request.argument={"b":2} | input | {"a":1}
          mcp.method.name=tools/call ;; gen_ai.tool.name=t ;; mcp.request.argument={"b":2} | input | {"b":2}
          mcp.method.name=tools/call ;; server.address=h ;; koog.mcp.server.url=http://k | mcp_server | h
          koog.mcp.server.url=http://k | mcp_server | http://k
          # content of other kinds
          openinference.span.kind=CHAIN ;; input.value={"q":1} | input | {"q":1}
          openinference.span.kind=CHAIN ;; input.value=text | input_mime | text/plain
          koog.node.id=n ;; koog.node.input=i | input | "i"
          @name=evaluateNode ;; @event=start,nodeState=x | input | {"nodeState":"x"}
          traceloop.span.kind=workflow ;; traceloop.entity.output={"o":1} | output | {"o":1}
          # retrieval, embeddings, memory, guardrails
          openinference.span.kind=RETRIEVER ;; input.value=q | retrieval_query | q
          openinference.span.kind=RETRIEVER ;; retrieval.documents.0.document.content=a ;; retrieval.documents.2.document.content=b ;; retrieval.documents.2.document.score:double=0.9 | output | [{"content":"a"},{"content":"b","score":0.9}]
          openinference.span.kind=RETRIEVER ;; retrieval.documents.0.document.content=a ;; retrieval.documents.2.document.score:double=0.9 | retrieval_count | 2
          openinference.span.kind=RETRIEVER ;; retrieval.documents.0.document.content=a ;; retrieval.documents.2.document.score:double=0.9 | retrieval_top_score | 0.9
          gen_ai.operation.name=retrieval ;; gen_ai.retrieval.documents=[{"id":"a","score":0.5},{"id":"b","score":0.7}] | retrieval_top_score | 0.7
          gen_ai.operation.name=vector_db_retrieve ;; @event=db.query.result,db.query.result.id=a,db.query.result.document=t | output | [{"document":"t","id":"a"}]
          embabel.rag.result_count=4 | retrieval_count | 4
          db.vector.query.content=q ;; spring.ai.kind=vector_store ;; db.operation.name=query ;; db.collection.name=c | data_source_id | c
          openinference.span.kind=RERANKER ;; reranker.query=q | retrieval_query | q
          gen_ai.request.embedding.dimensions=256 | embedding_dimensions | 256
          openinference.span.kind=EMBEDDING ;; embedding.embeddings.0.embedding.text=hello | input | ["hello"]
          gen_ai.memory.query.text=q | memory_query | q
          gen_ai.memory.records=[{"id":"m"}] | output | [{"id":"m"}]
          litellm.guardrail.name=g ;; litellm.guardrail.status=blocked | guardrail_result | blocked
          gen_ai.guardrail.name=g | guardrail_name | g
          gen_ai.agent.a2a.task_id=t | a2a_task_id | t
          # errors
          error.type=timeout ;; @event=exception,exception.type=E | error_type | timeout
          @event=exception,exception.type=E,exception.stacktrace=at x | error_stack | at x
          embabel.tool.error.type=E | error_type | E
          litellm.provider.error.code=429 | error_type | 429
          mcp.method.name=ping ;; rpc.response.status_code=-32601 | error_type | -32601
          http.request.method=GET ;; http.response.status_code:int=503 | error_type | 503
          http.request.method=GET ;; http.response.status_code:int=200 | error_type | -
          langfuse.observation.status_message=bad | status_message | bad
          langfuse.observation.level=WARNING | level | WARNING
          embabel.tool.error.type=E ;; gen_ai.guardrail.error.type=G | error_type | E
          error.message=m ;; embabel.tool.error.message=e | status_message | m
          embabel.tool.error.message=e | status_message | e
          error=boom | status_message | boom
          # spelled out nothings, and values in other clothes
          gen_ai.response.model=none | response_model | -
          gen_ai.response.model=unknown | response_model | -
          gen_ai.agent.description=<not specified> | agent_description | -
          gen_ai.request.model=N/A | request_model | -
          gen_ai.request.model="m" | request_model | m
          gen_ai.usage.input_tokens="12" | input_tokens | 12
          gen_ai.usage.input_tokens={"intValue":12} | input_tokens | 12
          gen_ai.usage.input_tokens:double=12 | input_tokens | 12
          gen_ai.usage.input_tokens:int=-1 | input_tokens | -
          gen_ai.usage.input_tokens={"intValue":"12"} | input_tokens | 12
          gen_ai.usage.input_tokens:double=12.5 | input_tokens | -
          gen_ai.usage.input_tokens=many | input_tokens | -
          gen_ai.request.temperature={"doubleValue":0.5} | temperature | 0.5
          gen_ai.response.finish_reasons:list=stop,length | finish_reasons | [stop, length]
          openinference.span.kind=RETRIEVER ;; retrieval.documents.9999.document.id=a ;; retrieval.documents.10000.document.id=b | output | [{"id":"a"}]
          gen_ai.system_instructions=__REDACTED__ ;; gen_ai.operation.name=chat | system_instructions | -
          gen_ai.request.temperature:double=NaN | temperature | -
          gen_ai.request.stream=TRUE | stream | true
          gen_ai.response.finish_reasons=["STOP"] | finish_reasons | [stop]
          gen_ai.response.finish_reasons=['stop', 'tool_calls'] | finish_reasons | [stop, tool_call]
          gen_ai.response.finish_reasons=stop,length | finish_reasons | [stop, length]
          langfuse.tags=a, b | tags | [a, b]
          gen_ai.request.stop_sequences=["a, b"] | stop_sequences | [a, b]
          gen_ai.conversation.id= | session_id | -
          """)
  void everySpellingFillsItsColumn(String span, String column, String expected) {
    SpanRow row = Described.of(span);
    Object value = row.get(COLUMNS.get(column));
    assertThat(value == null ? "-" : value.toString()).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{1} <- {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          openai openai_sdk open_ai OPEN_AI openai.responses openai.chat | openai
          azure azure-openai azure_openai azure_open_ai az.ai.openai azure.ai.openai | azure.ai.openai
          azure_ai az.ai.inference microsoft_foundry azure.ai.inference | azure.ai.inference
          anthropic Anthropic anthropic.messages | anthropic
          aws amazon bedrock amazon-bedrock amazon_bedrock bedrock_converse aws.bedrock | aws.bedrock
          vertexai vertex_ai google.vertex.chat google-vertex google_vertex_ai_gemini gcp.vertex_ai google_vertex_ai_anthropic | gcp.vertex_ai
          gemini google_ai_gemini google.generative-ai gcp.gemini | gcp.gemini
          google google_genai gcp.gen_ai | gcp.gen_ai
          mistral mistral_ai mistralai | mistral_ai
          xai x_ai | x_ai
          moonshot moonshot_ai | moonshot_ai
          watsonx ibm.watsonx.ai | ibm.watsonx.ai
          huggingface hugging_face | huggingface
          cohere | cohere
          OLLAMA ollama | ollama
          spring_ai spring-ai koog langchain crewai gcp.vertex.agent unknown other none | -
          """)
  void everySpellingOfAProviderIsOne(String spellings, String provider) {
    for (String spelling : spellings.split(" ", -1)) {
      String said = Providers.of(spelling);
      assertThat(said == null ? "-" : said).as(spelling).isEqualTo(provider);
    }
  }

  @ParameterizedTest(name = "{1} <- {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          stop end_turn STOP stop_sequence complete completed finish eos | stop
          length max_tokens MAX_TOKENS max_output_tokens model_context_window_exceeded incomplete | length
          tool_calls tool_call tool_use function_call tool-calls TOOL_EXECUTION | tool_call
          content_filter content-filter SAFETY recitation blocklist prohibited_content spii refusal guardrail_intervened | content_filter
          error failed cancelled malformed_function_call | error
          compaction | compaction
          pause_turn | pause_turn
          FINISH_REASON_UNSPECIFIED | finish_reason_unspecified
          other | other
          unknown | unknown
          null | null
          """)
  void everySpellingOfAFinishReasonIsOne(String spellings, String reason) {
    for (String spelling : spellings.split(" ", -1)) {
      assertThat(FinishReasons.of(spelling)).as(spelling).containsExactly(reason);
    }
  }
}
