// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import static dev.spanledger.langchain4j.RecordedSpans.attributes;
import static dev.spanledger.langchain4j.RecordedSpans.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.CustomMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.message.VideoContent;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.service.AiServices;
import dev.spanledger.instrument.AgentSpan;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatModelListenerTest {

  interface Assistant {
    String chat(String question);
  }

  private final RecordedSpans spans = new RecordedSpans();
  private final TracingChatModelListener listener = new TracingChatModelListener(spans.tracer());
  private final ScriptedModel model = new ScriptedModel(listener);

  @AfterEach
  void close() {
    spans.close();
  }

  @Test
  void bareModelCallIsAChildOfTheCurrentSpan() {
    try (AgentSpan outer = spans.tracer().agent("outer").start()) {
      outer.output(model.says("Hello.").chat("Hi"));
    }

    spans.assertChild("chat scripted", "invoke_agent outer");
    assertThat(attributes(spans.named("chat scripted")))
        .containsEntry("gen_ai.provider.name", "openai")
        .containsEntry("gen_ai.request.model", "scripted")
        .containsEntry("gen_ai.request.temperature", 0.5)
        .containsEntry("gen_ai.request.max_tokens", 99L)
        .containsEntry("gen_ai.usage.input_tokens", 10L)
        .containsEntry("gen_ai.response.finish_reasons", List.of("stop"));
    assertThat(text(spans.named("chat scripted"), "gen_ai.output.messages")).contains("Hello.");
  }

  @Test
  void failureOfABareModelIsRecorded() {
    model.fails(new IllegalStateException("overloaded"));

    assertThatThrownBy(() -> model.chat("Hi")).hasMessage("overloaded");
    assertThat(text(spans.named("chat scripted"), "error.type"))
        .isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void streamedBareCallEndsOnItsThread() {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    CompletableFuture<ChatResponse> response = new CompletableFuture<>();
    try (AgentSpan outer = spans.tracer().agent("outer").start()) {
      model.says("Hello.").streaming(threads).chat("Hi", completing(response));
      outer.output(response.join().aiMessage().text());
    } finally {
      threads.shutdown();
    }

    spans.assertChild("chat scripted", "invoke_agent outer");
  }

  private static StreamingChatResponseHandler completing(CompletableFuture<ChatResponse> response) {
    return new StreamingChatResponseHandler() {
      @Override
      public void onCompleteResponse(ChatResponse complete) {
        response.complete(complete);
      }

      @Override
      public void onError(Throwable error) {
        response.completeExceptionally(error);
      }
    };
  }

  @Test
  void callThatTheServiceAlsoTellsOfHasOneSpan() {
    AiServices.create(Assistant.class, model.says("Hello.")).chat("Hi");

    assertThat(spans.names()).containsExactly("chat scripted", "invoke_agent Assistant");
    spans.assertChild("chat scripted", "invoke_agent Assistant");
  }

  @Test
  void failureThatTheServiceAlsoTellsOfIsRecordedOnce() {
    Assistant assistant =
        AiServices.create(Assistant.class, model.fails(new IllegalStateException("overloaded")));

    assertThatThrownBy(() -> assistant.chat("Hi")).hasMessage("overloaded");
    assertThat(spans.names()).containsExactly("chat scripted", "invoke_agent Assistant");
    assertThat(spans.named("chat scripted").getEvents()).hasSize(1);
  }

  @Test
  void otherCallOfTheModelDuringAServiceCallHasItsOwnSpan() {
    ScriptedModel outer =
        new ScriptedModel()
            .answers(
                request -> {
                  String inner = model.says("inner").chat("something else");
                  return ScriptedModel.response(AiMessage.from(inner), null);
                });
    AiServices.create(Assistant.class, outer).chat("Hi");

    assertThat(spans.names())
        .containsExactly("chat scripted", "chat scripted", "invoke_agent Assistant");
    spans
        .allNamed("chat scripted")
        .forEach(chat -> RecordedSpans.assertChild(chat, spans.named("invoke_agent Assistant")));
  }

  @Test
  void listenerThatIsRegisteredTwiceMakesOneSpan() {
    new ScriptedModel(listener, listener).says("Hello.").chat("Hi");

    assertThat(spans.names()).containsExactly("chat scripted");
  }

  @Test
  void contentsOfEveryKindAreParts() {
    List<dev.langchain4j.data.message.ChatMessage> messages =
        List.of(
            UserMessage.from(
                TextContent.from("look"),
                ImageContent.from("https://example.org/a.png"),
                ImageContent.from("aW1n", "image/png"),
                AudioContent.from("c25k", "audio/wav"),
                VideoContent.from("https://example.org/v.mp4"),
                PdfFileContent.from("https://example.org/d.pdf")),
            AiMessage.builder().text("seen").thinking("hm").build(),
            CustomMessage.from(Map.of("k", "v")));
    model.says("Yes.").chat(messages);

    assertThat(text(spans.named("chat scripted"), "gen_ai.input.messages"))
        .contains(
            "{\"type\":\"uri\",\"modality\":\"image\",\"uri\":\"https://example.org/a.png\"}",
            "{\"type\":\"blob\",\"modality\":\"image\",\"mime_type\":\"image/png\","
                + "\"content\":\"aW1n\"}",
            "\"modality\":\"audio\",\"mime_type\":\"audio/wav\"",
            "\"modality\":\"video\"",
            "\"modality\":\"document\"",
            "{\"type\":\"reasoning\",\"content\":\"hm\"},{\"type\":\"text\",\"content\":\"seen\"}",
            "{\"role\":\"custom\",\"parts\":[{\"k\":\"v\"}]}");
  }
}
