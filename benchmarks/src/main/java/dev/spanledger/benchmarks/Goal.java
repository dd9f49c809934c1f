// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks;

/**
 * A bound of a ratio.
 *
 * @param isLeast whether the ratio shall be at least the bound; else at most
 */
public record Goal(double bound, boolean isLeast) {
  public static Goal atLeast(double bound) {
    return new Goal(bound, true);
  }

  public static Goal atMost(double bound) {
    return new Goal(bound, false);
  }

  boolean isReachedBy(double ratio) {
    return isLeast ? ratio >= bound : ratio <= bound;
  }

  @Override
  public String toString() {
    return (isLeast ? ">= " : "<= ") + bound;
  }
}
