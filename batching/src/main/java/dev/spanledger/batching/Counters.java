// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What has happened so far. Counting allocates nothing, so that the sums stay true when memory runs
 * out.
 */
final class Counters {

  private static final DropReason[] REASONS = DropReason.values();

  final AtomicLong accepted = new AtomicLong();
  final AtomicLong stored = new AtomicLong();
  final AtomicLong quarantined = new AtomicLong();

  /** How often the worker's thread had died and was started anew. */
  final AtomicLong restarts = new AtomicLong();

  /** On disk and not in memory; goes up and down. */
  final AtomicLong spilled = new AtomicLong();

  /** Complete from the start and never changed, so that any thread may read it. */
  private final Map<DropReason, AtomicLong> dropped = new EnumMap<>(DropReason.class);

  Counters() {
    for (DropReason reason : REASONS) {
      dropped.put(reason, new AtomicLong());
    }
  }

  AtomicLong dropped(DropReason reason) {
    return requireNonNull(dropped.get(reason));
  }

  long droppedAtOffer() {
    return dropped(true);
  }

  long droppedLater() {
    return dropped(false);
  }

  Map<DropReason, Long> dropped() {
    Map<DropReason, Long> counts = new EnumMap<>(DropReason.class);
    dropped.forEach((reason, count) -> counts.put(reason, count.get()));
    return counts;
  }

  private long dropped(boolean atOffer) {
    long sum = 0;
    for (DropReason reason : REASONS) {
      sum += reason.atOffer == atOffer ? dropped(reason).get() : 0;
    }
    return sum;
  }
}
