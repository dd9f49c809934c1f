// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.rows;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanFlags;
import dev.spanledger.schema.SpanRow;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Rows of random traces that disagree on purpose: several roots, remote parents, orphans, equal
 * start times, sessions and tags that only some spans state, and model calls with and without a
 * price. Equal seeds give equal rows. Not thread-safe.
 */
public final class RandomRows {
  private static final List<String> KINDS =
      List.of("AGENT", "WORKFLOW", "LLM", "LLM", "TOOL", "HTTP", "OTHER");
  private static final List<String> STATUSES =
      List.of("OK", "OK", "UNSET", "ERROR", "CANCELLED", "ABANDONED");

  /** Beyond the basic plane, UTF-16 sorts otherwise than UTF-8. */
  private static final List<String> WORDS =
      List.of("a", "b", "B", "\u00E4", "\uFFFD", "\uD83D\uDE00", "it's \"so\" \\ {x,y}", "");

  private final Random random;

  /** Rows that follow from the seed. */
  public RandomRows(long seed) {
    random = new Random(seed);
  }

  /** Spans of traces numbered from {@code firstTrace}, in random order. */
  public List<SpanRow> of(int firstTrace, int traces, int spansEach) {
    List<SpanRow> rows = new ArrayList<>();
    for (int trace = firstTrace; trace < firstTrace + traces; trace++) {
      for (int span = 1; span <= spansEach; span++) {
        rows.add(row(trace, span));
      }
    }
    java.util.Collections.shuffle(rows, random);
    return rows;
  }

  private SpanRow row(int trace, int span) {
    SpanRow.Builder row =
        SpanRows.at(SpanRows.NOW.plus(Duration.ofNanos(random.nextInt(20) * 1_234_567L)))
            .set(SpanColumns.TRACE_ID, SpanRows.traceId(trace))
            .set(SpanColumns.SPAN_ID, SpanRows.spanId(span))
            .set(SpanColumns.PARENT_SPAN_ID, parent(span))
            .set(SpanColumns.FLAGS, maybe(SpanFlags.HAS_IS_REMOTE | SpanFlags.PARENT_IS_REMOTE))
            .set(SpanColumns.NAME, "span " + span)
            .set(SpanColumns.KIND, any(KINDS))
            .set(SpanColumns.STATUS, any(STATUSES));
    who(row);
    usage(row);
    content(row);
    tags(row);
    return row.build();
  }

  private @Nullable String parent(int span) {
    return random.nextInt(5) == 0
        ? null
        : SpanRows.spanId(random.nextInt(span) + 1000L * (span % 2));
  }

  private void who(SpanRow.Builder row) {
    row.set(SpanColumns.SESSION_ID, maybe(any(WORDS)))
        .set(SpanColumns.USER_ID, maybe(any(WORDS)))
        .set(SpanColumns.AGENT_NAME, maybe(any(WORDS)))
        .set(SpanColumns.SERVICE_NAME, maybe("service"))
        .set(SpanColumns.ERROR_TYPE, maybe("java.io.IOException"))
        .set(SpanColumns.ERROR_MESSAGE, maybe(any(WORDS)));
  }

  private void usage(SpanRow.Builder row) {
    row.set(SpanColumns.MODEL, maybe("model " + any(WORDS)))
        .set(SpanColumns.USAGE_COUNTED, random.nextBoolean())
        .set(SpanColumns.INPUT_TOKENS, maybe(random.nextLong(1_000)))
        .set(SpanColumns.OUTPUT_TOKENS, maybe(random.nextLong(1_000)))
        .set(SpanColumns.TOTAL_TOKENS, maybe(random.nextLong(2_000)))
        .set(SpanColumns.COST_USD, maybe(BigDecimal.valueOf(random.nextInt(1_000_000), 7)));
  }

  private void content(SpanRow.Builder row) {
    row.set(SpanColumns.INPUT_PREVIEW, maybe("asked " + any(WORDS)))
        .set(SpanColumns.OUTPUT_PREVIEW, maybe("answered " + any(WORDS)))
        .set(SpanColumns.RESOURCE, "{\"host\":" + random.nextInt(3) + "}");
  }

  private void tags(SpanRow.Builder row) {
    row.set(SpanColumns.PROJECT, maybe("p" + random.nextInt(3)))
        .set(SpanColumns.TAGS, maybe(Arrays.asList("t" + random.nextInt(3), "u\uD83D\uDE00")));
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private <T> @Nullable T maybe(T value) {
    return random.nextInt(3) == 0 ? null : value;
  }
}
