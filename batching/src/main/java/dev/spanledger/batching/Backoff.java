// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import java.util.random.RandomGenerator;

/** Doubling waits between an initial and a longest one, each shortened at random by up to half. */
final class Backoff {

  private final long initialNanos;
  private final long maxNanos;
  private final RandomGenerator random;
  private long nextNanos;

  Backoff(long initialNanos, long maxNanos, RandomGenerator random) {
    this.initialNanos = initialNanos;
    this.maxNanos = maxNanos;
    this.random = random;
    this.nextNanos = initialNanos;
  }

  /** How long to wait now. Half of the time at least, so that many clients do not come in step. */
  long nextNanos() {
    long full = nextNanos;
    nextNanos = full > maxNanos / 2 ? maxNanos : 2 * full;
    return full - random.nextLong(full / 2 + 1);
  }

  void reset() {
    nextNanos = initialNanos;
  }
}
