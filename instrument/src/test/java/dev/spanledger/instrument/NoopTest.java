// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NoopTest {

  @BeforeEach
  @AfterEach
  void forgetTheGlobal() {
    GlobalOpenTelemetry.resetForTest();
  }

  @Test
  void withoutAnSdkTheWorkIsDoneAndContentIsNotRead() {
    AgentTracer tracer = AgentTracer.create(OpenTelemetry.noop());
    Object unreadable =
        new Object() {
          @Override
          public String toString() {
            throw new AssertionError("content was rendered for nobody");
          }
        };

    Object result =
        tracer
            .agent("a")
            .userId("u")
            .call(
                () -> {
                  tracer.chat("m").callAsync(() -> CompletableFuture.completedFuture("x")).join();
                  tracer.handoff("b").input(unreadable).record();
                  return tracer.tool("t").arguments(unreadable).call(() -> unreadable);
                });

    assertThat(result).isSameAs(unreadable);
  }

  @Test
  void nullsAreIgnoredEverywhere() {
    try (RecordedSpans spans = RecordedSpans.create()) {
      useWithNulls(spans.tracer());
      assertThat(spans.all()).hasSize(8);
      assertThat(RecordedSpans.attributes(spans.named("chat")))
          .containsOnlyKeys("gen_ai.operation.name", "gen_ai.request.stream");
      assertThat(RecordedSpans.attributes(spans.named("invoke_agent")))
          .containsOnlyKeys("gen_ai.operation.name");
      assertThat(RecordedSpans.attributes(spans.named("execute_tool")))
          .containsOnlyKeys("gen_ai.operation.name");
    }
  }

  @Test
  void nullsAreIgnoredWithoutAnSdk() {
    AgentTracer tracer = AgentTracer.create(OpenTelemetry.noop());
    useWithNulls(tracer);
    assertThat(tracer.chat("m").startDetached().span().getSpanContext().isValid()).isFalse();
  }

  private static void useWithNulls(AgentTracer tracer) {
    tracer
        .agent(null)
        .id(null)
        .description(null)
        .sessionId(null)
        .conversationId(null)
        .userId(null)
        .input((String) null)
        .input((Message[]) null)
        .input((Collection<Message>) null)
        .parent(null)
        .startTime(null)
        .attribute((String) null, null)
        .attribute("k", null)
        .attribute((AttributeKey<Long>) null, 1L)
        .run(
            agent ->
                agent
                    .output((String) null)
                    .output((Message[]) null)
                    .output((Collection<Message>) null)
                    .attribute((String) null, "v")
                    .attribute((AttributeKey<Long>) null, 1L)
                    .error(null));
    tracer
        .chat(null)
        .provider(null)
        .temperature(null)
        .topP(null)
        .maxTokens(null)
        .maxTokens(-1)
        .stream(true)
        .systemInstructions(null)
        .toolDefinitions(null)
        .input((String) null)
        .input((Message[]) null)
        .input((Collection<Message>) null)
        .run(
            chat ->
                chat.output((String) null)
                    .output((Message[]) null)
                    .output((Collection<Message>) null)
                    .responseId(null)
                    .responseModel(null)
                    .usage(null, null)
                    .usage(-1, -1)
                    .cacheReadTokens(null)
                    .cacheWriteTokens(null)
                    .reasoningTokens(null)
                    .finishReason(null)
                    .finishReasons(null));
    tracer.tool(null).callId(null).type(null).description(null).arguments(null).call(() -> null);
    tracer.retrieval(null).query(null).topK(null).run(span -> span.documents(null));
    tracer.turn(0).input(null).run(span -> span.output(null));
    tracer.task(null).input(null).call(() -> null);
    tracer.handoff(null).from(null).input(null).record();
    tracer.guardrail(null).input(null).run(span -> span.result(null).reason(null).output(null));
  }

  @Test
  void nullReasonsAndDocumentsAmongOthersAreKeptInPlace() {
    try (RecordedSpans spans = RecordedSpans.create()) {
      AgentTracer tracer = spans.tracer();
      tracer.chat("m").run(chat -> chat.finishReasons(Arrays.asList("stop", null)));
      tracer.retrieval("r").run(found -> found.documents(Arrays.asList("a", null)));

      assertThat(RecordedSpans.attributes(spans.named("chat m")))
          .containsEntry("gen_ai.response.finish_reasons", Arrays.asList("stop", ""));
      assertThat(RecordedSpans.attributes(spans.named("retrieval r")))
          .containsEntry("gen_ai.retrieval.documents", "[{\"content\":\"a\"},{\"content\":null}]");
    }
  }

  @Test
  void globalMayBeInstalledLater() {
    AgentTracer tracer = AgentTracer.global();
    tracer.tool("before").run(() -> {});
    try (RecordedSpans spans = RecordedSpans.create()) {
      GlobalOpenTelemetry.set(spans.sdk());
      tracer.tool("after").run(() -> {});

      assertThat(spans.only().getName()).isEqualTo("execute_tool after");
    }
  }

  @Test
  void missingOpenTelemetryIsRefusedAtSetUp() {
    assertThatThrownBy(() -> AgentTracer.create(null)).hasMessage("openTelemetry");
  }
}
