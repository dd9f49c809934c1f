// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TraceRowTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final long NANOS = NOW.getEpochSecond() * 1_000_000_000L;

  @Test
  void theOrderOfArrivalDoesNotMatter() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<SpanRow> spans = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      spans.add(randomSpan(random, i));
    }
    TraceRow expected = fold(spans);
    for (int round = 0; round < 200; round++) {
      Collections.shuffle(spans, random);
      int middle = random.nextInt(spans.size() - 1) + 1;
      TraceRow halves =
          fold(spans.subList(0, middle)).merge(fold(spans.subList(middle, spans.size())));
      assertThat(halves).as("seed %d, round %d", seed, round).isEqualTo(expected);
      TraceSum sum = new TraceSum();
      spans.forEach(sum::add);
      assertThat(sum.row()).as("seed %d, round %d", seed, round).isEqualTo(expected);
    }
  }

  @Test
  void anHttpSpanAboveTheAgentDoesNotNameTheTrace() {
    TraceRow trace =
        fold(
            List.of(
                span(1, null, "HTTP", "OK", 0, 100).set(SpanColumns.NAME, "POST /ask").build(),
                span(2, 1, "AGENT", "OK", 10, 90).set(SpanColumns.NAME, "invoke_agent a").build(),
                span(3, 2, "AGENT", "OK", 20, 80).set(SpanColumns.NAME, "invoke_agent b").build()));
    assertThat(trace.name()).isEqualTo("invoke_agent a");
    assertThat(trace.get(TraceColumns.ROOT_SPAN_ID)).isEqualTo(id(1));
  }

  @Test
  void aTraceRunsUntilARootHasEnded() {
    TraceRow child = TraceSum.of(span(2, 1, "LLM", "ERROR", 10, 20).build());
    assertThat(child.status()).isEqualTo("RUNNING");
    assertThat(child.merge(TraceSum.of(span(1, null, "AGENT", "OK", 0, 30).build())).status())
        .isEqualTo("OK");
  }

  @Test
  void anErrorIsNeverErasedByALaterOk() {
    TraceRow failed = TraceSum.of(span(1, null, "AGENT", "ERROR", 0, 30).build());
    TraceRow later = TraceSum.of(span(2, null, "OTHER", "OK", 40, 50).build());
    assertThat(failed.merge(later).status()).isEqualTo("ERROR");
    assertThat(later.merge(failed).status()).isEqualTo("ERROR");
  }

  @Test
  void errorsAreHandledOnlyWhereTheRunEndedWell() {
    TraceRow failedStep = TraceSum.of(span(2, 1, "TOOL", "ERROR", 10, 20).build());
    assertThat(failedStep.get(TraceColumns.HANDLED_ERRORS)).as("still running").isZero();
    for (String status : List.of("OK", "UNSET", "ERROR", "CANCELLED", "ABANDONED")) {
      TraceRow root = TraceSum.of(span(1, null, "AGENT", status, 0, 30).build());
      long handled = List.of("OK", "UNSET").contains(status) ? 1 : 0;
      assertThat(failedStep.merge(root).get(TraceColumns.HANDLED_ERRORS))
          .as(status)
          .isEqualTo(handled)
          .isEqualTo(root.merge(failedStep).get(TraceColumns.HANDLED_ERRORS));
    }
  }

  @Test
  void theFirstErrorIsTheOneThatTheOthersFollowedFrom() {
    TraceRow trace =
        fold(
            List.of(
                span(1, null, "AGENT", "ERROR", 0, 90).set(SpanColumns.ERROR_TYPE, "Outer").build(),
                span(2, 1, "TOOL", "ERROR", 10, 20)
                    .set(SpanColumns.ERROR_TYPE, "Inner")
                    .set(SpanColumns.ERROR_MESSAGE, "no such order")
                    .build()));
    assertThat(trace.get(TraceColumns.FIRST_ERROR)).isEqualTo("Inner: no such order");
  }

  @Test
  void onlyCountedUsageIsSummed() {
    TraceRow trace =
        fold(
            List.of(
                span(1, null, "AGENT", "OK", 0, 90).set(SpanColumns.TOTAL_TOKENS, 30L).build(),
                span(2, 1, "LLM", "OK", 10, 20)
                    .set(SpanColumns.TOTAL_TOKENS, 30L)
                    .set(SpanColumns.USAGE_COUNTED, true)
                    .build()));
    assertThat(trace.get(TraceColumns.TOTAL_TOKENS)).isEqualTo(30L);
    assertThat(trace.get(TraceColumns.UNPRICED_CALLS)).isEqualTo(1L);
    assertThat(trace.get(TraceColumns.COST_USD)).isNull();
  }

  private static TraceRow fold(List<SpanRow> spans) {
    return spans.stream().map(TraceSum::of).reduce(TraceRow::merge).orElseThrow();
  }

  private static SpanRow randomSpan(Random random, int i) {
    String[] kinds = {"AGENT", "LLM", "TOOL", "WORKFLOW", "HTTP"};
    String[] statuses = {"UNSET", "OK", "ERROR", "CANCELLED", "ABANDONED"};
    int start = random.nextInt(50);
    return span(
            i,
            random.nextInt(5) == 0 ? null : 99,
            kinds[random.nextInt(kinds.length)],
            statuses[random.nextInt(statuses.length)],
            start,
            start + random.nextInt(50))
        .set(SpanColumns.FLAGS, random.nextInt(6) == 0 ? SpanFlags.PARENT_IS_REMOTE : 0)
        .set(SpanColumns.SESSION_ID, random.nextBoolean() ? "session" + random.nextInt(3) : null)
        .set(SpanColumns.INPUT_PREVIEW, random.nextBoolean() ? "input" + i : null)
        .set(SpanColumns.OUTPUT_PREVIEW, random.nextBoolean() ? "output" + i : null)
        .set(SpanColumns.MODEL, random.nextBoolean() ? "model" + random.nextInt(3) : null)
        .set(SpanColumns.INPUT_TOKENS, (long) random.nextInt(100))
        .set(SpanColumns.TOTAL_TOKENS, random.nextBoolean() ? (long) random.nextInt(100) : null)
        .set(SpanColumns.COST_USD, random.nextInt(3) == 0 ? null : dollars(random))
        .set(SpanColumns.TAGS, random.nextBoolean() ? List.of("tag" + i % 4, "tag") : null)
        .set(SpanColumns.USAGE_COUNTED, random.nextBoolean())
        .build();
  }

  private static BigDecimal dollars(Random random) {
    return BigDecimal.valueOf(random.nextInt(1_000_000), 9);
  }

  private static SpanRow.Builder span(
      int id, Integer parent, String kind, String status, int startMs, int endMs) {
    return SpanRow.builder()
        .set(SpanColumns.TRACE_ID, "0af7651916cd43dd8448eb211c80319c")
        .set(SpanColumns.SPAN_ID, id(id))
        .set(SpanColumns.PARENT_SPAN_ID, parent == null ? null : id(parent))
        .set(SpanColumns.NAME, "span " + id)
        .set(SpanColumns.KIND, kind)
        .set(SpanColumns.STATUS, status)
        .times(NANOS + startMs * 1_000_000L, NANOS + endMs * 1_000_000L, NOW);
  }

  private static String id(int id) {
    return String.format("%016x", id);
  }
}
