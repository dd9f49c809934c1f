// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Findings that are held against a number of milliseconds instead of a contender. */
public final class Limits {
  private Limits() {}

  /** At most so many milliseconds; what is quicker than the clock counts as a microsecond. */
  public static Finding milliseconds(
      String what, double ours, double limit, Map<String, Object> details) {
    return new Finding(
        what,
        "limit",
        "ms",
        Math.max(ours, 0.001),
        limit,
        Goal.atMost(1),
        new LinkedHashMap<>(details));
  }

  public static double millis(long nanos) {
    return nanos / 1e6;
  }

  /** The value that a share of all does not exceed. */
  public static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))];
  }
}
