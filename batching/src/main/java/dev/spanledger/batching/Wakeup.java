// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Wakes the worker when there is a reason, and only then: an item wakes an idle worker, or makes a
 * batch full; of many threads that see the same reason one wakes it. Flush and close always do.
 */
final class Wakeup {

  /** What the worker waits for. */
  enum Wait {
    NOTHING,
    FIRST_ITEM,
    FULL_BATCH
  }

  private final Reservations reservations;
  private final int batchItems;
  private final long batchBytes;
  private final AtomicReference<Wait> waiting = new AtomicReference<>(Wait.NOTHING);
  private volatile Runnable unpark = () -> {};

  Wakeup(Reservations reservations, int batchItems, long batchBytes) {
    this.reservations = reservations;
    this.batchItems = batchItems;
    this.batchBytes = batchBytes;
  }

  void wakesBy(Runnable unparking) {
    unpark = unparking;
  }

  /** Called after each queued item. */
  void itemQueued() {
    if (waiting.get() == Wait.FIRST_ITEM) {
      wakeFrom(Wait.FIRST_ITEM);
    } else if (waiting.get() == Wait.FULL_BATCH && reservations.reached(batchItems, batchBytes)) {
      wakeFrom(Wait.FULL_BATCH);
    }
  }

  private void wakeFrom(Wait wait) {
    if (waiting.compareAndSet(wait, Wait.NOTHING)) {
      unpark.run();
    }
  }

  /** Wakes the worker from any wait, or keeps it from the one that it is about to begin. */
  void now() {
    unpark.run();
  }

  /**
   * Announces a wait. The worker looks at the queue once more afterwards: an item queued before the
   * announcement woke nobody.
   */
  void announce(Wait wait) {
    waiting.set(wait);
  }

  void awake() {
    waiting.set(Wait.NOTHING);
  }
}
