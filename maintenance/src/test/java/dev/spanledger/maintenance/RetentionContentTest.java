// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.maintenance.PastTraces.PastTrace;
import dev.spanledger.schema.Partitioning;
import dev.spanledger.schema.PurgeReport;
import dev.spanledger.schema.Retention;
import dev.spanledger.schema.TraceRow;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Numbers for long, what was said for days. */
class RetentionContentTest {
  private static final RetentionPolicy POLICY =
      RetentionPolicy.builder().days(60).daysOfContent(7).daysOfErrors(60).build();
  private static final Instant CUTOFF = Instant.parse("2026-11-13T00:00:00Z");

  private static final List<String> CONTENT =
      List.of(
          "input",
          "output",
          "input_preview",
          "output_preview",
          "attributes",
          "input_refs",
          "output_refs",
          "output_finish_reason",
          "instructions_ref",
          "tools_ref",
          "attribute_refs",
          "system_instructions",
          "tool_definitions");

  private final long seed = Long.getLong("spanledger.test.seed", System.nanoTime());

  @EachDatabase
  void whatWasSaidGoesAndNumbersStay(TestDatabase database) throws SQLException {
    check(database, Partitioning.DAILY);
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void inPlainTablesToo(TestDatabase database) throws SQLException {
    check(database, Partitioning.NONE);
  }

  private void check(TestDatabase database, Partitioning partitioning) throws SQLException {
    System.out.println("RetentionContentTest: -Dspanledger.test.seed=" + seed);
    PastTraces past = new PastTraces(seed, 80, 20);
    TraceSchema schema =
        TraceSchema.builder(database.dataSource())
            .partitioning(partitioning)
            .clock(Clock.fixed(SpanRows.NOW, ZoneOffset.UTC))
            .open();
    schema.writer().write(past.spans());
    Map<String, Map<String, @Nullable Object>> before = spans(database);
    assertThat(forget(schema).left()).isEmpty();
    for (PastTrace trace : past.all()) {
      boolean forgotten = trace.end().isBefore(CUTOFF) && !trace.failed();
      trace.spans().forEach(span -> expect(before, trace.id() + "/" + span.spanId(), forgotten));
      TraceRow row = schema.reader().trace(trace.id()).orElseThrow().trace();
      assertThat(row).isEqualTo(schema.reader().recompute(trace.id()).orElseThrow());
      if (forgotten) {
        assertThat(everything(database)).doesNotContain(trace.marker());
      }
    }
    assertThat(texts(spans(database))).isEqualTo(texts(before));
    assertThat(forget(schema).isEmpty()).as("nothing more to do").isTrue();
  }

  @EachDatabase
  void whatComesLateIsForgottenTheNextTime(TestDatabase database) throws SQLException {
    PastTraces past = new PastTraces(3, 30, 20);
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    schema.writer().write(past.spans().subList(0, 20));
    forget(schema);
    schema.writer().write(past.spans());
    PurgeReport report = forget(schema);
    assertThat(report.forgotten()).isPositive();
    for (PastTrace trace : past.all()) {
      if (trace.end().isBefore(CUTOFF) && !trace.failed()) {
        assertThat(everything(database)).doesNotContain(trace.marker());
      }
    }
  }

  private static void expect(
      Map<String, Map<String, @Nullable Object>> spans, String key, boolean forgotten) {
    if (forgotten) {
      CONTENT.forEach(column -> spans.get(key).put(column, null));
    }
  }

  private static PurgeReport forget(TraceSchema schema) {
    Retention retention = schema.upkeep().retention();
    return retention.forgetContent(POLICY.contentAt(SpanRows.NOW), report -> true);
  }

  private static Map<String, Map<String, @Nullable Object>> spans(TestDatabase database)
      throws SQLException {
    Map<String, Map<String, @Nullable Object>> spans = new TreeMap<>();
    for (Map<String, @Nullable Object> row : database.rows("SELECT * FROM agent_spans_full")) {
      row.remove("original_attributes");
      spans.put(row.get("trace_id") + "/" + row.get("span_id"), row);
    }
    return spans;
  }

  private static Map<String, String> texts(Map<String, Map<String, @Nullable Object>> spans) {
    return spans.entrySet().stream()
        .collect(
            Collectors.toMap(Map.Entry::getKey, span -> new TreeMap<>(span.getValue()).toString()));
  }

  private static String everything(TestDatabase database) throws SQLException {
    StringBuilder all = new StringBuilder();
    for (String table :
        List.of("agent_spans", "agent_contents", "agent_traces", "agent_quarantine")) {
      database.rows("SELECT * FROM " + table).forEach(all::append);
    }
    return all.toString();
  }
}
