// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a benchmark found: ours against a reference of the same run.
 *
 * @param what was measured, and on which database
 * @param reference what it was measured against
 * @param unit of both values
 * @param goal what the ratio shall be; null where there is none
 * @param details whatever else is known, by name
 */
public record Finding(
    String what,
    String reference,
    String unit,
    double ours,
    double theirs,
    @Nullable Goal goal,
    Map<String, Object> details) {
  public double ratio() {
    return ours / theirs;
  }

  /** Whether the ratio is as it shall be; true where there is no goal. */
  public boolean isReached() {
    return goal == null || goal.isReachedBy(ratio());
  }
}
