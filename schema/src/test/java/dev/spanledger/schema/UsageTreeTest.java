// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Trees that only tests and attackers build. */
class UsageTreeTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final long NANOS = NOW.getEpochSecond() * 1_000_000_000L;
  private static final int MANY = 100_000;

  @Test
  void aHundredThousandSpansBelowEachOther() {
    List<SpanRow> spans = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      spans.add(span(i, i == 0 ? null : i - 1, "LLM", i, 2 * MANY - i).build());
    }
    List<SettledSpan> settled = settle(spans);
    assertThat(settled.stream().filter(SettledSpan::isCounted))
        .extracting(span -> span.span().spanId())
        .containsExactly(id(MANY - 1));
    assertThat(UsageTotals.of(settled).get(TraceColumns.INPUT_TOKENS)).isEqualTo(10L);
  }

  @Test
  void aHundredThousandSpansBesideEachOther() {
    List<SpanRow> spans = new ArrayList<>();
    spans.add(span(0, null, "AGENT", 0, 2L * MANY).build());
    for (int i = 1; i < MANY; i++) {
      spans.add(span(i, 0, "LLM", 2L * i, 2L * i + 1).build());
    }
    Collections.shuffle(spans, new Random(1));
    List<SettledSpan> settled = settle(spans);
    assertThat(settled.get(0).isCounted()).isFalse();
    assertThat(settled.get(0).get(SpanColumns.SELF_DURATION_MS)).isEqualTo(MANY + 1.0);
    assertThat(UsageTotals.of(settled).get(TraceColumns.LLM_CALLS)).isEqualTo(MANY - 1L);
  }

  @Test
  void aHundredThousandRecordsWithCostsBelowEachOthersLoops() {
    List<SpanRow> spans = new ArrayList<>();
    for (int i = 0; i < MANY; i += 2) {
      Integer above = i == 0 ? null : i - 2;
      spans.add(
          span(i, above, "CHAIN", i, 2 * MANY - i)
              .set(SpanColumns.OPERATION_NAME, "tool_loop")
              .build());
      spans.add(
          span(i + 1, i, "OTHER", i, i + 1)
              .set(SpanColumns.USAGE_SCOPE, "record")
              .set(SpanColumns.COST_USD, java.math.BigDecimal.ONE)
              .build());
    }
    spans.add(span(MANY, MANY - 2, "LLM", MANY, MANY + 1).build());
    List<SettledSpan> settled = settle(spans);
    SettledSpan call = settled.stream().filter(SettledSpan::isLlmCall).findFirst().orElseThrow();
    assertThat(call.get(SpanColumns.PRICE_REF)).isEqualTo("span:" + id(MANY - 1));
  }

  @Test
  void spansThatAreTheirOwnAncestorsHaveNoParent() {
    List<SettledSpan> settled =
        settle(
            List.of(
                span(1, 1, "LLM", 0, 9).build(),
                span(2, 3, "LLM", 1, 8).build(),
                span(3, 2, "LLM", 2, 7).build(),
                span(4, 3, "LLM", 3, 6).build()));
    assertThat(settled).extracting(SettledSpan::isCounted).containsExactly(true, true, false, true);
  }

  @Test
  void aSpanWhoseParentIsNotStoredHangsBelowTheOnlyRoot() {
    List<SpanRow> spans =
        List.of(
            span(1, null, "AGENT", 0, 9).build(),
            span(2, 1, "LLM", 1, 8).build(),
            span(4, 3, "LLM", 3, 6).build());
    assertThat(settle(spans)).extracting(SettledSpan::isCounted).containsExactly(false, true, true);

    List<SpanRow> twoRoots = new ArrayList<>(spans.subList(0, 1));
    twoRoots.add(span(5, null, "HTTP", 20, 21).build());
    twoRoots.add(spans.get(2));
    assertThat(settle(twoRoots))
        .extracting(SettledSpan::isCounted)
        .containsExactly(true, true, false);
  }

  @Test
  void selfTimeIsWhatNoChildCovers() {
    List<SettledSpan> settled =
        settle(
            List.of(
                span(1, null, "LLM", 0, 100).build(),
                span(2, 1, "TOOL", 10, 40).build(),
                span(3, 1, "TOOL", 30, 50).build(),
                span(4, 3, "TOOL", 32, 90).build(),
                span(5, 1, "TOOL", 90, 150).build(),
                span(6, 1, "TOOL", 200, 210).build()));
    assertThat(settled)
        .extracting(span -> span.get(SpanColumns.SELF_DURATION_MS))
        .containsExactly(50.0, 30.0, 2.0, 58.0, 60.0, 10.0);
  }

  @Test
  void whatWasDecidedBeforeMakesNoDifference() {
    SpanRow wrapper =
        span(1, null, "LLM", 0, 9).set(SpanColumns.COST_USD, java.math.BigDecimal.TEN).build();
    SpanRow call = span(2, 1, "LLM", 1, 8).build();
    List<SpanRow> first = new ArrayList<>();
    for (SettledSpan span : settle(List.of(wrapper, call))) {
      first.add((span.span().spanId().equals(id(1)) ? wrapper : call).with(span));
    }
    assertThat(first.get(1).get(SpanColumns.PRICE_REF)).isEqualTo("span:" + id(1));
    assertThat(settle(first)).noneMatch(SettledSpan::differs);

    SettledSpan alone = settle(first.subList(1, 2)).get(0);
    assertThat(alone.differs()).isTrue();
    assertThat(alone.get(SpanColumns.COST_USD)).isNull();
    assertThat(alone.get(SpanColumns.COST_STATUS)).isEqualTo("NO_PRICE");
  }

  private static List<SettledSpan> settle(List<SpanRow> rows) {
    return UsageTree.settle(rows.stream().map(UsageSpan::of).toList());
  }

  /** Times in milliseconds. */
  private static SpanRow.Builder span(
      int number, @Nullable Integer parent, String kind, long start, long end) {
    return SpanRow.builder()
        .set(SpanColumns.TRACE_ID, "0af7651916cd43dd8448eb211c80319c")
        .set(SpanColumns.SPAN_ID, id(number))
        .set(SpanColumns.PARENT_SPAN_ID, parent == null ? null : id(parent))
        .set(SpanColumns.KIND, kind)
        .set(SpanColumns.INPUT_TOKENS, 10L)
        .set(SpanColumns.TOTAL_TOKENS, 10L)
        .times(NANOS + start * 1_000_000, NANOS + end * 1_000_000, NOW);
  }

  private static String id(int number) {
    return "%016x".formatted(number);
  }
}
