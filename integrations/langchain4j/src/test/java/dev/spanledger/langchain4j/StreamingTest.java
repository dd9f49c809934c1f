// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import static dev.spanledger.langchain4j.RecordedSpans.attributes;
import static dev.spanledger.langchain4j.RecordedSpans.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import dev.spanledger.instrument.AgentSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamingTest {

  interface Assistant {
    TokenStream chat(String question);
  }

  private final RecordedSpans spans = new RecordedSpans();
  private final ScriptedModel model = new ScriptedModel();
  private final ExecutorService threads = Executors.newSingleThreadExecutor();

  @AfterEach
  void close() {
    threads.shutdown();
    spans.close();
  }

  final class Clock {
    @Tool
    String clock() {
      return spans.tracer().task("tick").call(() -> "noon");
    }
  }

  private ChatResponse ask(ScriptedModel scripted, String question) {
    Assistant assistant =
        AiServices.builder(Assistant.class)
            .streamingChatModel(scripted.streaming(threads))
            .tools(new Clock())
            .build();
    CompletableFuture<ChatResponse> response = new CompletableFuture<>();
    assistant
        .chat(question)
        .onPartialResponse(text -> {})
        .onCompleteResponse(response::complete)
        .onError(response::completeExceptionally)
        .start();
    return response.join();
  }

  @Test
  void streamedCallHasTheSameSpans() {
    try (AgentSpan outer = spans.tracer().agent("outer").start()) {
      outer.output(ask(model.calls("clock", "{}").says("Noon."), "Time?").aiMessage().text());
    }

    assertThat(spans.names())
        .containsExactly(
            "chat scripted",
            "task tick",
            "execute_tool clock",
            "chat scripted",
            "invoke_agent Assistant",
            "invoke_agent outer");
    spans.assertChild("invoke_agent Assistant", "invoke_agent outer");
    spans.assertChild("execute_tool clock", "invoke_agent Assistant");
    spans.assertChild("task tick", "execute_tool clock");
    SpanData last = spans.allNamed("chat scripted").get(1);
    RecordedSpans.assertChild(last, spans.named("invoke_agent Assistant"));
    assertThat(attributes(last)).containsEntry("gen_ai.usage.input_tokens", 10L);
    assertThat(text(spans.named("invoke_agent Assistant"), "gen_ai.output.messages"))
        .contains("Noon.");
  }

  @Test
  void streamThatFailsEndsItsSpans() {
    assertThatThrownBy(() -> ask(model.fails(new IllegalStateException("cut off")), "Time?"))
        .hasRootCauseMessage("cut off");

    assertThat(spans.names()).containsExactly("chat scripted", "invoke_agent Assistant");
    assertThat(spans.all())
        .extracting(span -> text(span, "error.type"))
        .containsOnly("java.lang.IllegalStateException");
  }

  @Test
  void listenerAndServiceTellOfTheSameStreamedCall() {
    ScriptedModel listened = new ScriptedModel(new TracingChatModelListener(spans.tracer()));
    ask(listened.says("Noon."), "Time?");

    assertThat(spans.names()).containsExactly("chat scripted", "invoke_agent Assistant");
    spans.assertChild("chat scripted", "invoke_agent Assistant");
  }
}
