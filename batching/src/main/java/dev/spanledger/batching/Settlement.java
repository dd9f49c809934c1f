// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import java.util.List;

/**
 * Moves items from the queue's account to their last one, each exactly once.
 *
 * <p>The lock decides between a worker whose write returns late and a close that has counted its
 * batch as lost; no application thread takes it. Counts go up before reservations go down: who sees
 * nothing reserved sees every count.
 */
final class Settlement<T> {

  private final Reservations reservations;
  private final Counters counters;
  private boolean abandoned;

  Settlement(Reservations reservations, Counters counters) {
    this.reservations = reservations;
    this.counters = counters;
  }

  synchronized void stored(List<Entry<T>> part) {
    if (!abandoned) {
      counters.stored.addAndGet(part.size());
      release(part);
    }
  }

  synchronized void quarantined(List<Entry<T>> one) {
    if (!abandoned) {
      counters.quarantined.addAndGet(one.size());
      release(one);
    }
  }

  synchronized void dropped(DropReason reason, List<Entry<T>> one) {
    if (!abandoned) {
      counters.drop(reason, one.size());
      release(one);
    }
  }

  /** Takes back a reservation whose item could not be queued, and says how it was counted. */
  synchronized DropReason notQueued(long bytes) {
    if (abandoned) {
      return DropReason.CLOSE_DEADLINE;
    }
    counters.drop(DropReason.NO_MEMORY, 1);
    reservations.release(1, bytes);
    return DropReason.NO_MEMORY;
  }

  /** Counts whatever is still reserved as lost, for good. */
  synchronized void abandon() {
    if (!abandoned) {
      abandoned = true;
      reservations.close();
      counters.drop(DropReason.CLOSE_DEADLINE, reservations.items());
      reservations.forget();
    }
  }

  private void release(List<Entry<T>> part) {
    long bytes = 0;
    for (Entry<T> entry : part) {
      entry.settle();
      bytes += entry.bytes;
    }
    reservations.release(part.size(), bytes);
  }
}
