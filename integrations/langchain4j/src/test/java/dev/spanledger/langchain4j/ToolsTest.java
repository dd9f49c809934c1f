// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import static dev.spanledger.langchain4j.RecordedSpans.attributes;
import static dev.spanledger.langchain4j.RecordedSpans.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.service.AiServices;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ToolsTest {

  interface Assistant {
    String chat(String question);
  }

  interface Critic {
    String judge(String draft);
  }

  private final RecordedSpans spans = new RecordedSpans();
  private final ScriptedModel model = new ScriptedModel();

  @AfterEach
  void close() {
    spans.close();
  }

  final class Weather {
    @Tool("Tells the weather")
    String weather(@P("the city") String city) {
      return spans.tracer().task("forecast").call(() -> "Rain in " + city);
    }

    @Tool
    String satellite(boolean up) {
      if (!up) {
        throw new IllegalStateException("no satellite");
      }
      return "clear";
    }

    @Tool
    List<Content> picture() {
      return List.of(
          TextContent.from("a cloud"), ImageContent.from("https://example.org/cloud.png"));
    }
  }

  record Critique(Critic critic) {
    @Tool
    String critique(String draft) {
      return critic.judge(draft);
    }
  }

  private Assistant assistant() {
    return AiServices.builder(Assistant.class).chatModel(model).tools(new Weather()).build();
  }

  @Test
  void toolRunsInsideItsSpan() {
    model.calls("weather", "{\"city\": \"Oslo\"}").says("It rains.");

    assertThat(assistant().chat("Weather?")).isEqualTo("It rains.");
    assertThat(spans.names())
        .containsExactly(
            "chat scripted",
            "task forecast",
            "execute_tool weather",
            "chat scripted",
            "invoke_agent Assistant");
    spans.assertChild("execute_tool weather", "invoke_agent Assistant");
    spans.assertChild("task forecast", "execute_tool weather");
    assertThat(attributes(spans.named("execute_tool weather")))
        .containsOnly(
            entry("gen_ai.operation.name", "execute_tool"),
            entry("gen_ai.tool.name", "weather"),
            entry("gen_ai.tool.type", "function"),
            entry("gen_ai.tool.description", "Tells the weather"),
            entry("gen_ai.tool.call.id", "id-weather"),
            entry("gen_ai.tool.call.arguments", "{\"city\": \"Oslo\"}"),
            entry("gen_ai.tool.call.result", "Rain in Oslo"));
  }

  @Test
  void modelCallsCarryToolsCallsAndResults() {
    model.calls("weather", "{\"city\": \"Oslo\"}").says("It rains.");
    assistant().chat("Weather?");

    SpanData first = spans.allNamed("chat scripted").get(0);
    SpanData second = spans.allNamed("chat scripted").get(1);
    assertThat(text(first, "gen_ai.tool.definitions"))
        .contains(
            "\"type\":\"function\",\"name\":\"weather\",\"description\":\"Tells the weather\","
                + "\"parameters\":{",
            "\"city\":{\"type\":\"string\",\"description\":\"the city\"}");
    assertThat(attributes(first))
        .containsEntry("gen_ai.response.finish_reasons", List.of("tool_call"));
    assertThat(text(first, "gen_ai.output.messages"))
        .isEqualTo(
            "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"id\":\"id-weather\","
                + "\"name\":\"weather\",\"arguments\":{\"city\": \"Oslo\"}}],"
                + "\"finish_reason\":\"tool_call\"}]");
    assertThat(text(second, "gen_ai.input.messages"))
        .contains(
            "{\"role\":\"tool\",\"parts\":[{\"type\":\"tool_call_response\",\"id\":\"id-weather\","
                + "\"name\":\"weather\",\"response\":\"Rain in Oslo\"}]}");
  }

  @Test
  void toolThatThrowsIsAnErrorAndTheCallGoesOn() {
    model.calls("satellite", "{\"up\":false}").says("Sorry.");

    assertThat(assistant().chat("Weather?")).isEqualTo("Sorry.");
    SpanData tool = spans.named("execute_tool satellite");
    assertThat(tool.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(tool.getStatus().getDescription()).isEqualTo("no satellite");
    assertThat(text(tool, "error.type")).isEqualTo("java.lang.IllegalStateException");
    assertThat(tool.getEvents()).extracting(EventData::getName).containsExactly("exception");
    assertThat(spans.named("invoke_agent Assistant").getStatus().getStatusCode())
        .isEqualTo(StatusCode.UNSET);
  }

  @Test
  void toolErrorThatEndsTheCallLeavesNothingOpen() {
    IllegalArgumentException handed = new IllegalArgumentException("give up");
    Assistant assistant =
        AiServices.builder(Assistant.class)
            .chatModel(model.calls("satellite", "{\"up\":false}"))
            .tools(new Weather())
            .toolExecutionErrorHandler(
                (error, context) -> {
                  throw handed;
                })
            .build();

    assertThatThrownBy(() -> assistant.chat("Weather?")).isSameAs(handed);
    assertThat(text(spans.named("execute_tool satellite"), "error.type"))
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(text(spans.named("invoke_agent Assistant"), "error.type"))
        .isEqualTo("java.lang.IllegalArgumentException");
  }

  @Test
  void contentsThatAreNotTextAreParts() {
    model.calls("picture", "{}").says("A cloud.");
    assistant().chat("Show me");

    assertThat(text(spans.named("execute_tool picture"), "gen_ai.tool.call.result"))
        .contains("\"content\":\"a cloud\"", "\"modality\":\"image\"", "cloud.png");
    assertThat(text(spans.allNamed("chat scripted").get(1), "gen_ai.input.messages"))
        .contains("\"type\":\"tool_call_response\"", "cloud.png");
  }

  @Test
  void serviceThatIsAToolNestsUnderTheTool() {
    ScriptedModel criticModel = new ScriptedModel().says("Too long.");
    Critic critic = AiServices.create(Critic.class, criticModel);
    Assistant assistant =
        AiServices.builder(Assistant.class)
            .chatModel(model.calls("critique", "{\"draft\":\"My text\"}").says("Shortened."))
            .tools(new Critique(critic))
            .build();
    assistant.chat("Improve my text");

    spans.assertChild("execute_tool critique", "invoke_agent Assistant");
    spans.assertChild("invoke_agent Critic", "execute_tool critique");
    assertThat(spans.allNamed("chat scripted"))
        .extracting(SpanData::getParentSpanId)
        .containsExactly(
            spans.named("invoke_agent Assistant").getSpanId(),
            spans.named("invoke_agent Critic").getSpanId(),
            spans.named("invoke_agent Assistant").getSpanId());
  }

  @Test
  void toolsSideBySideKeepTheirParents() {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    ToolExecutionRequest oslo = weatherIn("Oslo");
    ToolExecutionRequest rome = weatherIn("Rome");
    Assistant assistant =
        AiServices.builder(Assistant.class)
            .chatModel(model.calls(oslo, rome).says("Rain."))
            .tools(new Weather())
            .executeToolsConcurrently(threads)
            .build();
    try {
      assistant.chat("Weather?");
    } finally {
      threads.shutdown();
    }

    List<SpanData> tools = spans.allNamed("execute_tool weather");
    assertThat(tools)
        .extracting(span -> text(span, "gen_ai.tool.call.result"))
        .containsExactlyInAnyOrder("Rain in Oslo", "Rain in Rome");
    tools.forEach(tool -> RecordedSpans.assertChild(tool, spans.named("invoke_agent Assistant")));
    assertThat(spans.allNamed("task forecast"))
        .extracting(SpanData::getParentSpanId)
        .containsExactlyInAnyOrder(tools.get(0).getSpanId(), tools.get(1).getSpanId());
  }

  private static ToolExecutionRequest weatherIn(String city) {
    return ToolExecutionRequest.builder()
        .id(city)
        .name("weather")
        .arguments("{\"city\":\"" + city + "\"}")
        .build();
  }

  @Test
  void toolThatComesInTheMiddleOfTheCallIsTracedByItsEvent() {
    Assistant assistant =
        AiServices.builder(Assistant.class)
            .chatModel(model.calls("open", "{}").calls("late", "{}").says("Noon."))
            .toolProvider(new LateTool((request, memoryId) -> "noon"))
            .build();
    assistant.chat("What time is it?");

    SpanData late = spans.named("execute_tool late");
    RecordedSpans.assertChild(late, spans.named("invoke_agent Assistant"));
    assertThat(attributes(late))
        .containsEntry("gen_ai.tool.call.result", "noon")
        .containsEntry("gen_ai.tool.call.id", "id-late");
    assertThat(late.getStartEpochNanos())
        .isGreaterThanOrEqualTo(spans.allNamed("chat scripted").get(1).getStartEpochNanos());
    assertThat(spans.allNamed("execute_tool open")).hasSize(1);
  }
}
