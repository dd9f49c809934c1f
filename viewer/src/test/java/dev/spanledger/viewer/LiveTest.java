// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spanledger.provider.Spanledger;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.spans.AgentRun;
import dev.spanledger.testkit.spans.SpanMother;
import io.opentelemetry.api.trace.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** What a browser hears while spans are written, over HTTP. */
class LiveTest {

  @EachDatabase
  void tellsOfSpansThatEnd(TestDatabase database) throws Exception {
    try (Viewed viewed = Viewed.now(database);
        EventStream events = EventStream.open(viewed, "/api/live", null)) {
      JsonNode init = events.next("init");
      assertThat(init.get("running")).isEmpty();
      String id = viewed.mother.failingRun().getTraceId();
      JsonNode told = events.until(news -> hasTrace(news, id, "ERROR"));
      JsonNode span = told.get("spans").get(0);
      assertThat(span.get("traceId").asText()).isEqualTo(id);
      assertThat(span.get("start").asDouble()).isGreaterThan(1.7e12);
    }
  }

  @EachDatabase
  void tellsOfOneTraceAlone(TestDatabase database) throws Exception {
    try (Viewed viewed = Viewed.now(database)) {
      AgentRun run = viewed.mother.agent("watched");
      String id = run.spanContext().getTraceId();
      try (EventStream events = EventStream.open(viewed, "/api/traces/" + id + "/live", null)) {
        events.next("init");
        viewed.mother.weatherRun();
        run.ask("Hello?").chat("Hello.").close();
        events.until(
            news -> {
              news.get("spans").forEach(s -> assertThat(s.get("traceId").asText()).isEqualTo(id));
              return hasTrace(news, id, "UNSET");
            });
      }
    }
  }

  @EachDatabase
  void goesOnWhereAListenerWasCutOff(TestDatabase database) throws Exception {
    try (Viewed viewed = Viewed.now(database)) {
      Set<String> written = new HashSet<>();
      Set<String> heard = new HashSet<>();
      String last = null;
      for (int round = 0; round < 4; round++) {
        try (EventStream events = EventStream.open(viewed, "/api/live", last)) {
          if (round == 0) {
            events.next("init");
          }
          String id = viewed.mother.weatherRun().getTraceId();
          written.add(id);
          events.until(
              news -> {
                assertThat(events.event()).isEqualTo("spans");
                news.get("spans").forEach(span -> heard.add(span.get("traceId").asText()));
                return heard.contains(id);
              });
          last = events.id();
        }
        written.add(viewed.mother.failingRun().getTraceId()); // While nobody listens.
        viewed.stored();
      }
      try (EventStream events = EventStream.open(viewed, "/api/live", last)) {
        events.until(
            news -> {
              news.get("spans").forEach(span -> heard.add(span.get("traceId").asText()));
              return heard.containsAll(written);
            });
      }
    }
  }

  @EachDatabase
  void saysThatAllMustBeLoadedAgainToWhoHasMissedTooMuch(TestDatabase database) throws Exception {
    try (Viewed viewed = Viewed.now(database);
        EventStream events = EventStream.open(viewed, "/api/live", "zzz-17")) {
      events.next("reset");
      events.next("init");
    }
    try (Viewed viewed = Viewed.now(database);
        EventStream events = EventStream.open(viewed, "/api/live", "nonsense")) {
      events.next("reset");
    }
  }

  @EachDatabase
  void tellsOfSpansThatRun(TestDatabase database) throws Exception {
    try (Spanledger ledger =
            Spanledger.builder(database.dataSource())
                .batchDelay(Duration.ofMillis(20))
                .openSpansAfter(Duration.ofMillis(1))
                .build();
        SpanMother mother = SpanMother.into(ledger.spanProcessor());
        Viewed viewed = Viewed.now(database)) {
      mother.clock().setTime(Instant.now());
      Span span = mother.tracer().spanBuilder("slow").startSpan();
      try (EventStream events = EventStream.open(viewed, "/api/live", null)) {
        JsonNode init = events.next("init");
        if (init.get("running").isEmpty()) {
          events.until(news -> hasSpan(news, "slow", true));
        }
        span.end();
        events.until(news -> hasSpan(news, "slow", false));
      }
    }
  }

  private static boolean hasSpan(JsonNode news, String name, boolean running) {
    for (JsonNode span : news.get("spans")) {
      if (span.get("name").asText().equals(name) && span.get("running").asBoolean() == running) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasTrace(JsonNode news, String id, String status) {
    for (JsonNode trace : news.get("traces")) {
      if (trace.get("id").asText().equals(id) && trace.get("status").asText().equals(status)) {
        return true;
      }
    }
    return false;
  }
}
