// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.provider.ContentCapture;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** What a span said comes out of the database again, whatever it was. */
class FidelityTest {
  private static final long SEED = Long.getLong("spanledger.seed", System.nanoTime());

  private static final List<String> NAMES =
      List.of(
          "session.id",
          "user.id",
          "gen_ai.operation.name",
          "gen_ai.agent.name",
          "gen_ai.provider.name",
          "gen_ai.request.model",
          "gen_ai.response.model",
          "gen_ai.response.finish_reasons",
          "gen_ai.request.temperature",
          "gen_ai.request.max_tokens",
          "gen_ai.request.top_k",
          "gen_ai.request.stream",
          "gen_ai.response.time_to_first_chunk",
          "gen_ai.usage.input_tokens",
          "gen_ai.usage.output_tokens",
          "gen_ai.usage.cost",
          "gen_ai.input.messages",
          "gen_ai.output.messages",
          "gen_ai.system_instructions",
          "gen_ai.tool.definitions",
          "gen_ai.tool.call.arguments",
          "gen_ai.tool.call.result",
          "gen_ai.retrieval.documents",
          "spanledger.tags",
          "spanledger.retry.count",
          "openinference.span.kind",
          "input.value",
          "llm.input_messages.0.message.content",
          "error.type",
          "anything",
          "Grüße 😀 \"'\\");

  @EachDatabase
  void everyTypeOfAttributeComesBackWhereverItIs(TestDatabase database) throws Exception {
    Attributes all = Spans.everyType();
    SpanData span =
        Spans.builder(1)
            .setAttributes(all)
            .setEvents(List.of(EventData.create(Spans.START, "all", all)))
            .setLinks(List.of(LinkData.create(Spans.remote(9), all)))
            .setResource(Resource.create(all, "https://schema/resource"))
            .setInstrumentationScopeInfo(
                InstrumentationScopeInfo.builder("scope")
                    .setVersion("1.2")
                    .setSchemaUrl("https://schema/scope")
                    .setAttributes(all)
                    .build())
            .build();
    assertComesBack(database, List.of(span));
  }

  @EachDatabase
  void eventsAndLinksKeepTheirOrderTimesAndTypes(TestDatabase database) throws Exception {
    SpanData span =
        Spans.builder(1)
            .setEvents(
                List.of(
                    EventData.create(Spans.START + 3, "same", Attributes.of(key("k"), 1.0)),
                    EventData.create(
                        Spans.START + 1, "same", Attributes.builder().put("k", 1).build()),
                    EventData.create(Long.MAX_VALUE, "", Attributes.empty(), 7),
                    EventData.create(0, "same", Attributes.builder().put("k", "1").build(), 3)))
            .setTotalRecordedEvents(9)
            .setLinks(
                List.of(
                    LinkData.create(Spans.context(7, Spans.state())),
                    LinkData.create(Spans.remote(8), Attributes.of(key("k"), 2.0), 4),
                    LinkData.create(Spans.remote(8), Attributes.builder().put("k", 2).build())))
            .setTotalRecordedLinks(5)
            .setAttributes(Attributes.of(key("k"), 3.0))
            .setTotalAttributeCount(11)
            .build();
    assertComesBack(database, List.of(span));
  }

  @EachDatabase
  void identityAndOutcomeComeBack(TestDatabase database) throws Exception {
    Attributes cancelled = Attributes.builder().put("error.type", "java.util.CancelledX").build();
    Attributes failed = Attributes.builder().put("error.type", "timeout").build();
    Attributes thrown =
        Attributes.builder().put("exception.type", "E").put("exception.message", "m").build();
    List<EventData> exception = List.of(EventData.create(Spans.START, "exception", thrown));
    assertComesBack(
        database,
        List.of(
            Spans.builder(1).setParentSpanContext(Spans.remote(99)).setName("").build(),
            Spans.builder(2)
                .setParentSpanContext(Spans.context(1, Spans.state()))
                .setSpanContext(Spans.context(2, Spans.state()))
                .setKind(SpanKind.CLIENT)
                .build(),
            Spans.builder(3).setStatus(StatusData.create(StatusCode.UNSET, "described")).build(),
            Spans.builder(4).setStatus(StatusData.create(StatusCode.OK, "fine")).build(),
            Spans.builder(5).setAttributes(cancelled).setStatus(StatusData.error()).build(),
            Spans.builder(6).setAttributes(failed).build(),
            Spans.builder(7).setAttributes(failed).setStatus(StatusData.ok()).build(),
            Spans.builder(8).setEvents(exception).setStatus(StatusData.error()).build(),
            Spans.builder(9).setStartEpochNanos(5).setEndEpochNanos(Long.MAX_VALUE).build(),
            Spans.builder(10).setStartEpochNanos(Spans.START).setEndEpochNanos(0).build()));
  }

