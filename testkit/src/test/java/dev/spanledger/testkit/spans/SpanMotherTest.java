// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.spans;

import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.assertThat;
import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.equalTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpanMotherTest {
  private static final AttributeKey<String> HOSTILE = AttributeKey.stringKey("hostile");

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final SpanMother mother = SpanMother.into(SimpleSpanProcessor.create(exporter));

  @Test
  void playsAWeatherRun() {
    SpanContext agent = mother.weatherRun();
    assertThat(names())
        .containsExactly(
            "chat gpt-4o", "execute_tool get_weather", "chat gpt-4o", "invoke_agent weather-agent");
    assertThat(spans()).allMatch(span -> span.getTraceId().equals(agent.getTraceId()));
    assertThat(spans().subList(0, 3))
        .allMatch(span -> span.getParentSpanId().equals(agent.getSpanId()));
    assertThat(spans().get(3))
        .hasNoParent()
        .startsAt(SpanMother.START)
        .hasAttributesSatisfying(equalTo(GenAi.CONVERSATION, "session-1"));
  }

  @Test
  void sendsTheWholeConversationWithEveryCall() throws JsonProcessingException {
    mother.longRun(3);
    assertThat(spans()).hasSize(1 + 4 * 3);
    List<Integer> messages =
        spans().stream()
            .map(span -> span.getAttributes().get(GenAi.INPUT))
            .filter(input -> input != null)
            .map(SpanMotherTest::messages)
            .toList();
    assertThat(messages).containsExactly(1, 3, 5, 7, 9, 11);
  }

  private static int messages(String json) {
    try {
      return new ObjectMapper().readTree(json).size();
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }

  @Test
  void failsWhereItSaysSo() {
    mother.failingRun();
    assertThat(spans())
        .extracting(span -> span.getStatus().getStatusCode())
        .containsExactly(StatusCode.UNSET, StatusCode.ERROR, StatusCode.ERROR, StatusCode.ERROR);
    assertThat(spans().get(1))
        .hasException(new IllegalStateException("already refunded"))
        .hasAttributesSatisfying(equalTo(GenAi.ERROR_TYPE, "java.lang.IllegalStateException"));
  }

  @Test
  void makesHugeMessages() {
    mother.hugeRun(3_000_000);
    assertThat(spans().get(0).getAttributes().get(GenAi.INPUT)).hasSizeGreaterThan(3_000_000);
  }

  @Test
  void runsSubAgentsBelowTheirCaller() {
    try (AgentRun run = mother.agent("boss");
        AgentRun below = run.subAgent("clerk").model("anthropic", "claude-x")) {
      below.ask("Do it.").chat("Done.");
    }
    assertThat(names()).containsExactly("chat claude-x", "invoke_agent clerk", "invoke_agent boss");
    assertThat(spans().get(0).getParentSpanId()).isEqualTo(spans().get(1).getSpanId());
    assertThat(spans().get(1).getParentSpanId()).isEqualTo(spans().get(2).getSpanId());
  }

  @Test
  void makesEqualSpansFromOneSeed() {
    mother.longRun(2);
    InMemorySpanExporter again = InMemorySpanExporter.create();
    InMemorySpanExporter other = InMemorySpanExporter.create();
    SpanMother.into(SimpleSpanProcessor.create(again)).longRun(2);
    SpanMother.seeded(2, SimpleSpanProcessor.create(other)).longRun(2);
    assertThat(described(again)).isEqualTo(described(exporter));
    assertThat(described(other)).isNotEqualTo(described(exporter));
  }

  private static List<String> described(InMemorySpanExporter exporter) {
    return exporter.getFinishedSpanItems().stream()
        .map(span -> span.getSpanContext() + " " + span.getAttributes() + span.getEndEpochNanos())
        .toList();
  }

  @Test
  void deliversHostileValuesUnchanged() {
    List<SpanContext> contexts = mother.hostileSpans();
    assertThat(contexts).extracting(SpanContext::getTraceId).doesNotHaveDuplicates();
    assertThat(spans()).hasSameSizeAs(contexts);
    Hostile.texts()
        .forEach(
            (name, text) ->
                assertThat(hostile(name).getAttributes().get(GenAi.INPUT).equals(text))
                    .as(name)
                    .isTrue());
    Hostile.times()
        .forEach(
            (name, times) ->
                assertThat(
                        new Hostile.Times(
                            hostile(name).getStartEpochNanos(), hostile(name).getEndEpochNanos()))
                    .as(name)
                    .isEqualTo(times));
    Map<String, Double> numbers = Hostile.numbers();
    assertThat(hostile("NaN").getAttributes().get(GenAi.TEMPERATURE)).isEqualTo(numbers.get("NaN"));
  }

  private SpanData hostile(String name) {
    return spans().stream()
        .filter(span -> name.equals(span.getAttributes().get(HOSTILE)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void movesTimeOnlyWhenTold() {
    AgentRun run = mother.agent("slow", Context.root());
    mother.clock().advance(Duration.ofMinutes(5));
    run.close();
    assertThat(spans().get(0)).endsAt(SpanMother.START.plus(Duration.ofMinutes(5)));
  }

  private List<SpanData> spans() {
    return exporter.getFinishedSpanItems();
  }

  private List<String> names() {
    return spans().stream().map(SpanData::getName).toList();
  }
}
