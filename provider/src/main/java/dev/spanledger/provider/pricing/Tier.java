// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import java.util.Comparator;

/**
 * For which prompts a rate holds.
 *
 * @param from tokens of the whole prompt, cached ones included
 * @param inclusive whether a prompt of just {@code from} tokens is one of them
 */
record Tier(long from, boolean inclusive) implements Comparable<Tier> {
  static final Tier BASE = new Tier(0, true);

  static Tier of(long from, boolean inclusive) {
    return from == 0 ? BASE : new Tier(from, inclusive);
  }

  boolean isReached(long promptTokens) {
    return inclusive ? promptTokens >= from : promptTokens > from;
  }

  @Override
  public int compareTo(Tier other) {
    return Comparator.comparingLong(Tier::from)
        .thenComparing(tier -> !tier.inclusive)
        .compare(this, other);
  }
}