  @EachDatabase
  void whatSpansInheritIsNotAmongTheirAttributes(TestDatabase database) throws Exception {
    Attributes ids =
        Attributes.builder().put("session.id", "s").put("gen_ai.agent.name", "a").build();
    SpanData parent = Spans.builder(1).setAttributes(ids).build();
    SpanData child =
        Spans.builder(2)
            .setParentSpanContext(parent.getSpanContext())
            .setAttributes(Attributes.builder().put("gen_ai.request.model", "gpt-4o").build())
            .build();
    assertComesBack(database, List.of(parent, child));
    assertThat(database.rows("SELECT DISTINCT session_id FROM agent_spans"))
        .containsExactly(Map.of("session_id", "s"));
  }

  @EachDatabase
  void idsThatAreTooLongForTheirColumnComeBackWhole(TestDatabase database) throws Exception {
    Attributes ids =
        Attributes.builder()
            .put("session.id", "s".repeat(1_000))
            .put("gen_ai.request.model", " gpt-4o ")
            .build();
    assertComesBack(database, List.of(Spans.builder(1).setAttributes(ids).build()));
  }

  @EachDatabase
  void tenThousandAttributesComeBack(TestDatabase database) throws Exception {
    AttributesBuilder many = Attributes.builder();
    for (int i = 0; i < 10_000; i++) {
      if (i % 2 == 0) {
        many.put("k" + i, "v" + i);
      } else {
        many.put("k" + i, (double) i);
      }
    }
    assertComesBack(database, List.of(Spans.builder(1).setAttributes(many.build()).build()));
  }

  @EachDatabase
  void anythingComesBack(TestDatabase database) throws Exception {
    System.out.println("seed " + SEED + " (-Dspanledger.seed)");
    Random random = new Random(SEED);
    List<SpanData> spans = new ArrayList<>();
    for (int id = 1; id <= 300; id++) {
      spans.add(
          Spans.builder(id)
              .setParentSpanContext(Spans.context(1 + random.nextInt(id), Spans.state()))
              .setAttributes(Spans.random(random, NAMES))
              .setEvents(
                  List.of(
                      EventData.create(random.nextLong() >>> 1, "e", Spans.random(random, NAMES)),
                      EventData.create(1, "exception", Spans.random(random, NAMES))))
              .setTotalRecordedEvents(2)
              .setLinks(List.of(LinkData.create(Spans.remote(id), Spans.random(random, NAMES))))
              .setTotalRecordedLinks(1)
              .setResource(Resource.create(Spans.random(new Random(id % 3), NAMES.subList(0, 10))))
              .build());
    }
    assertComesBack(database, spans);
  }

  @EachDatabase
  void spansOfOneShapeShareTheirSource(TestDatabase database) throws Exception {
    List<SpanData> spans = new ArrayList<>();
    for (int id = 1; id <= 50; id++) {
      Attributes call =
          Attributes.builder()
              .put("gen_ai.operation.name", "chat")
              .put("gen_ai.request.model", id % 2 == 0 ? "gpt-4o" : "o" + id)
              .put("gen_ai.request.temperature", id % 10 / 10.0)
              .put("gen_ai.usage.input_tokens", id)
              .put("mine", (double) id)
              .build();
      spans.add(Spans.builder(id).setAttributes(call).build());
    }
    assertComesBack(database, spans);
    assertThat(database.rows("SELECT DISTINCT source_ref FROM agent_spans")).hasSize(1);
  }

  @EachDatabase
  void whatContentCaptureLeftOutStaysOut(TestDatabase database) throws Exception {
    Attributes said =
        Attributes.builder()
            .put("gen_ai.operation.name", "chat")
            .put("gen_ai.input.messages", "[{\"role\":\"user\",\"content\":\"SECRET\"}]")
            .put("input.value", "SECRET")
            .put("gen_ai.request.temperature", 1.0)
            .put("mine", 1.0)
            .build();
    Attributes kept =
        Attributes.builder()
            .put("gen_ai.operation.name", "chat")
            .put("gen_ai.request.temperature", 1.0)
            .put("mine", 1.0)
            .build();
    SpanData span =
        Spans.builder(1)
            .setAttributes(said)
            .setEvents(List.of(EventData.create(1, "e", said)))
            .build();
    try (RoundTrip trip = new RoundTrip(database, ContentCapture.BASIC)) {
      trip.store(List.of(span));
      SpanData back = trip.sent(Set.of(Spans.TRACE)).get(0);
      assertThat(back.getAttributes()).isEqualTo(kept);
      assertThat(back.getEvents().get(0).getAttributes()).isEqualTo(kept);
      assertThat(trip.json(Set.of(Spans.TRACE))).doesNotContain("SECRET");
    }
  }

  private static AttributeKey<Double> key(String name) {
    return AttributeKey.doubleKey(name);
  }

  private static void assertComesBack(TestDatabase database, List<SpanData> spans)
      throws Exception {
    try (RoundTrip trip = new RoundTrip(database)) {
      trip.store(spans);
      trip.assertComesBack(spans);
    }
  }
}
