// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatAttributesTest {

  private final RecordedSpans spans = RecordedSpans.create();
  private final AgentTracer tracer = spans.tracer();

  @AfterEach
  void close() {
    spans.close();
  }

  @Test
  void chatCarriesRequestAndResponse() {
    try (ChatSpan chat =
        tracer.chat("gpt-4o").provider("openai").temperature(0.5).topP(1).maxTokens(300).stream(
                false)
            .systemInstructions("Be brief.")
            .toolDefinitions("[{\"type\":\"function\",\"name\":\"search\"}]")
            .input("Why is the sky blue?")
            .start()) {
      chat.output("Scattering.")
          .responseModel("gpt-4o-2024-08-06")
          .responseId("resp-1")
          .usage(12, 3)
          .cacheReadTokens(4)
          .cacheWriteTokens(5)
          .reasoningTokens(2)
          .finishReason("stop");
    }

    assertThat(spans.only().getName()).isEqualTo("chat gpt-4o");
    assertThat(spans.only().getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(spans.only().getInstrumentationScopeInfo().getName())
        .isEqualTo("dev.spanledger.instrument");
    assertThat(spans.only().getStatus()).isEqualTo(StatusData.unset());
    assertThat(spans.attributes())
        .containsOnly(
            entry("gen_ai.operation.name", "chat"),
            entry("gen_ai.provider.name", "openai"),
            entry("gen_ai.request.model", "gpt-4o"),
            entry("gen_ai.request.temperature", 0.5),
            entry("gen_ai.request.top_p", 1.0),
            entry("gen_ai.request.max_tokens", 300L),
            entry("gen_ai.request.stream", false),
            entry("gen_ai.system_instructions", "[{\"type\":\"text\",\"content\":\"Be brief.\"}]"),
            entry("gen_ai.tool.definitions", "[{\"type\":\"function\",\"name\":\"search\"}]"),
            entry(
                "gen_ai.input.messages",
                "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Why is the sky"
                    + " blue?\"}]}]"),
            entry(
                "gen_ai.output.messages",
                "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":"
                    + "\"Scattering.\"}],\"finish_reason\":\"stop\"}]"),
            entry("gen_ai.response.model", "gpt-4o-2024-08-06"),
            entry("gen_ai.response.id", "resp-1"),
            entry("gen_ai.usage.input_tokens", 12L),
            entry("gen_ai.usage.output_tokens", 3L),
            entry("gen_ai.usage.cache_read.input_tokens", 4L),
            entry("gen_ai.usage.cache_write.input_tokens", 5L),
            entry("gen_ai.usage.reasoning.output_tokens", 2L),
            entry("gen_ai.response.finish_reasons", List.of("stop")));
  }

  @Test
  void firstTokenIsTimedOnceInSeconds() {
    AtomicLong nanos = new AtomicLong(1_000_000_000L);
    try (ChatSpan chat = tracer.withNanoTime(nanos::get).chat("m").start()) {
      nanos.addAndGet(250_000_000L);
      chat.firstToken();
      nanos.addAndGet(900_000_000L);
      chat.firstToken();
    }

    assertThat(spans.attributes())
        .containsEntry("gen_ai.response.time_to_first_chunk", 0.25)
        .containsEntry("gen_ai.request.stream", true);
  }

  @Test
  void chatRecordsTheTextThatItsFunctionReturns() {
    String answer = tracer.chat("m").call(() -> "Hello");

    assertThat(answer).isEqualTo("Hello");
    assertThat(spans.attributes())
        .containsEntry(
            "gen_ai.output.messages",
            "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Hello\"}]}]");
  }

  @Test
  void whatTheFunctionSaysItselfIsNotReplacedByWhatItReturns() {
    tracer.chat("m").call(chat -> chat.output("full").attribute("x", "y").isEnded() ? "a" : "b");

    assertThat((String) spans.attributes().get("gen_ai.output.messages")).contains("full");
  }
}
