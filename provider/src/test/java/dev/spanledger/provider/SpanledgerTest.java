// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceColumns;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceRow;
import dev.spanledger.schema.TraceTree;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.Call;
import dev.spanledger.testkit.faults.FaultyDataSource;
import dev.spanledger.testkit.spans.SpanMother;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;

/** From a span's end to the tables and back. */
class SpanledgerTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @EachDatabase
  void aRunIsStoredAndReadBack(TestDatabase database) {
    try (Spanledger ledger = ledger(database);
        SpanMother mother = SpanMother.into(ledger.spanProcessor())) {
      mother.weatherRun();
      assertThat(ledger.flush(SOON)).isTrue();

      TraceTree tree = onlyTrace(ledger.reader());
      assertThat(tree.trace().status()).isIn("OK", "UNSET");
      assertThat(tree.trace().get(TraceColumns.LLM_CALLS)).isPositive();
      assertThat(tree.trace().get(TraceColumns.TOTAL_TOKENS)).isPositive();
      assertThat(tree.trace().get(TraceColumns.SERVICE_NAME)).isEqualTo("span-mother");
      assertThat(tree.roots()).hasSize(1);
      assertThat(tree.spans())
          .hasSize(4)
          .extracting(SpanRow::kind)
          .contains("AGENT", "LLM", "TOOL");
      assertThat(ledger.stats().ledger().stored()).isEqualTo(4);
      assertThat(ledger.stats().ledger().balanced()).isTrue();
    }
  }

  @EachDatabase
  void aModelCallKeepsItsMessages(TestDatabase database) {
    try (Spanledger ledger = ledger(database);
        SpanMother mother = SpanMother.into(ledger.spanProcessor())) {
      mother.weatherRun();
      assertThat(ledger.flush(SOON)).isTrue();

      SpanRow call = first(onlyTrace(ledger.reader()), "LLM");
      SpanRow full = ledger.reader().span(call.traceId(), call.spanId()).orElseThrow();
      assertThat(full.get(SpanColumns.INPUT)).startsWith("[{\"role\":");
      assertThat(full.get(SpanColumns.OUTPUT)).contains("assistant");
      assertThat(full.get(SpanColumns.RESOURCE)).contains("span-mother");
      assertThat(full.get(SpanColumns.INPUT_PREVIEW)).isNotBlank().doesNotContain("\"role\"");
    }
  }

  @EachDatabase
  void whateverASpanHoldsItIsStored(TestDatabase database) {
    try (Spanledger ledger = ledger(database);
        SpanMother mother = SpanMother.into(ledger.spanProcessor())) {
      mother.hostileSpans();
      assertThat(ledger.flush(SOON)).isTrue();

      assertThat(ledger.stats().ledger().accepted()).isGreaterThan(20);
      assertThat(ledger.stats().ledger().stored()).isEqualTo(ledger.stats().ledger().accepted());
      assertThat(ledger.stats().repairedValues()).isPositive();
      assertThat(ledger.stats().unreadableSpans()).isZero();
    }
  }

  @EachDatabase
  void aHugeSpanIsCutAndSaysSo(TestDatabase database) {
    try (Spanledger ledger =
            Spanledger.builder(database.dataSource())
                .clock(clock())
                .maxSpanBytes(64 * 1024)
                .build();
        SpanMother mother = SpanMother.into(ledger.spanProcessor())) {
      mother.hugeRun(3_000_000);
      assertThat(ledger.flush(SOON)).isTrue();

      TraceTree tree = onlyTrace(ledger.reader());
      assertThat(ledger.stats().ledger().droppedTotal()).isZero();
      List<String> inputs =
          tree.spans().stream()
              .map(span -> ledger.reader().span(span.traceId(), span.spanId()).orElseThrow())
              .map(span -> String.valueOf(span.get(SpanColumns.INPUT)))
              .toList();
      assertThat(inputs).allMatch(input -> input.length() <= 64 * 1024);
      assertThat(inputs).anyMatch(input -> input.contains("…[cut "));
    }
  }

  @EachDatabase
  void attributesOfEveryTypeAreKept(TestDatabase database) {
    try (Spanledger ledger = ledger(database);
        SpanMother mother = SpanMother.into(ledger.spanProcessor())) {
      mother
          .tracer()
          .spanBuilder("typed")
          .setAttribute(AttributeKey.stringArrayKey("texts"), Arrays.asList("a", null))
          .setAttribute(AttributeKey.doubleArrayKey("doubles"), List.of(1.0, Double.NaN))
          .setAttribute("long", 9_007_199_254_740_993L)
          .setAttribute("bool", true)
          .setAttribute(
              AttributeKey.valueKey("tree"),
              Value.of(KeyValue.of("list", Value.of(Value.of(1L), Value.empty()))))
          .startSpan()
          .end();
      assertThat(ledger.flush(SOON)).isTrue();
      SpanRow span = onlyTrace(ledger.reader()).spans().get(0);
      assertThat(span.get(SpanColumns.ATTRIBUTES).replace(" ", ""))
          .contains("\"texts\":[\"a\",null]")
          .contains("\"doubles\":[1.0,\"NaN\"]")
          .contains("\"long\":9007199254740993")
          .contains("\"bool\":true")
          .contains("\"tree\":{\"list\":[1,null]}");
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void aFlushThatGaveUpLeavesTheDropToTheNext(TestDatabase database) {
    FaultyDataSource faulty = FaultyDataSource.over(database.dataSource());
    try (Spanledger ledger =
            Spanledger.builder(faulty)
                .maxQueueSpans(1)
                .retry(Duration.ofMillis(1), Duration.ofMillis(1))
                .build();
        SpanMother mother = SpanMother.into(ledger.spanProcessor())) {
      faulty.fail(Call.CONNECT).always();
      mother.tracer().spanBuilder("taken").startSpan().end();
      mother.tracer().spanBuilder("dropped").startSpan().end();
      assertThat(ledger.flush(Duration.ofMillis(1))).isFalse();
      faulty.heal();
      awaitStored(ledger);
      assertThat(ledger.flush(SOON)).as("nobody has heard of the drop").isFalse();
      assertThat(ledger.flush(SOON)).isTrue();
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void aTimeoutMayBeForEver(TestDatabase database) {
    try (Spanledger ledger = ledger(database)) {
      assertThat(ledger.flush(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
    }
  }

  @EachDatabase
  void theTraceRowEqualsItsRecomputation(TestDatabase database) {
    try (Spanledger ledger =
            Spanledger.builder(database.dataSource()).clock(clock()).project("shop").build();
        SpanMother mother = SpanMother.into(ledger.spanProcessor())) {
      mother.longRun(10);
      mother.failingRun();
      assertThat(ledger.flush(SOON)).isTrue();
      for (TraceRow trace : ledger.reader().list(TraceQuery.all()).traces()) {
        assertThat(trace).isEqualTo(ledger.reader().recompute(trace.traceId()).orElseThrow());
        assertThat(trace.get(TraceColumns.PROJECT)).isEqualTo("shop");
      }
    }
  }

  @EachDatabase
  void aFailedRunSaysWhatFailedFirst(TestDatabase database) {
    try (Spanledger ledger = ledger(database);
        SpanMother mother = SpanMother.into(ledger.spanProcessor())) {
      mother.failingRun();
      assertThat(ledger.flush(SOON)).isTrue();
      TraceRow trace = onlyTrace(ledger.reader()).trace();
      assertThat(trace.status()).isEqualTo("ERROR");
      assertThat(trace.get(TraceColumns.ERROR_COUNT)).isPositive();
      assertThat(trace.get(TraceColumns.FIRST_ERROR)).contains("Exception");
      assertThat(ledger.reader().list(TraceQuery.all().status("ERROR")).traces()).hasSize(1);
    }
  }

  private static void awaitStored(Spanledger ledger) {
    long end = System.nanoTime() + SOON.toNanos();
    while (ledger.stats().ledger().queued() > 0 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private static Spanledger ledger(TestDatabase database) {
    return Spanledger.builder(database.dataSource()).clock(clock()).build();
  }

  /** A little after the mother's spans began. */
  private static Clock clock() {
    return Clock.fixed(SpanMother.START.plusSeconds(60), ZoneOffset.UTC);
  }

  private static TraceTree onlyTrace(TraceReader reader) {
    List<TraceRow> traces = reader.list(TraceQuery.all()).traces();
    assertThat(traces).hasSize(1);
    return reader.trace(traces.get(0).traceId()).orElseThrow();
  }

  private static SpanRow first(TraceTree tree, String kind) {
    return tree.spans().stream().filter(span -> span.kind().equals(kind)).findFirst().orElseThrow();
  }
}
