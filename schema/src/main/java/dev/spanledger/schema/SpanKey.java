// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.time.Instant;
import java.util.Comparator;

/** Names a span among all traces. */
record SpanKey(String traceId, String spanId) {
  private static final long SECONDS_OF_A_DAY = 86_400;

  static final Comparator<SpanRow> IN_ORDER =
      Comparator.comparing(SpanRow::traceId).thenComparing(SpanRow::spanId);

  /**
   * As {@link #IN_ORDER} within a day. COPY collects rows by partition and inserts partition by
   * partition: in another order than its rows came in, but that they come by day.
   */
  static final Comparator<SpanRow> BY_DAY =
      Comparator.<SpanRow>comparingLong(span -> epochDay(span.startTime())).thenComparing(IN_ORDER);

  private static long epochDay(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), SECONDS_OF_A_DAY);
  }

  static SpanKey of(SpanRow span) {
    return new SpanKey(span.traceId(), span.spanId());
  }
}
