// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

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

  void stored(List<Entry<T>> part) {
    move(part, counters.stored);
  }

  void quarantined(List<Entry<T>> one) {
    move(one, counters.quarantined);
  }

  void dropped(DropReason reason, List<Entry<T>> one) {
    move(one, counters.dropped(reason));
  }

  /** Takes back a reservation whose item could not be queued, and says how it was counted. */
  synchronized DropReason notQueued(long bytes) {
    if (abandoned) {
      return DropReason.CLOSE_DEADLINE;
    }
    counters.dropped(DropReason.NO_MEMORY).incrementAndGet();
    reservations.release(1, bytes);
    return DropReason.NO_MEMORY;
  }

  /** Counts whatever is still reserved as lost, for good. Returns whether this call did. */
  synchronized boolean abandon() {
    if (abandoned) {
      return false;
    }
    abandoned = true;
    reservations.close();
    counters.dropped(DropReason.CLOSE_DEADLINE).addAndGet(reservations.items());
    reservations.forget();
    return true;
  }

  /** Allocates nothing: running out of memory halfway would count items twice. */
  private synchronized void move(List<Entry<T>> part, AtomicLong account) {
    if (abandoned) {
      return;
    }
    long bytes = 0;
    for (int i = 0; i < part.size(); i++) {
      part.get(i).settle();
      bytes += part.get(i).bytes;
    }
    account.addAndGet(part.size());
    reservations.release(part.size(), bytes);
  }
}
