// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceColumns;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.DoubleCounting;
import dev.spanledger.testkit.rows.RandomRows;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;

class RunTest {
  /** Against the reader's own tree, which is built in another way. */
  @EachDatabase
  void theOrderIsThatOfTheTree(TestDatabase database) throws SQLException {
    long seed = new Random().nextLong();
    System.out.println("RunTest seed " + seed);
    TraceSchema schema = open(database);
    schema.writer().write(new RandomRows(seed).of(1, 5, 40));
    for (int trace = 1; trace <= 5; trace++) {
      String id = SpanRows.traceId(trace);
      Run run = Run.read(schema.reader(), id).orElseThrow();
      List<String> tree =
          schema.reader().trace(id).orElseThrow().spans().stream().map(SpanRow::spanId).toList();
      assertThat(IntStream.range(0, run.size()).mapToObj(run::spanId).toList()).isEqualTo(tree);
      everySubtreeIsWhole(run);
      theTotalsAreThoseOfTheTrace(run);
    }
  }

  private static void everySubtreeIsWhole(Run run) {
    for (int i = 0; i < run.size(); i++) {
      int parent = run.parent(i);
      assertThat(run.depth(i)).isEqualTo(parent < 0 ? 0 : run.depth(parent) + 1);
      if (parent >= 0) {
        assertThat(i).isBetween(parent + 1, run.end(parent) - 1);
      }
      int at = i;
      long below =
          IntStream.range(0, run.size()).filter(other -> isAncestor(run, at, other)).count();
      assertThat(run.end(i) - i).isEqualTo((int) below);
    }
  }

  private static boolean isAncestor(Run run, int ancestor, int span) {
    int at = span;
    while (at > ancestor) {
      at = run.parent(at);
    }
    return at == ancestor;
  }

  private static void theTotalsAreThoseOfTheTrace(Run run) {
    Totals totals = run.totals();
    assertThat(totals.spans()).isEqualTo(run.trace().get(TraceColumns.SPAN_COUNT));
    assertThat(totals.errors()).isEqualTo(run.trace().get(TraceColumns.ERROR_COUNT));
    assertThat(totals.inputTokens()).isEqualTo(run.trace().get(TraceColumns.INPUT_TOKENS));
    assertThat(totals.outputTokens()).isEqualTo(run.trace().get(TraceColumns.OUTPUT_TOKENS));
    assertThat(totals.unpricedCalls()).isEqualTo(run.trace().get(TraceColumns.UNPRICED_CALLS));
    assertThat(totals.costUsd()).isEqualByComparingTo(run.trace().get(TraceColumns.COST_USD));
  }

  @EachDatabase
  void whatFrameworksReportTwiceIsCountedOnce(TestDatabase database) throws SQLException {
    TraceSchema schema = open(database);
    int trace = 0;
    for (DoubleCounting counting : DoubleCounting.ALL) {
      schema.writer().write(counting.rows(++trace));
      Run run = Run.read(schema.reader(), SpanRows.traceId(trace)).orElseThrow();
      String[] totals = counting.totals().split(" ", 2);
      Totals found = run.totals();
      assertThat(found.inputTokens() + "+" + found.outputTokens())
          .as(counting.what())
          .isEqualTo(totals[0]);
      assertThat(run.subtree(0).inputTokens()).isLessThanOrEqualTo(found.inputTokens());
    }
  }

  @EachDatabase
  void whatEndedLastIsOnTheCriticalPath(TestDatabase database) throws SQLException {
    TraceSchema schema = open(database);
    schema
        .writer()
        .write(
            List.of(
                timed(SpanRows.agent(1, 1), 0, 100),
                timed(SpanRows.child(1, 2, 1, "LLM"), 0, 40),
                timed(SpanRows.child(1, 3, 1, "TOOL"), 10, 30),
                timed(SpanRows.child(1, 4, 1, "TOOL"), 50, 90),
                timed(SpanRows.child(1, 5, 4, "LLM"), 55, 80),
                timed(SpanRows.child(1, 6, 1, "TOOL"), 60, 130)));
    Run run = Run.read(schema.reader(), SpanRows.traceId(1)).orElseThrow();
    List<String> path =
        IntStream.range(0, run.size()).filter(run::critical).mapToObj(run::spanId).toList();
    assertThat(path)
        .containsExactly(
            SpanRows.spanId(1), SpanRows.spanId(2), SpanRows.spanId(4), SpanRows.spanId(5));
    assertThat(run.activeNanos()).isEqualTo((40 + 130 - 55) * 1_000_000L);
  }

  @EachDatabase
  @Timeout(60)
  void aLongChainIsNoTrouble(TestDatabase database) throws SQLException {
    TraceSchema schema = open(database);
    int length = 12_000;
    List<SpanRow> chain =
        IntStream.rangeClosed(1, length)
            .mapToObj(
                span ->
                    span == 1
                        ? SpanRows.agent(1, 1).build()
                        : SpanRows.child(1, span, span - 1, "OTHER").build())
            .toList();
    schema.writer().write(chain);
    Run run = Run.read(schema.reader(), SpanRows.traceId(1)).orElseThrow();
    assertThat(run.size()).isEqualTo(length);
    assertThat(run.depth(length - 1)).isEqualTo(length - 1);
    assertThat(run.indexOf(SpanRows.spanId(length))).isEqualTo(length - 1);
    assertThat(run.end(0)).isEqualTo(length);
  }

  @EachDatabase
  void whatIsNotThereIsNotFound(TestDatabase database) {
    TraceReader reader = open(database).reader();
    assertThat(Run.read(reader, SpanRows.traceId(1))).isEmpty();
  }

  private static SpanRow timed(SpanRow.Builder row, long fromMs, long toMs) {
    Instant start = SpanRows.NOW.plusMillis(fromMs);
    Instant end = SpanRows.NOW.plusMillis(toMs);
    return row.times(nanos(start), nanos(end), SpanRows.NOW).build();
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }

  private static TraceSchema open(TestDatabase database) {
    return TraceSchema.builder(database.dataSource()).open();
  }
}
