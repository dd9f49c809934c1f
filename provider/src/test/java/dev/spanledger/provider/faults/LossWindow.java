// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.faults;

import dev.spanledger.testkit.oracle.SpanOracle;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How long before its death a killed process ended the oldest span that was lost. The process made
 * spans every few milliseconds: its last one is when it died, and the longest gap between two since
 * the first that was lost is for how long the machine kept it from running.
 */
final class LossWindow {
  private static final long PROMISE_NANOS = Duration.ofMillis(20).toNanos();

  private int processes;
  private int late;
  private long lost;
  private long longestNanos;
  private long longestGapNanos;

  /** Looks at one process. */
  void add(Collection<SpanOracle.Logged> logged, Set<String> missing) {
    List<SpanOracle.Logged> inOrder =
        logged.stream().sorted(Comparator.comparingLong(SpanOracle.Logged::nanos)).toList();
    long died = inOrder.get(inOrder.size() - 1).nanos();
    long window = 0;
    long gap = 0;
    for (int i = 1; i < inOrder.size(); i++) {
      SpanOracle.Logged span = inOrder.get(i);
      if (missing.contains(span.spanId())) {
        window = Math.max(window, died - span.nanos());
        lost++;
      }
      if (window > 0) {
        gap = Math.max(gap, span.nanos() - inOrder.get(i - 1).nanos());
      }
    }
    processes++;
    late += window > PROMISE_NANOS + gap ? 1 : 0;
    longestNanos = Math.max(longestNanos, window);
    longestGapNanos = Math.max(longestGapNanos, gap);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d processes lost %d spans, the oldest %.1f ms before the end (longest gap %.1f ms);"
            + " %d of them more than 20 ms and their own gap",
        processes,
        lost,
        longestNanos / 1e6,
        longestGapNanos / 1e6,
        late);
  }
}
