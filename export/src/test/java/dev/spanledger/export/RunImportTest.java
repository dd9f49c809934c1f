// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.provider.ContentCapture;
import dev.spanledger.provider.Spanledger;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceColumns;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.io.TempDir;

class RunImportTest {
  private static final String GOOD =
      """
      {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"s"}}]},"scopeSpans":[{"scope":{"name":"x"},"spans":[{"traceId":"%032x","spanId":"%016x","name":"n","kind":"SPAN_KIND_CLIENT","startTimeUnixNano":"1794304800000000000","endTimeUnixNano":1794304800000000001,"status":{"code":"STATUS_CODE_ERROR"}}]}]}]}""";

  @TempDir Path directory;

  @EachDatabase
  void badLinesAreNamedAndDoNotStopTheOthers(TestDatabase database) throws Exception {
    String twoSpans =
        GOOD.formatted(3, 3)
            .replace("\"spans\":[", "\"spans\":[{\"traceId\":\"zz\",\"spanId\":\"1\"},");
    String lines =
        String.join(
            "\n",
            GOOD.formatted(1, 1),
            "",
            "{\"resourceSpans\": [tru",
            "{\"resourceLogs\": []}",
            twoSpans,
            "[".repeat(100_000),
            GOOD.formatted(4, 4).replace("SPAN_KIND_CLIENT", "SPAN_KIND_NEW"),
            GOOD.formatted(5, 5).replace("SPAN_KIND_CLIENT", "99"),
            GOOD.formatted(2, 2));
    try (Spanledger ledger = Spanledger.create(database.dataSource())) {
      List<ImportProgress> steps = new ArrayList<>();
      ImportReport report = RunImport.into(ledger).onProgress(steps::add).otlp(stream(lines));
      assertThat(report.lines()).isEqualTo(8);
      assertThat(report.spans()).isEqualTo(4);
      assertThat(report.badLines()).isEqualTo(5);
      assertThat(report.problems())
          .extracting(ImportReport.Problem::line)
          .containsExactly(3L, 4L, 5L, 6L, 8L);
      assertThat(steps).isNotEmpty();
      assertThat(steps.get(steps.size() - 1).spans()).isEqualTo(4);
      assertThat(Stored.traces(ledger.reader())).hasSize(4);
      SpanRow row = ledger.reader().span("%032x".formatted(1), "%016x".formatted(1)).orElseThrow();
      assertThat(row.get(SpanColumns.OTEL_KIND)).isEqualTo("CLIENT");
      assertThat(row.status()).isEqualTo("ERROR");
    }
  }

  @EachDatabase
  void whoeverWantsItStrictIsToldTheFirstBadLine(TestDatabase database) throws Exception {
    String lines = GOOD.formatted(1, 1) + "\nnonsense\n" + GOOD.formatted(2, 2);
    try (Spanledger ledger = Spanledger.create(database.dataSource())) {
      assertThatThrownBy(() -> RunImport.into(ledger).strict().otlp(stream(lines)))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("line 2: not JSON");
      assertThat(Stored.traces(ledger.reader())).hasSize(1);
    }
  }

