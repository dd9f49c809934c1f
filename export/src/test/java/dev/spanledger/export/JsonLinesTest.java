// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spanledger.provider.Spanledger;
import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.oracle.Await;
import io.opentelemetry.api.trace.Span;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;

class JsonLinesTest {
  @EachDatabase
  void eachSpanIsALineWithItsColumns(TestDatabase database) throws Exception {
    try (Fixture fixture = new Fixture(database)) {
      String traceId = fixture.storedRun();
      String text = Fixture.text(fixture.export(), ExportFormat.JSONL, traceId);
      List<JsonNode> lines = Fixture.lines(text);
      assertThat(lines)
          .hasSize((int) fixture.ledger.reader().row(traceId).orElseThrow().spanCount());
      for (JsonNode line : lines) {
        SpanRow row =
            fixture.ledger.reader().span(traceId, line.path("span_id").asText()).orElseThrow();
        assertThat(line.path("name").asText()).isEqualTo(row.name());
        assertThat(line.path("start_time").asText()).isEqualTo(row.startTime().toString());
        assertThat(line.path("duration_ms").asDouble()).isEqualTo(row.durationMs());
      }
      JsonNode tool =
          lines.stream().filter(l -> l.path("tool_name").asText().equals("lookup")).findAny().get();
      assertThat(tool.path("input").path("q").asText()).isEqualTo(Fixture.SECRET);
      assertThat(tool.path("output").path("rows").get(0).asInt()).isEqualTo(1);
      assertThat(lines).noneMatch(line -> line.has("input_refs") || line.has("source_ref"));
    }
  }

  @EachDatabase
  void columnsOfOnesOwnAreThere(TestDatabase database) throws Exception {
    Column<String> plan = Column.text("shop_plan");
    try (Fixture fixture =
        new Fixture(Spanledger.builder(database.dataSource()).column("shop.plan", plan))) {
      Span span = fixture.mother.tracer().spanBuilder("s").startSpan();
      span.setAttribute("shop.plan", "gold").end();
      fixture.flush();
      String text =
          Fixture.text(fixture.export(), ExportFormat.JSONL, span.getSpanContext().getTraceId());
      assertThat(Fixture.json(text).path("shop_plan").asText()).isEqualTo("gold");
    }
  }

  @EachDatabase
  void whatRunsIsSaidToRun(TestDatabase database) throws Exception {
    try (Fixture fixture =
        new Fixture(
            Spanledger.builder(database.dataSource()).openSpansAfter(Duration.ofMillis(1)))) {
      Span span = fixture.mother.tracer().spanBuilder("long").startSpan();
      String traceId = span.getSpanContext().getTraceId();
      Await.until(
          "the span is shown as running",
          Duration.ofSeconds(30),
          () -> !fixture.ledger.reader().openSpans(traceId).isEmpty());
      JsonNode line = Fixture.json(Fixture.text(fixture.export(), ExportFormat.JSONL, traceId));
      assertThat(line.path("status").asText()).isEqualTo("RUNNING");
      assertThat(line.path("running_ms").isNumber()).isTrue();
      assertThat(line.has("end_time")).isFalse();
      span.end();
    }
  }

  @EachDatabase
  void aTraceThatIsNotStoredIsNamed(TestDatabase database) throws Exception {
    try (Fixture fixture = new Fixture(database)) {
      String unknown = "0af7651916cd43dd8448eb211c80319c";
      Exported exported =
          fixture.export().write(ExportFormat.JSONL, List.of(unknown), new ByteArrayOutputStream());
      assertThat(exported).isEqualTo(new Exported(0, 0, List.of(unknown)));
    }
  }
}
