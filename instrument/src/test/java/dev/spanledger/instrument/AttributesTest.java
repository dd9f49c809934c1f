// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttributesTest {

  private final RecordedSpans spans = RecordedSpans.create();
  private final AgentTracer tracer = spans.tracer();

  @AfterEach
  void close() {
    spans.close();
  }

  @Test
  void toolCarriesArgumentsAndResult() {
    Map<String, Object> found =
        tracer
            .tool("search")
            .callId("call-1")
            .type("function")
            .description("Searches the web")
            .arguments(Map.of("q", "sky"))
            .call(() -> Map.of("hits", List.of(1, 2)));

    assertThat(found).containsKey("hits");
    assertThat(spans.only().getName()).isEqualTo("execute_tool search");
    assertThat(spans.only().getKind()).isEqualTo(SpanKind.INTERNAL);
    assertThat(spans.attributes())
        .containsOnly(
            entry("gen_ai.operation.name", "execute_tool"),
            entry("gen_ai.tool.name", "search"),
            entry("gen_ai.tool.call.id", "call-1"),
            entry("gen_ai.tool.type", "function"),
            entry("gen_ai.tool.description", "Searches the web"),
            entry("gen_ai.tool.call.arguments", "{\"q\":\"sky\"}"),
            entry("gen_ai.tool.call.result", "{\"hits\":[1,2]}"));
  }

  @Test
  void toolKeepsTextAsItIs() {
    tracer.tool("t").arguments("{ \"a\" : 1 }").run(tool -> tool.result("plain \"text\""));

    assertThat(spans.attributes())
        .containsEntry("gen_ai.tool.call.arguments", "{ \"a\" : 1 }")
        .containsEntry("gen_ai.tool.call.result", "plain \"text\"");
  }

  @Test
  void retrievalCarriesQueryAndDocuments() {
    List<Object> documents =
        tracer
            .retrieval("wiki")
            .query("sky")
            .topK(2)
            .call(() -> List.of(Map.of("id", "d1"), "plain text"));

    assertThat(documents).hasSize(2);
    assertThat(spans.only().getName()).isEqualTo("retrieval wiki");
    assertThat(spans.only().getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(spans.attributes())
        .containsOnly(
            entry("gen_ai.operation.name", "retrieval"),
            entry("gen_ai.data_source.id", "wiki"),
            entry("gen_ai.retrieval.query.text", "sky"),
            entry("gen_ai.retrieval.top_k", 2L),
            entry("gen_ai.retrieval.documents", "[{\"id\":\"d1\"},{\"content\":\"plain text\"}]"));
  }

  @Test
  void agentCarriesWhoAndWhat() {
    try (AgentSpan agent =
        tracer
            .agent("researcher")
            .id("a-1")
            .description("Finds things")
            .sessionId("s-1")
            .conversationId("c-1")
            .userId("ada")
            .input("Why?")
            .start()) {
      agent.output("Because.");
    }

    assertThat(spans.only().getName()).isEqualTo("invoke_agent researcher");
    assertThat(spans.only().getKind()).isEqualTo(SpanKind.INTERNAL);
    assertThat(spans.attributes())
        .containsOnly(
            entry("gen_ai.operation.name", "invoke_agent"),
            entry("gen_ai.agent.name", "researcher"),
            entry("gen_ai.agent.id", "a-1"),
            entry("gen_ai.agent.description", "Finds things"),
            entry("session.id", "s-1"),
            entry("gen_ai.conversation.id", "c-1"),
            entry("user.id", "ada"),
            entry(
                "gen_ai.input.messages",
                "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Why?\"}]}]"),
            entry(
                "gen_ai.output.messages",
                "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":"
                    + "\"Because.\"}]}]"));
  }

  @Test
  void turnAndTaskAreChainSteps() {
    String out = tracer.turn(3).input("in").call(() -> "out");
    tracer.task("plan").input(List.of("a")).run(() -> {});

    assertThat(out).isEqualTo("out");
    assertThat(RecordedSpans.attributes(spans.named("turn 3")))
        .containsOnly(
            entry("spanledger.span.kind", "CHAIN"),
            entry("spanledger.turn.index", 3L),
            entry("spanledger.input", "in"),
            entry("spanledger.output", "out"));
    assertThat(RecordedSpans.attributes(spans.named("task plan")))
        .containsOnly(
            entry("spanledger.span.kind", "CHAIN"),
            entry("spanledger.task.name", "plan"),
            entry("spanledger.input", "[\"a\"]"));
  }

  @Test
  void handoffNamesBothAgents() {
    tracer.handoff("writer").from("planner").input("the outline").record();

    assertThat(spans.only().getName()).isEqualTo("handoff writer");
    assertThat(spans.attributes())
        .containsOnly(
            entry("gen_ai.operation.name", "handoff"),
            entry("gen_ai.handoff.from_agent", "planner"),
            entry("gen_ai.handoff.to_agent", "writer"),
            entry("spanledger.input", "the outline"));
  }

  @Test
  void handoffComesFromTheAgentWhoseScopeItIs() {
    tracer.agent("planner").run(() -> tracer.handoff("writer").record());

    assertThat(RecordedSpans.attributes(spans.named("handoff writer")))
        .containsEntry("gen_ai.handoff.from_agent", "planner");
  }

  @Test
  void guardrailSaysWhatItDecided() {
    tracer
        .guardrail("no-pii")
        .input("my number is 5")
        .run(guardrail -> guardrail.result("rewrite").reason("a number").output("my number is *"));

    assertThat(spans.only().getName()).isEqualTo("guardrail no-pii");
    assertThat(spans.attributes())
        .containsOnly(
            entry("spanledger.span.kind", "GUARDRAIL"),
            entry("gen_ai.guardrail.name", "no-pii"),
            entry("gen_ai.guardrail.result.value", "rewrite"),
            entry("gen_ai.guardrail.result.reason", "a number"),
            entry("spanledger.input", "my number is 5"),
            entry("spanledger.output", "my number is *"));
  }

  @Test
  void ownAttributesAndStartTimeAreKept() {
    Instant began = Instant.parse("2026-01-02T03:04:05.000006Z");
    tracer
        .task("t")
        .startTime(began)
        .attribute("team", "blue")
        .attribute(AttributeKey.longKey("before"), 1L)
        .run(task -> task.attribute(AttributeKey.booleanKey("after"), true).attribute("k", "v"));

    assertThat(spans.attributes())
        .containsEntry("team", "blue")
        .containsEntry("before", 1L)
        .containsEntry("after", true)
        .containsEntry("k", "v");
    assertThat(spans.only().getStartEpochNanos())
        .isEqualTo(began.getEpochSecond() * 1_000_000_000L + began.getNano());
  }

  @Test
  void contentIsLeftOutWhenItIsNotCaptured() {
    AgentTracer quiet = tracer.withCaptureContent(false);
    quiet
        .agent("a")
        .input("in")
        .run(
            agent -> {
              agent.output("out");
              quiet
                  .chat("m")
                  .systemInstructions("s")
                  .toolDefinitions("[]")
                  .input("in")
                  .run(chat -> chat.output("out").usage(1, 1));
              quiet.tool("t").arguments("{}").call(() -> "result");
              quiet.retrieval("r").query("q").call(() -> List.of("d"));
              quiet.task("k").input("in").call(() -> "out");
              quiet.handoff("h").input("in").record();
              quiet.guardrail("g").input("in").run(g -> g.reason("r").output("out"));
            });

    assertThat(spans.all()).hasSize(7);
    assertThat(spans.all())
        .flatExtracting(span -> RecordedSpans.attributes(span).keySet())
        .doesNotContain(
            "gen_ai.input.messages",
            "gen_ai.output.messages",
            "gen_ai.system_instructions",
            "gen_ai.tool.definitions",
            "gen_ai.tool.call.arguments",
            "gen_ai.tool.call.result",
            "gen_ai.retrieval.query.text",
            "gen_ai.retrieval.documents",
            "gen_ai.guardrail.result.reason",
            "spanledger.input",
            "spanledger.output")
        .contains("gen_ai.usage.input_tokens", "gen_ai.tool.name", "gen_ai.agent.name");
  }
}
