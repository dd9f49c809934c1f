// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import dev.spanledger.batching.spill.Journal;
import org.jspecify.annotations.Nullable;

/** What application threads, the worker and the threads that spill share. */
final class Pipeline<T> {

  final Counters counters = new Counters();
  final FlushTickets<T> tickets = new FlushTickets<>(counters);
  final Reservations reservations;
  final Settlement<T> settlement;
  final BoundedQueue<T> queue;
  final Wakeup wakeup;
  final Closing closing;
  final Pulse pulse;

  /** Null where there is no spill directory. */
  final @Nullable Spill<T> spill;

  /** Where the worker takes items from, and what wakes it when there are some. */
  final Source<T> source;

  final Wakeup workerWakeup;

  Pipeline(AsyncBatcherBuilder<T> settings) {
    reservations =
        new Reservations(settings.maxQueueItems, settings.maxQueueBytes, settings.reservePercent);
    Journal journal = settings.openJournal();
    settlement = new Settlement<>(reservations, counters, journal);
    queue = new BoundedQueue<>(settings, reservations, settlement, counters);
    wakeup = wakeup(settings);
    closing = new Closing(settings.time);
    pulse = new Pulse(settings.time);
    spill = journal == null ? null : new Spill<>(settings, this, journal);
    source = spill == null ? queue : spill.backlog;
    workerWakeup = spill == null ? wakeup : wakeup(settings);
  }

  private Wakeup wakeup(AsyncBatcherBuilder<T> settings) {
    return new Wakeup(reservations, settings.effectiveBatchItems(), settings.effectiveBatchBytes());
  }

  /** Whether nothing that was taken waits any more, in memory or on disk. */
  boolean isSettled() {
    return reservations.isEmpty() && counters.spilled.get() == 0;
  }

  /** Whether, after the gate was shut, that is so for good. */
  boolean isDrained() {
    return (spill == null || spill.isDrained()) && isSettled();
  }

  Ledger ledger() {
    return new Ledger(
        counters.accepted.get(),
        counters.stored.get(),
        reservations.items(),
        reservations.bytes(),
        counters.spilled.get(),
        counters.quarantined.get(),
        counters.dropped());
  }
}
