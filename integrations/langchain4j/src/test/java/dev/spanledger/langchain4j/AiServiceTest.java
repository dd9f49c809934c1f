// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import static dev.spanledger.langchain4j.RecordedSpans.attributes;
import static dev.spanledger.langchain4j.RecordedSpans.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;
import dev.spanledger.instrument.AgentSpan;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AiServiceTest {

  interface Assistant {
    @SystemMessage("Be brief.")
    String chat(String question);
  }

  interface Remembering {
    String chat(@MemoryId String id, @UserMessage String question);
  }

  interface Identified {
    String chat(@UserMessage String question, InvocationParameters who);
  }

  interface Counting {
    int count(String what);
  }

  interface Wrapping {
    Result<String> chat(String question);
  }

  interface Templated {
    @UserMessage("Translate {{text}} to {{language}}")
    String translate(@V("text") String text);
  }

  private final RecordedSpans spans = new RecordedSpans();
  private final ScriptedModel model = new ScriptedModel();

  @AfterEach
  void close() {
    spans.close();
  }

  @Test
  void callIsAnAgentWithItsModelCallBelow() {
    String answer = AiServices.create(Assistant.class, model.says("Scattering.")).chat("Why blue?");

    assertThat(answer).isEqualTo("Scattering.");
    assertThat(spans.names()).containsExactly("chat scripted", "invoke_agent Assistant");
    spans.assertChild("chat scripted", "invoke_agent Assistant");
    assertThat(attributes(spans.named("invoke_agent Assistant")))
        .containsOnly(
            entry("gen_ai.operation.name", "invoke_agent"),
            entry("gen_ai.agent.name", "Assistant"),
            entry("code.function.name", Assistant.class.getName() + ".chat"),
            entry(
                "gen_ai.input.messages",
                "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Why blue?\"}]}]"),
            entry(
                "gen_ai.output.messages",
                "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":"
                    + "\"Scattering.\"}]}]"));
  }

  @Test
  void modelCallCarriesRequestAndResponse() {
    AiServices.create(Assistant.class, model.says("Scattering.")).chat("Why blue?");

    SpanData chat = spans.named("chat scripted");
    assertThat(chat.getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(attributes(chat))
        .containsOnly(
            entry("gen_ai.operation.name", "chat"),
            entry("gen_ai.provider.name", "openai"),
            entry("gen_ai.request.model", "scripted"),
            entry("gen_ai.request.temperature", 0.5),
            entry("gen_ai.request.top_p", 0.9),
            entry("gen_ai.request.max_tokens", 99L),
            entry("gen_ai.system_instructions", "[{\"type\":\"text\",\"content\":\"Be brief.\"}]"),
            entry(
                "gen_ai.input.messages",
                "[{\"role\":\"system\",\"parts\":[{\"type\":\"text\",\"content\":\"Be brief.\"}]},"
                    + "{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":"
                    + "\"Why blue?\"}]}]"),
            entry(
                "gen_ai.output.messages",
                "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":"
                    + "\"Scattering.\"}],\"finish_reason\":\"stop\"}]"),
            entry("gen_ai.response.id", "resp-1"),
            entry("gen_ai.response.model", "scripted-2026"),
            entry("gen_ai.response.finish_reasons", List.of("stop")),
            entry("gen_ai.usage.input_tokens", 10L),
            entry("gen_ai.usage.output_tokens", 3L));
  }

  @Test
  void callIsAChildOfTheCurrentSpan() {
    Assistant assistant = AiServices.create(Assistant.class, model.says("Hello."));
    try (AgentSpan outer = spans.tracer().agent("outer").start()) {
      outer.output(assistant.chat("Hi"));
    }

    spans.assertChild("invoke_agent Assistant", "invoke_agent outer");
  }

  @Test
  void memoryIdIsTheConversation() {
    Remembering service =
        AiServices.builder(Remembering.class)
            .chatModel(model.says("Hello Ada.").says("Ada."))
            .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(10))
            .build();
    service.chat("c-7", "I am Ada");
    service.chat("c-7", "Who am I?");

    assertThat(spans.allNamed("invoke_agent Remembering"))
        .extracting(span -> text(span, "gen_ai.conversation.id"))
        .containsExactly("c-7", "c-7");
    assertThat(text(spans.allNamed("chat scripted").get(1), "gen_ai.input.messages"))
        .contains("I am Ada", "\"role\":\"assistant\"", "Hello Ada.", "Who am I?");
  }

  @Test
  void sessionAndUserComeFromTheInvocationParameters() {
    InvocationParameters who = new InvocationParameters();
    who.put("session.id", "s-1");
    who.put("user.id", 42);
    AiServices.create(Identified.class, model.says("Hello.")).chat("Hi", who);

    assertThat(attributes(spans.named("invoke_agent Identified")))
        .containsEntry("session.id", "s-1")
        .containsEntry("user.id", "42");
  }

  @Test
  void objectThatIsReturnedIsShownAsTheModelWroteIt() {
    int count = AiServices.create(Counting.class, model.says("12")).count("months");
    Result<String> result = AiServices.create(Wrapping.class, model.says("Yes.")).chat("Well?");

    assertThat(count).isEqualTo(12);
    assertThat(result.content()).isEqualTo("Yes.");
    assertThat(text(spans.named("invoke_agent Counting"), "gen_ai.output.messages"))
        .contains("\"content\":\"12\"");
    assertThat(text(spans.named("invoke_agent Wrapping"), "gen_ai.output.messages"))
        .contains("\"content\":\"Yes.\"");
  }

  @Test
  void failedModelCallEndsBothSpansWithTheError() {
    IllegalStateException thrown = new IllegalStateException("overloaded");
    Assistant assistant = AiServices.create(Assistant.class, model.fails(thrown));

    assertThatThrownBy(() -> assistant.chat("Hi")).isSameAs(thrown);
    assertFailure(spans.named("chat scripted"), "java.lang.IllegalStateException", "overloaded");
    assertFailure(
        spans.named("invoke_agent Assistant"), "java.lang.IllegalStateException", "overloaded");
  }

  @Test
  void callThatFailsBeforeItStartsIsTraced() {
    Templated service = AiServices.create(Templated.class, model);

    assertThatThrownBy(() -> service.translate("Hund")).hasMessageContaining("language");
    SpanData failed = spans.named("invoke_agent Templated");
    assertThat(failed.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(failed.getEvents()).extracting(EventData::getName).containsExactly("exception");
  }

  private static void assertFailure(SpanData span, String type, String message) {
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.getStatus().getDescription()).isEqualTo(message);
    assertThat(text(span, "error.type")).isEqualTo(type);
    assertThat(span.getEvents()).extracting(EventData::getName).containsExactly("exception");
  }

  @Test
  void concurrentCallsKeepTheirOwnSpans() throws Exception {
    int calls = 32;
    ExecutorService threads = Executors.newFixedThreadPool(4);
    model.answers(AiServiceTest::echo);
    for (int i = 1; i < calls; i++) {
      model.answers(AiServiceTest::echo);
    }
    Assistant assistant = AiServices.create(Assistant.class, model);
    try {
      List<Future<String>> answers =
          java.util.stream.IntStream.range(0, calls)
              .mapToObj(i -> threads.submit(() -> assistant.chat("question-" + i + ".")))
              .toList();
      for (Future<String> answer : answers) {
        answer.get();
      }
    } finally {
      threads.shutdown();
    }

    assertThat(spans.allNamed("invoke_agent Assistant")).hasSize(calls);
    for (SpanData agent : spans.allNamed("invoke_agent Assistant")) {
      List<SpanData> children =
          spans.allNamed("chat scripted").stream()
              .filter(chat -> chat.getParentSpanId().equals(agent.getSpanId()))
              .toList();
      assertThat(children).hasSize(1);
      String question =
          text(agent, "gen_ai.input.messages").replaceAll(".*(question-\\d+\\.).*", "$1");
      assertThat(text(children.get(0), "gen_ai.input.messages")).contains(question);
      assertThat(text(agent, "gen_ai.output.messages")).contains(question);
    }
  }

  private static ChatResponse echo(dev.langchain4j.model.chat.request.ChatRequest request) {
    var last =
        (dev.langchain4j.data.message.UserMessage)
            request.messages().get(request.messages().size() - 1);
    return ScriptedModel.response(
        dev.langchain4j.data.message.AiMessage.from(last.singleText()),
        dev.langchain4j.model.output.FinishReason.STOP);
  }
}
