// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.testkit.rows.SpanRows;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Random spans of the 60 hours before {@link SpanRows#NOW}, in no order of time. Durations and
 * costs are numbers whose sums no floating point rounds. Not thread-safe.
 */
final class UsageRows {
  static final Instant START = Instant.parse("2026-11-18T00:00:00Z");
  private static final int HOURS = 60;

  private static final List<@Nullable String> NAMES = Arrays.asList(null, "", "a", "b", "\u00E4 '");

  private final Random random;
  private long trace;

  /** Each instance of equal seed gives equal rows, in traces numbered from {@code firstTrace}. */
  UsageRows(long seed, long firstTrace) {
    random = new Random(seed);
    trace = firstTrace;
  }

  /** A trace of that many spans, which may be hours apart. */
  List<SpanRow> trace(int spans) {
    trace++;
    List<SpanRow> rows = new ArrayList<>();
    for (int span = 1; span <= spans; span++) {
      rows.add(row(span));
    }
    return rows;
  }

  private SpanRow row(int span) {
    Instant start = START.plusMillis(random.nextInt((int) Duration.ofHours(HOURS).toMillis()));
    long nanos = start.getEpochSecond() * 1_000_000_000L + start.getNano();
    boolean used = random.nextInt(3) > 0;
    return SpanRow.builder()
        .times(nanos, nanos + duration(), SpanRows.NOW)
        .set(SpanColumns.TRACE_ID, SpanRows.traceId(trace))
        .set(SpanColumns.SPAN_ID, SpanRows.spanId(span))
        .set(SpanColumns.PARENT_SPAN_ID, span == 1 ? null : SpanRows.spanId(random.nextInt(span)))
        .set(SpanColumns.NAME, "n" + random.nextInt(2))
        .set(SpanColumns.KIND, random.nextBoolean() ? "LLM" : "AGENT")
        .set(SpanColumns.STATUS, random.nextInt(4) == 0 ? "ERROR" : "OK")
        .set(SpanColumns.SERVICE_NAME, NAMES.get(random.nextInt(NAMES.size())))
        .set(SpanColumns.MODEL, NAMES.get(random.nextInt(NAMES.size())))
        .set(SpanColumns.USAGE_COUNTED, used)
        .set(SpanColumns.INPUT_TOKENS, tokens(used))
        .set(SpanColumns.OUTPUT_TOKENS, tokens(used))
        .set(SpanColumns.TOTAL_TOKENS, tokens(used))
        .set(SpanColumns.CACHE_READ_TOKENS, tokens(used && random.nextBoolean()))
        .set(SpanColumns.REASONING_TOKENS, tokens(used && random.nextBoolean()))
        .set(SpanColumns.COST_USD, used && random.nextBoolean() ? cost() : null)
        .build();
  }

  /** Multiples of a quarter of a millisecond, mostly below a second, and some of zero. */
  private long duration() {
    long quarters = random.nextInt(10) == 0 ? random.nextInt(400_000_000) : random.nextInt(4_000);
    return random.nextInt(10) == 0 ? 0 : quarters * 250_000L;
  }

  private BigDecimal cost() {
    return BigDecimal.valueOf(random.nextInt(1_000)).divide(BigDecimal.valueOf(128));
  }

  private @Nullable Long tokens(boolean any) {
    return any ? (long) random.nextInt(5_000) : null;
  }
}
