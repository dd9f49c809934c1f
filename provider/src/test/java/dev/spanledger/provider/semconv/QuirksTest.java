// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What single frameworks do differently. */
class QuirksTest {
  @Test
  void springAiWritesTextsAndLeavesAnthropicsCacheOutOfTheInput() {
    SpanRow row =
        Described.of(
            """
            @scope=org.springframework.boot
            @name=chat claude-sonnet-4-5
            gen_ai.operation.name=chat
            gen_ai.system=anthropic
            gen_ai.request.model=claude-sonnet-4-5
            gen_ai.response.model=none
            gen_ai.response.finish_reasons=["END_TURN"]
            gen_ai.usage.input_tokens=100
            gen_ai.usage.output_tokens=20
            gen_ai.usage.total_tokens=120
            gen_ai.usage.cache_read.input_tokens=30
            gen_ai.usage.cache_creation.input_tokens=7
            """);
    assertThat(row.get(SpanColumns.MODEL)).isEqualTo("claude-sonnet-4-5");
    assertThat(row.get(SpanColumns.FINISH_REASONS)).containsExactly("stop");
    assertThat(row.get(SpanColumns.INPUT_TOKENS)).isEqualTo(137);
    assertThat(row.get(SpanColumns.TOTAL_TOKENS)).isEqualTo(157);
    assertThat(row.get(SpanColumns.USAGE_BASIS)).isEqualTo("EXCLUSIVE");
    assertThat(row.get(SpanColumns.ATTRIBUTES))
        .contains("\"gen_ai.usage.input_tokens\":\"100\"", "END_TURN");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # who counts how: provider, scope, input, read, written -> input, basis
          openai | org.springframework.boot | 100 | 30 | 0 | 100 | INCLUSIVE
          bedrock_converse | org.springframework.boot | 100 | 30 | 7 | 137 | EXCLUSIVE
          anthropic | dev.spanledger.instrument | 137 | 30 | 7 | 137 | INCLUSIVE
          anthropic | opentelemetry.instrumentation.anthropic | 137 | 30 | 7 | 137 | INCLUSIVE
          anthropic | anything | 5 | 30 | 7 | 42 | INFERRED
          """)
  void cachedTokensAreInputTokensOnce(
      String provider, String scope, long input, long read, long written, long all, String basis) {
    SpanRow row =
        Described.of(
            """
            @scope=%s
            gen_ai.operation.name=chat
            gen_ai.provider.name=%s
            gen_ai.usage.input_tokens:int=%d
            gen_ai.usage.cache_read.input_tokens:int=%d
            gen_ai.usage.cache_write.input_tokens:int=%d
            """
                .formatted(scope, provider, input, read, written));
    assertThat(row.get(SpanColumns.INPUT_TOKENS)).isEqualTo(all);
    assertThat(row.get(SpanColumns.USAGE_BASIS)).isEqualTo(basis);
  }

  @Test
  void reasoningThatExceedsTheOutputWasNotInIt() {
    SpanRow row =
        Described.of(
            """
            gen_ai.operation.name=chat
            gen_ai.usage.output_tokens:int=10
            gen_ai.usage.reasoning.output_tokens:int=90
            """);
    assertThat(row.get(SpanColumns.OUTPUT_TOKENS)).isEqualTo(100);
    assertThat(row.get(SpanColumns.USAGE_BASIS)).isEqualTo("INFERRED");
  }

  @Test
  void langfuseCountsCachedTokensBeside() {
    SpanRow row =
        Described.of(
            """
            langfuse.observation.type=generation
            langfuse.observation.usage_details={"input":10,"input_cached_tokens":40,"output":3}
            """);
    assertThat(row.get(SpanColumns.INPUT_TOKENS)).isEqualTo(50);
    assertThat(row.get(SpanColumns.CACHE_READ_TOKENS)).isEqualTo(40);
  }

  @Test
  void langChain4jObservationCountsUnderNamesOfOneWord() {
    SpanRow row =
        Described.of(
            """
            @scope=org.springframework.boot
            gen_ai.operation.name=chat
            gen_ai.provider.name=OPEN_AI
            gen_ai.request.model=gpt-4o
            gen_ai.response.model=unknown
            outcome=SUCCESS
            input_tokens=12
            output_tokens=3
            """);
    assertThat(row.get(SpanColumns.PROVIDER)).isEqualTo("openai");
    assertThat(row.get(SpanColumns.MODEL)).isEqualTo("gpt-4o");
    assertThat(row.get(SpanColumns.TOTAL_TOKENS)).isEqualTo(15);
    assertThat(row.get(SpanColumns.ATTRIBUTES)).contains("OPEN_AI", "outcome");
  }

  @Test
  void quarkusReportsZeroForWhatWasNotSet() {
    SpanRow row =
        Described.of(
            """
            @scope=io.quarkus.opentelemetry
            @name=completion gpt-4o
            gen_ai.operation.name=chat
            gen_ai.request.temperature:double=0.0
            gen_ai.request.top_p:double=0.0
            gen_ai.response.finish_reasons=STOP
            gen_ai.client.estimated_cost=0.0012USD
            """);
    assertThat(row.kind()).isEqualTo("LLM");
    assertThat(row.get(SpanColumns.TEMPERATURE)).isNull();
    assertThat(row.get(SpanColumns.TOP_P)).isNull();
    assertThat(row.get(SpanColumns.FINISH_REASONS)).containsExactly("stop");
    assertThat(row.get(SpanColumns.REPORTED_COST_USD)).isEqualByComparingTo("0.0012");
    assertThat(row.get(SpanColumns.COST_CURRENCY)).isNull();
    assertThat(row.get(SpanColumns.ATTRIBUTES)).contains("0.0012USD", "temperature");
  }

  @Test
  void elsewhereZeroIsATemperature() {
    SpanRow row =
        Described.of(
            "@name=chat m;;gen_ai.operation.name=chat;;gen_ai.request.temperature:double=0.0");
    assertThat(row.get(SpanColumns.TEMPERATURE)).isZero();
  }

  @Test
  void aQuarkusServiceHasANameOnly() {
    SpanRow row = Described.of("@name=langchain4j.aiservices.com.acme.Poet.write");
    assertThat(row.kind()).isEqualTo("AGENT");
    assertThat(row.get(SpanColumns.AGENT_NAME)).isEqualTo("Poet");
    assertThat(Described.of("@name=langchain4j.tools.add").get(SpanColumns.TOOL_NAME))
        .isEqualTo("add");
  }

  @Test
  void adkNamesItselfAsTheProvider() {
    SpanRow row =
        Described.of(
            """
            @scope=gcp.vertex.agent
            @name=call_llm
            gen_ai.system=gcp.vertex.agent
            gen_ai.operation.name=call_llm
            gen_ai.request.model=gemini-2.5-flash
            gcp.vertex.agent.llm_response={"usageMetadata":{"cachedContentTokenCount":4}}
            gen_ai.usage.input_tokens:int=9
            """);
    assertThat(row.get(SpanColumns.PROVIDER)).isEqualTo("gcp.gemini");
    assertThat(row.get(SpanColumns.CACHE_READ_TOKENS)).isEqualTo(4);
  }

  @Test
  void adkWritesEmptyRequestsOnToolsAndAnIdOfItsOwn() {
    SpanRow row =
        Described.of(
            """
            @scope=gcp.vertex.agent
            gen_ai.system=gcp.vertex.agent
            gen_ai.operation.name=execute_tool
            gen_ai.tool.name=add
            gen_ai.tool_call.id=adk-1
            gcp.vertex.agent.llm_request={}
            gcp.vertex.agent.llm_response={}
            """);
    assertThat(row.get(SpanColumns.TOOL_CALL_ID)).isEqualTo("adk-1");
    assertThat(row.get(SpanColumns.PROVIDER)).isNull();
    assertThat(row.get(SpanColumns.INPUT)).isNull();
    assertThat(row.get(SpanColumns.OUTPUT)).isNull();
  }

  @Test
  void anEmbabelRecordIsNoCall() {
    SpanRow row =
        Described.of(
            """
            @scope=org.springframework.boot
            gen_ai.operation.name=chat
            embabel.event.type=llm_invocation
            gen_ai.usage.input_tokens=12
            embabel.llm.cost=0.5
            """);
    assertThat(row.kind()).isEqualTo("OTHER");
    assertThat(row.get(SpanColumns.USAGE_SCOPE)).isEqualTo("record");
    assertThat(row.get(SpanColumns.USAGE_COUNTED)).isFalse();
  }

  @Test
  void anAgentsUsageIsASum() {
    SpanRow row =
        Described.of("gen_ai.operation.name=invoke_agent;;gen_ai.usage.input_tokens:int=12");
    assertThat(row.get(SpanColumns.USAGE_SCOPE)).isEqualTo("aggregate");
    SpanRow call = Described.of("gen_ai.operation.name=chat;;gen_ai.usage.input_tokens:int=12");
    assertThat(call.get(SpanColumns.USAGE_SCOPE)).isEqualTo("own");
  }

  @Test
  void koogsConversationIsARun() {
    SpanRow row =
        Described.of("@scope=ai.koog;;gen_ai.operation.name=chat;;gen_ai.conversation.id=r1");
    assertThat(row.get(SpanColumns.RUN_ID)).isEqualTo("r1");
    assertThat(row.get(SpanColumns.SESSION_ID)).isNull();
    assertThat(row.get(SpanColumns.CONVERSATION_ID)).isEqualTo("r1");
  }

  @Test
  void mlflowQuotesEverything() {
    SpanRow row =
        Described.of(
            """
            mlflow.spanType="CHAT_MODEL"
            mlflow.llm.model="gpt-4o"
            mlflow.llm.provider="openai"
            mlflow.trace.session="s"
            mlflow.chat.tokenUsage="{\\"input_tokens\\": 5, \\"output_tokens\\": 2}"
            """);
    assertThat(row.kind()).isEqualTo("LLM");
    assertThat(row.get(SpanColumns.MODEL)).isEqualTo("gpt-4o");
    assertThat(row.get(SpanColumns.PROVIDER)).isEqualTo("openai");
    assertThat(row.get(SpanColumns.SESSION_ID)).isEqualTo("s");
    assertThat(row.get(SpanColumns.INPUT_TOKENS)).isEqualTo(5);
  }

  @Test
  void claudeCodeCountsAsAnthropicDoes() {
    SpanRow row =
        Described.of(
            """
            span.type=claude_code.llm_request
            model=claude-sonnet-4-5
            input_tokens:int=10
            output_tokens:int=5
            cache_read_tokens:int=1000
            cache_creation_tokens:int=200
            """);
    assertThat(row.get(SpanColumns.INPUT_TOKENS)).isEqualTo(1210);
    assertThat(row.get(SpanColumns.USAGE_BASIS)).isEqualTo("EXCLUSIVE");
    assertThat(row.get(SpanColumns.MODEL)).isEqualTo("claude-sonnet-4-5");
  }

  @Test
  void openInferencesSpringAiNamesNoProvider() {
    SpanRow row =
        Described.of("openinference.span.kind=LLM;;llm.system=spring-ai;;llm.provider=openai");
    assertThat(row.get(SpanColumns.PROVIDER)).isNull();
  }

  @Test
  void anAnswerOfAnthropicCountsCachedTokensBeside() {
    SpanRow row =
        Described.of(
            """
            openinference.span.kind=LLM
            output.value={"usage":{"input_tokens":3,"cache_read_input_tokens":2,"output_tokens":1}}
            """);
    assertThat(row.get(SpanColumns.INPUT_TOKENS)).isEqualTo(5);
    assertThat(row.get(SpanColumns.USAGE_BASIS)).isEqualTo("EXCLUSIVE");
  }

  @Test
  void aNearerAgentIsTheOwnerWhateverTheStepNames() {
    SpanRow row =
        Described.of(
            """
            gen_ai.operation.name=chat
            gen_ai.agent.name=planner
            ^
            gen_ai.operation.name=execute_tool
            gen_ai.agent.name=nobody
            ^
            gen_ai.operation.name=invoke_agent
            gen_ai.agent.name=writer
            """);
    assertThat(row.get(SpanColumns.AGENT_NAME)).isEqualTo("writer");
    assertThat(row.get(SpanColumns.OWNER_AGENT_NAME)).isEqualTo("planner");
  }

  @Test
  void anAgentBelowAnAgentKeepsItsName() {
    SpanRow row =
        Described.of(
            """
            gen_ai.operation.name=invoke_agent
            gen_ai.agent.name=writer
            ^
            gen_ai.operation.name=invoke_agent
            gen_ai.agent.name=planner
            """);
    assertThat(row.get(SpanColumns.AGENT_NAME)).isEqualTo("writer");
    assertThat(row.get(SpanColumns.OWNER_AGENT_NAME)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gen_ai.headers",
        "gen_ai.headers.authorization",
        "ai.request.headers.authorization",
        "hidden_params",
        "metadata.hidden_params",
        "ai.embedding",
        "ai.embeddings",
        "embedding.embeddings.0.embedding.vector"
      })
  void credentialsAndVectorsAreNeverStored(String key) {
    SpanRow row = Described.of("ai.value=kept;;" + key + "=SECRET");
    assertThat(String.valueOf(row.get(SpanColumns.ATTRIBUTES))).doesNotContain("SECRET");
    assertThat(row.get(SpanColumns.METADATA)).isNull();
    assertThat(row.get(SpanColumns.INPUT)).isEqualTo("\"kept\"");
  }

  @Test
  void aPointOfEmbabelBeganWhenItsWorkDid() {
    SpanRow row =
        PointSpan.of("embabel.event.type", "tool_call", "embabel.tool.duration_ms", "250.5");
    assertThat(row.durationMs()).isEqualTo(250.5);
    assertThat(Duration.between(row.startTime(), row.endTime()))
        .isEqualTo(Duration.ofNanos(250_500_000));
    assertThat(row.get(SpanColumns.START_UNIX_NANO)).isEqualTo(row.get(SpanColumns.END_UNIX_NANO));
    assertThat(row.get(SpanColumns.TIME_REPAIRED)).isTrue();
  }

  @Test
  void nobodyElsesSpansAreStretched() {
    SpanRow row = PointSpan.of("mine", "tool_call", "embabel.tool.duration_ms", "250.5");
    assertThat(row.durationMs()).isZero();
  }
}
