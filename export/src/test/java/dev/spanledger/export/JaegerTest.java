// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.spanledger.provider.Spanledger;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceRow;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.oracle.Await;
import dev.spanledger.testkit.spans.Corpus;
import dev.spanledger.testkit.spans.OtlpReplay;
import dev.spanledger.testkit.spans.SpanMother;
import io.opentelemetry.api.trace.Span;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JaegerTest {
  @EachDatabase
  void aRunIsWhatJaegersPageReads(TestDatabase database) throws Exception {
    try (Fixture fixture = new Fixture(database)) {
      String one = fixture.storedRun();
      String other = fixture.mother.weatherRun().getTraceId();
      fixture.flush();
      JsonNode file = valid(Fixture.text(fixture.export(), ExportFormat.JAEGER, one, other));
      assertThat(file.path("data")).hasSize(2);
      assertThat(file.path("total").asInt()).isEqualTo(2);
      JsonNode trace = file.path("data").get(0);
      assertThat(trace.path("processes").path("p1").path("serviceName").asText())
          .isEqualTo("span-mother");
      JsonNode odd = span(trace, Fixture.HOSTILE);
      assertThat(tag(odd, "big")).isEqualTo("string 9223372036854775807");
      assertThat(tag(odd, "nan")).isEqualTo("string NaN");
      assertThat(tag(odd, "half")).isEqualTo("float64 0.5");
      assertThat(tag(odd, "yes")).isEqualTo("bool true");
      assertThat(tag(odd, "list")).isEqualTo("string [\"a\",\"b\"]");
      assertThat(references(odd))
          .containsExactlyInAnyOrder(
              "CHILD_OF " + span(trace, "invoke_agent support").path("spanID").asText(),
              "FOLLOWS_FROM 00f067aa0ba902b7");
      JsonNode log = odd.path("logs").get(0);
      assertThat(log.path("fields").toString()).contains("cache.miss", "\"int64\",\"value\":3");
      JsonNode failed = span(trace, "execute_tool refund");
      assertThat(tag(failed, "error")).isEqualTo("bool true");
      assertThat(tag(failed, "spanledger.stored.session_id")).isEqualTo("string session-7");
      JsonNode root = span(trace, "invoke_agent support");
      assertThat(root.path("startTime").asLong())
          .isEqualTo(SpanMother.START.toEpochMilli() * 1_000);
    }
  }

  @EachDatabase
  void whatRunsIsThereWithAWarning(TestDatabase database) throws Exception {
    try (Fixture fixture =
        new Fixture(
            Spanledger.builder(database.dataSource()).openSpansAfter(Duration.ofMillis(1)))) {
      Span span = fixture.mother.tracer().spanBuilder("long").startSpan();
      String traceId = span.getSpanContext().getTraceId();
      Await.until(
          "the span is shown as running",
          Duration.ofSeconds(30),
          () -> !fixture.ledger.reader().openSpans(traceId).isEmpty());
      JsonNode file = valid(Fixture.text(fixture.export(), ExportFormat.JAEGER, traceId));
      JsonNode running = span(file.path("data").get(0), "long");
      assertThat(running.path("warnings").toString()).contains("had not ended");
      span.end();
    }
  }

  @EachDatabase
  void recordedRunsAreValid(TestDatabase database) throws Exception {
    Corpus corpus = Corpus.open("frameworks");
    try (Fixture fixture = new Fixture(database)) {
      OtlpReplay.into(fixture.ledger.spanProcessor()).corpus(corpus);
      fixture.flush();
      String[] traces =
          fixture.ledger.reader().list(TraceQuery.all().limit(1_000)).traces().stream()
              .map(TraceRow::traceId)
              .toArray(String[]::new);
      JsonNode file = valid(Fixture.text(fixture.export(), ExportFormat.JAEGER, traces));
      assertThat(file.path("data")).hasSize(traces.length);
      for (JsonNode trace : file.path("data")) {
        Set<String> processes = new HashSet<>();
        trace.path("processes").fieldNames().forEachRemaining(processes::add);
        trace
            .path("spans")
            .forEach(span -> assertThat(processes).contains(span.path("processID").asText()));
      }
    }
  }

  @Test
  void theSchemaRefusesWhatMotusWrites() throws Exception {
    String motus =
        """
        {"data":[{"traceID":"trace-1","spans":[{"traceID":"trace-1","spanID":"span-1",
          "operationName":"x","references":[],"startTime":1,"duration":1,
          "tags":[{"key":"model.tokens.total","type":"string","value":12}],
          "logs":[],"processID":"p1"}],"processes":{"p1":{"serviceName":"s","tags":[]}}}]}""";
    assertThat(schema().validate(Fixture.json(motus))).hasSizeGreaterThan(3);
  }

  private static JsonNode valid(String text) throws Exception {
    JsonNode file = Fixture.json(text);
    assertThat(schema().validate(file)).isEmpty();
    return file;
  }

  private static JsonSchema schema() throws Exception {
    try (InputStream schema = JaegerTest.class.getResourceAsStream("jaeger.schema.json")) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(Objects.requireNonNull(schema));
    }
  }

  private static JsonNode span(JsonNode trace, String name) {
    for (JsonNode span : trace.path("spans")) {
      if (span.path("operationName").asText().equals(name)) {
        return span;
      }
    }
    throw new AssertionError("no span is called " + name + " in " + trace);
  }

  private static String tag(JsonNode span, String key) {
    for (JsonNode tag : span.path("tags")) {
      if (tag.path("key").asText().equals(key)) {
        return tag.path("type").asText() + " " + tag.path("value").asText();
      }
    }
    return "none";
  }

  private static List<String> references(JsonNode span) {
    return span.path("references")
        .valueStream()
        .map(
            reference ->
                reference.path("refType").asText() + " " + reference.path("spanID").asText())
        .toList();
  }
}
