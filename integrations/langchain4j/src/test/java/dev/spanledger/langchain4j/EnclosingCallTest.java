// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.rag.AugmentationResult;
import dev.langchain4j.rag.RetrievalAugmentor;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EnclosingCallTest {

  interface Assistant {
    String chat(String question);
  }

  interface Helper {
    String help(String question);
  }

  interface Streamer {
    TokenStream chat(String question);
  }

  private final RecordedSpans spans = new RecordedSpans();
  private final ScriptedModel model = new ScriptedModel();
  private final ScriptedModel listened =
      new ScriptedModel(new TracingChatModelListener(spans.tracer()));
  private final ExecutorService threads = Executors.newSingleThreadExecutor();

  @AfterEach
  void close() {
    threads.shutdown();
    spans.close();
  }

  @Test
  void modelThatARetrievalAsksIsBelowTheCall() {
    RetrievalAugmentor augmentor =
        request -> {
          listened.says("shorter question").chat("Shorten this");
          return new AugmentationResult(request.chatMessage(), List.of());
        };
    AiServices.builder(Assistant.class)
        .chatModel(model.says("Hello."))
        .retrievalAugmentor(augmentor)
        .build()
        .chat("Hi");

    assertBelowTheCall(spans.allNamed("chat scripted"), 2);
  }

  @Test
  void modelThatAGuardrailAsksIsBelowTheCall() {
    OutputGuardrail judge =
        new OutputGuardrail() {
          @Override
          public OutputGuardrailResult validate(AiMessage answer) {
            listened.says("good").chat("Is this good?");
            return success();
          }
        };
    AiServices.builder(Assistant.class)
        .chatModel(model.says("Hello."))
        .outputGuardrails(judge)
        .build()
        .chat("Hi");

    assertBelowTheCall(spans.allNamed("chat scripted"), 2);
  }

  @Test
  void serviceThatAnUnwrappedToolAsksIsBelowTheCall() {
    Helper helper = AiServices.create(Helper.class, new ScriptedModel().says("So."));
    AiServices.builder(Assistant.class)
        .chatModel(model.calls("open", "{}").calls("late", "{}").says("Hello."))
        .toolProvider(new LateTool((request, memoryId) -> helper.help("How?")))
        .build()
        .chat("Hi");

    spans.assertChild("execute_tool late", "invoke_agent Assistant");
    spans.assertChild("invoke_agent Helper", "invoke_agent Assistant");
  }

  @Test
  void serviceThatAnUnwrappedToolOfAStreamAsksIsBelowTheCall() {
    Helper helper = AiServices.create(Helper.class, new ScriptedModel().says("So."));
    CompletableFuture<Object> done = new CompletableFuture<>();
    AiServices.builder(Streamer.class)
        .streamingChatModel(
            model.calls("open", "{}").calls("late", "{}").says("Hello.").streaming(threads))
        .toolProvider(new LateTool((request, memoryId) -> helper.help("How?")))
        .build()
        .chat("Hi")
        .onCompleteResponse(done::complete)
        .onError(done::completeExceptionally)
        .start();
    done.join();

    spans.assertChild("invoke_agent Helper", "invoke_agent Streamer");
  }

  @Test
  void modelThatIsAskedAfterTheCallIsNotBelowIt() {
    AiServices.create(Assistant.class, model.says("Hello.")).chat("Hi");
    listened.says("Bye.").chat("Bye");

    assertThat(spans.allNamed("chat scripted").get(1).getParentSpanContext().isValid()).isFalse();
  }

  @Test
  void modelThatIsAskedBeforeAStreamStartsIsNotBelowIt() {
    CompletableFuture<Object> done = new CompletableFuture<>();
    TokenStream stream =
        AiServices.builder(Streamer.class)
            .streamingChatModel(model.says("Hello.").streaming(threads))
            .build()
            .chat("Hi");
    listened.says("Wait.").chat("Wait");
    AiServices.create(Helper.class, new ScriptedModel().says("So.")).help("How?");
    stream.onCompleteResponse(done::complete).onError(done::completeExceptionally).start();
    done.join();

    assertThat(spans.allNamed("chat scripted").get(0).getParentSpanContext().isValid()).isFalse();
    assertThat(spans.named("invoke_agent Helper").getParentSpanContext().isValid()).isFalse();
  }

  @Test
  void callThatDiedOfAnErrorDoesNotTakeTheNextOne() {
    Assistant dying =
        AiServices.create(
            Assistant.class,
            model.answers(
                request -> {
                  throw new StackOverflowError();
                }));
    assertThatThrownBy(() -> dying.chat("Hi")).isInstanceOf(StackOverflowError.class);
    AiServices.create(Helper.class, new ScriptedModel().says("So.")).help("How?");

    assertThat(spans.named("invoke_agent Helper").getParentSpanContext().isValid()).isFalse();
    spans.expectOneMoreOpen();
  }

  private void assertBelowTheCall(List<SpanData> modelCalls, int count) {
    assertThat(modelCalls).hasSize(count);
    modelCalls.forEach(
        chat -> RecordedSpans.assertChild(chat, spans.named("invoke_agent Assistant")));
  }
}
