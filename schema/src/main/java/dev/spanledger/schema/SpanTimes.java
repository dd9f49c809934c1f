// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.time.Duration;
import java.time.Instant;

/**
 * When a span ran, as far as a clock can have meant what it says. A start that none could mean is
 * replaced by the time of receipt, an end before the start, or more than a year after it, by the
 * start.
 *
 * @param start to the microsecond
 * @param end to the microsecond
 * @param durationMs milliseconds, with the precision of the recorded nanoseconds
 * @param repaired whether anything was replaced
 */
record SpanTimes(Instant start, Instant end, double durationMs, boolean repaired) {
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Duration MOST_AHEAD = Duration.ofDays(1);
  private static final Duration LONGEST = Duration.ofDays(365);

  /**
   * @param startUnixNano nanoseconds since 1970, any value
   * @param endUnixNano nanoseconds since 1970, any value
   */
  static SpanTimes of(long startUnixNano, long endUnixNano, Instant receivedAt) {
    Instant said = ofNanos(startUnixNano);
    boolean startIsSane = !said.isBefore(EARLIEST) && !said.isAfter(receivedAt.plus(MOST_AHEAD));
    boolean durationIsSane =
        endUnixNano >= startUnixNano && nanosAreSane(startUnixNano, endUnixNano);
    long nanos = durationIsSane ? endUnixNano - startUnixNano : 0;
    Instant start = startIsSane ? said : receivedAt;
    return new SpanTimes(
        Storable.micros(start),
        Storable.micros(start.plusNanos(nanos)),
        nanos / 1e6,
        !startIsSane || !durationIsSane);
  }

  /** A difference that overflows is none. */
  private static boolean nanosAreSane(long start, long end) {
    long nanos = end - start;
    return nanos >= 0 && nanos <= LONGEST.toNanos();
  }

  private static Instant ofNanos(long unixNanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(unixNanos, 1_000_000_000L), Math.floorMod(unixNanos, 1_000_000_000L));
  }
}
