// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpanRowTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final long NANOS = NOW.getEpochSecond() * 1_000_000_000L;

  @Test
  void timesKeepNanosecondsAndShowMicroseconds() {
    SpanRow row = row().times(NANOS + 1_234_567, NANOS + 3_234_568, NOW).build();
    assertThat(row.startTime()).isEqualTo(Instant.parse("2026-11-20T12:00:00.001234Z"));
    assertThat(row.get(SpanColumns.START_UNIX_NANO)).isEqualTo(NANOS + 1_234_567);
    assertThat(row.durationMs()).isEqualTo(2.000001);
    assertThat(row.get(SpanColumns.TIME_REPAIRED)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MAX_VALUE, Long.MIN_VALUE, NANOS_IN_1999})
  void aStartThatNoClockCouldMeanIsReplacedAndKept(long start) {
    SpanRow row = row().times(start, start, NOW).build();
    assertThat(row.startTime()).isEqualTo(NOW);
    assertThat(row.get(SpanColumns.START_UNIX_NANO)).isEqualTo(start);
    assertThat(row.get(SpanColumns.TIME_REPAIRED)).isTrue();
  }

  private static final long NANOS_IN_1999 = 946_684_799_999_999_999L;

  @Test
  void anEndBeforeTheStartMakesNoNegativeDuration() {
    SpanRow row = row().times(NANOS, NANOS - 1, NOW).build();
    assertThat(row.durationMs()).isZero();
    assertThat(row.endTime()).isEqualTo(row.startTime());
    assertThat(row.get(SpanColumns.TIME_REPAIRED)).isTrue();
  }

  @Test
  void whatNoDatabaseTakesIsRepairedAndCounted() {
    SpanRow row =
        row()
            .times(NANOS, NANOS, NOW)
            .set(SpanColumns.NAME, "a\0b")
            .set(SpanColumns.INPUT, "{broken")
            .set(SpanColumns.TEMPERATURE, Double.NaN)
            .set(SpanColumns.SESSION_ID, "s".repeat(5_000))
            .set(SpanColumns.COST_USD, new BigDecimal("1e200000"))
            .build();
    assertThat(row.repairs()).isEqualTo(5);
    assertThat(row.name()).isEqualTo("a\uFFFDb");
    assertThat(row.get(SpanColumns.INPUT)).isEqualTo("\"{broken\"");
    assertThat(row.get(SpanColumns.TEMPERATURE)).isNull();
    assertThat(row.get(SpanColumns.SESSION_ID)).hasSize(256);
    assertThat(row.get(SpanColumns.COST_USD)).isNull();
  }

  @Test
  void aRowNeedsItsIds() {
    assertThatThrownBy(() -> SpanRow.builder().times(NANOS, NANOS, NOW).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("trace_id");
  }

  private static SpanRow.Builder row() {
    return SpanRow.builder()
        .set(SpanColumns.TRACE_ID, "0af7651916cd43dd8448eb211c80319c")
        .set(SpanColumns.SPAN_ID, "00f067aa0ba902b7");
  }
}