  @EachDatabase
  void filesAreRecognised(TestDatabase database) throws Exception {
    String pretty = Fixture.json(GOOD.formatted(7, 7)).toPrettyString().replace("[ {", "[\n{");
    Path one = Files.writeString(directory.resolve("one"), pretty);
    Path lines =
        Files.writeString(
            directory.resolve("lines"), GOOD.formatted(8, 8) + "\n" + GOOD.formatted(9, 9));
    Path packed = directory.resolve("packed");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(GOOD.formatted(10, 10).getBytes(StandardCharsets.UTF_8));
    }
    Path nonsense = Files.writeString(directory.resolve("nonsense"), "PK\u0003\u0004\nxyz");
    try (Spanledger ledger = Spanledger.create(database.dataSource())) {
      RunImport read = RunImport.into(ledger);
      assertThat(read.file(one).spans()).isEqualTo(1);
      assertThat(read.file(lines).spans()).isEqualTo(2);
      assertThat(read.file(packed).spans()).isEqualTo(1);
      assertThat(read.file(nonsense).badLines()).isEqualTo(2);
      assertThat(Stored.traces(ledger.reader())).hasSize(4);
    }
  }

  @EachDatabase
  void aStateOfMotusIsARunForEachTaskAtTheTop(TestDatabase database) throws Exception {
    Path file = directory.resolve("tracer_state.json");
    try (InputStream in = getClass().getResourceAsStream("motus.json")) {
      Files.write(file, Objects.requireNonNull(in).readAllBytes());
    }
    try (Spanledger ledger = Spanledger.create(database.dataSource())) {
      for (int time = 0; time < 2; time++) {
        ImportReport report = RunImport.into(ledger).file(file);
        assertThat(report.spans()).isEqualTo(5);
        assertThat(report.traces()).isEqualTo(2);
        assertThat(report.problems())
            .containsExactly(new ImportReport.Problem(6, "a task is no object"));
      }
      Map<String, SpanRow> spans = new HashMap<>();
      for (String trace : Stored.traces(ledger.reader())) {
        ledger.reader().spans(trace, span -> spans.put(span.name(), span));
      }
      assertThat(spans).hasSize(5);
      SpanRow research = spans.get("research");
      assertThat(research.kind()).isEqualTo("AGENT");
      assertThat(research.startTime()).isEqualTo(Instant.parse("2026-11-10T10:00:00.000001Z"));
      SpanRow claude = spans.get("claude-sonnet-4-5");
      assertThat(claude.kind()).isEqualTo("LLM");
      assertThat(claude.parentSpanId()).isEqualTo(research.spanId());
      assertThat(claude.get(SpanColumns.INPUT_TOKENS)).isEqualTo(1_050);
      assertThat(claude.get(SpanColumns.CACHE_READ_TOKENS)).isEqualTo(1_000);
      assertThat(claude.get(SpanColumns.COST_USD)).isNotNull();
      assertThat(claude.get(SpanColumns.OUTPUT)).contains("\"tool_call\"", "Let me look.");
      SpanRow gpt = spans.get("gpt-4o");
      assertThat(gpt.get(SpanColumns.INPUT_TOKENS)).isEqualTo(158);
      assertThat(gpt.get(SpanColumns.OUTPUT_TOKENS)).isEqualTo(7);
      SpanRow search = spans.get("search");
      assertThat(search.kind()).isEqualTo("TOOL");
      assertThat(search.status()).isEqualTo("ERROR");
      assertThat(search.get(SpanColumns.TOOL_NAME)).isEqualTo("search");
      assertThat(search.get(SpanColumns.INPUT)).isEqualTo("{\"q\":\"x\"}");
      assertThat(spans.get("second").status()).isEqualTo("CANCELLED");
      assertThat(ledger.reader().row(claude.traceId()).orElseThrow().get(TraceColumns.SPAN_COUNT))
          .isEqualTo(4);
    }
  }

  @EachDatabase
  void contentCaptureHoldsForFilesToo(TestDatabase database) throws Exception {
    String otlp;
    try (TestDatabase other = TestDatabase.open(database.kind());
        Fixture fixture = new Fixture(other)) {
      String trace = fixture.storedRun();
      otlp = Fixture.text(fixture.export(), ExportFormat.OTLP, trace);
    }
    assertThat(otlp).contains("shingles");
    try (Spanledger ledger =
        Spanledger.builder(database.dataSource()).contentCapture(ContentCapture.BASIC).build()) {
      assertThat(RunImport.into(ledger).otlp(stream(otlp)).spans()).isPositive();
      for (String trace : Stored.traces(ledger.reader())) {
        assertThat(Fixture.text(RunExport.of(ledger.reader()), ExportFormat.JSONL, trace))
            .doesNotContain("shingles");
      }
    }
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
