// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import static dev.spanledger.langchain4j.RecordedSpans.attributes;
import static dev.spanledger.langchain4j.RecordedSpans.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import dev.spanledger.instrument.SteppedTracer;
import dev.spanledger.langchain4j.StreamedModel.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimeToFirstChunkTest {

  private static final String STREAM = "gen_ai.request.stream";
  private static final String FIRST_CHUNK = "gen_ai.response.time_to_first_chunk";

  private static final AiMessage NOON = AiMessage.from("Noon.");
  private static final ToolExecutionRequest TOOL_CALL =
      ToolExecutionRequest.builder().id("id-clock").name("clock").arguments("{}").build();

  interface Assistant {
    TokenStream stream(String question);

    String chat(String question);
  }

  static final class Clock {
    @Tool
    String clock() {
      return "noon";
    }
  }

  private final RecordedSpans spans = new RecordedSpans();
  private final AtomicLong nanos = new AtomicLong(-7);
  private final List<Object> heard = new ArrayList<>();
  private final StreamedModel model = new StreamedModel();

  @BeforeEach
  void stepTheClock() {
    LangChain4jTracing.use(SteppedTracer.of(spans.tracer(), nanos::get));
  }

  @AfterEach
  void close() {
    spans.close();
  }

  @Test
  void firstPartOfATextIsTimed() {
    ask(model.answers(NOON, after(250, says("No")), after(500, says("on."))));

    assertFirstChunks(0.25);
    assertThat(heard).containsExactly("No", "on.", "done");
  }

  @Test
  void thinkingIsAChunk() {
    Step thinking = handler -> handler.onPartialThinking(new PartialThinking("Hm"));
    ask(model.answers(NOON, after(100, thinking), after(100, says("Noon."))));

    assertFirstChunks(0.1);
  }

  @Test
  void everyCallOfAToolLoopHasItsOwnTime() {
    PartialToolCall part =
        PartialToolCall.builder().index(0).id("id").name("clock").partialArguments("{").build();
    model
        .answers(AiMessage.from(TOOL_CALL), after(70, handler -> handler.onPartialToolCall(part)))
        .answers(NOON, after(30, says("Noon.")));
    ask(model);

    assertFirstChunks(0.07, 0.03);
  }

  @Test
  void toolCallThatComesWholeIsAChunk() {
    CompleteToolCall whole = new CompleteToolCall(0, TOOL_CALL);
    model
        .answers(AiMessage.from(TOOL_CALL), after(40, handler -> handler.onCompleteToolCall(whole)))
        .answers(NOON, after(20, says("Noon.")));
    ask(model);

    assertFirstChunks(0.04, 0.02);
  }

  @Test
  void rawEventsAreNoChunks() {
    Step ping = handler -> handler.onUnmappedRawEvent("ping");
    ask(model.answers(NOON, after(10, ping), after(10, says("Noon."))));

    assertFirstChunks(0.02);
    assertThat(heard).containsExactly("ping", "Noon.", "done");
  }

  @Test
  void answerThatComesWithoutPartsIsStreamedAndHasNoTime() {
    ask(model.answers(NOON, after(10, handler -> {})));

    assertStreamedWithoutTime();
  }

  @Test
  void streamThatFailsAtOnceIsStreamedAndHasNoTime() {
    ask(model.plays(handler -> handler.onError(new IllegalStateException("overloaded"))));

    assertStreamedWithoutTime();
  }

  @Test
  void streamThatBreaksKeepsItsTime() {
    Step start = after(10, says("No"));
    model.plays(
        handler -> {
          start.play(handler);
          handler.onError(new IllegalStateException("cut off"));
        });
    ask(model);

    assertFirstChunks(0.01);
    assertThat(text(spans.named("chat streamed"), "error.type"))
        .isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void streamsThatOverlapHaveTheirOwnTimes() {
    List<StreamingChatResponseHandler> open = new ArrayList<>();
    Assistant assistant = assistant(model.plays(open::add).plays(open::add));
    start(assistant.stream("first"));
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(5));
    start(assistant.stream("second"));
    after(10, says("Late.")).play(open.get(1));
    after(10, says("Later.")).play(open.get(0));
    ChatResponse response = ScriptedModel.response(NOON, null);
    open.forEach(handler -> handler.onCompleteResponse(response));

    assertFirstChunks(0.025, 0.01);
  }

  @Test
  void callThatAGuardrailAsksForIsTimed() {
    OutputGuardrail politeness =
        new OutputGuardrail() {
          @Override
          public OutputGuardrailResult validate(AiMessage answer) {
            return NOON.text().equals(answer.text()) ? success() : reprompt("rude", "Be kind.");
          }
        };
    model
        .answers(AiMessage.from("No."), after(20, says("No.")))
        .answers(NOON, after(30, says("Noon.")));
    start(
        AiServices.builder(Assistant.class)
            .streamingChatModel(model)
            .outputGuardrails(politeness)
            .build()
            .stream("Time?"));

    assertFirstChunks(0.02, 0.03);
  }

  @Test
  void listenersAreToldOnceAndShareTheSpan() {
    List<String> told = new ArrayList<>();
    ChatModelListener noting =
        new ChatModelListener() {
          @Override
          public void onRequest(ChatModelRequestContext request) {
            told.add("request");
          }

          @Override
          public void onResponse(ChatModelResponseContext response) {
            told.add("response");
          }
        };
    StreamedModel listened =
        new StreamedModel(new TracingChatModelListener(spans.tracer()), noting);
    ask(listened.answers(NOON, after(60, says("Noon."))));

    assertFirstChunks(0.06);
    assertThat(told).containsExactly("request", "response");
  }

  @Test
  void callThatIsNotStreamedHasNeither() {
    AiServices.builder(Assistant.class)
        .chatModel(new ScriptedModel().says("Noon."))
        .streamingChatModel(model)
        .build()
        .chat("Time?");

    assertThat(attributes(spans.named("chat scripted"))).doesNotContainKeys(STREAM, FIRST_CHUNK);
  }

  @Test
  void listenerWithoutAServiceKnowsNeither() {
    new StreamedModel(new TracingChatModelListener(spans.tracer()))
        .answers(NOON, after(60, says("Noon.")))
        .chat("Time?", new HeardHandler(heard));

    assertThat(attributes(spans.named("chat streamed"))).doesNotContainKeys(STREAM, FIRST_CHUNK);
    assertThat(heard).containsExactly("Noon.", "done");
  }

  private Step after(long millis, Step step) {
    return handler -> {
      nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
      step.play(handler);
    };
  }

  private static Step says(String part) {
    return handler -> handler.onPartialResponse(part);
  }

  private void ask(StreamedModel streamed) {
    start(assistant(streamed).stream("Time?"));
  }

  private static Assistant assistant(StreamedModel streamed) {
    return AiServices.builder(Assistant.class)
        .streamingChatModel(streamed)
        .tools(new Clock())
        .build();
  }

  private void start(TokenStream stream) {
    stream
        .onPartialResponse(heard::add)
        .onUnmappedRawEvent(heard::add)
        .onCompleteResponse(response -> heard.add("done"))
        .onError(heard::add)
        .start();
  }

  private void assertFirstChunks(Double... seconds) {
    assertThat(spans.allNamed("chat streamed"))
        .allSatisfy(span -> assertThat(attributes(span)).containsEntry(STREAM, true))
        .extracting(span -> attributes(span).get(FIRST_CHUNK))
        .containsExactly((Object[]) seconds);
  }

  private void assertStreamedWithoutTime() {
    assertThat(attributes(spans.named("chat streamed")))
        .containsEntry(STREAM, true)
        .doesNotContainKey(FIRST_CHUNK);
  }
}
