// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Scope;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // A scope is opened for its effect.
class BaggageTest {

  private final RecordedSpans spans = RecordedSpans.create();
  private final AgentTracer tracer = spans.tracer();

  @AfterEach
  void close() {
    spans.close();
    assertThat(Baggage.current().isEmpty()).isTrue();
  }

  @Test
  void agentPutsWhoItIsIntoItsScope() {
    tracer
        .agent("a")
        .id("not this")
        .sessionId("s")
        .conversationId("c")
        .userId("u")
        .run(
            () ->
                assertThat(baggage())
                    .isEqualTo(
                        Map.of(
                            "gen_ai.agent.name", "a",
                            "session.id", "s",
                            "gen_ai.conversation.id", "c",
                            "user.id", "u")));
  }

  @Test
  void subAgentInheritsIdsAndHasItsOwnName() {
    tracer
        .agent("a")
        .userId("u")
        .run(
            () ->
                tracer
                    .agent("sub")
                    .run(
                        () ->
                            assertThat(baggage())
                                .isEqualTo(Map.of("gen_ai.agent.name", "sub", "user.id", "u"))));
  }

  @Test
  void baggageOfTheApplicationIsKept() {
    try (Scope scope = Baggage.builder().put("theirs", "x").build().makeCurrent()) {
      tracer.agent("a").run(() -> assertThat(baggage()).containsEntry("theirs", "x").hasSize(2));
    }
  }

  @Test
  void baggageCanBeTurnedOff() {
    tracer
        .withIdentityBaggage(false)
        .agent("a")
        .userId("u")
        .run(() -> assertThat(baggage()).isEmpty());

    assertThat(spans.attributes()).containsEntry("user.id", "u");
  }

  private static Map<String, String> baggage() {
    Map<String, String> entries = new TreeMap<>();
    Baggage.current().forEach((key, entry) -> entries.put(key, entry.getValue()));
    return entries;
  }
}
