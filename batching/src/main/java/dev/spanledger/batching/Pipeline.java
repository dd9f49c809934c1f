// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

/** What application threads and the worker share. */
final class Pipeline<T> {

  final Counters counters = new Counters();
  final FlushTickets<T> tickets = new FlushTickets<>(counters);
  final Reservations reservations;
  final Settlement<T> settlement;
  final BoundedQueue<T> queue;
  final Wakeup wakeup;
  final Closing closing;

  Pipeline(AsyncBatcherBuilder<T> settings) {
    reservations =
        new Reservations(settings.maxQueueItems, settings.maxQueueBytes, settings.reservePercent);
    settlement = new Settlement<>(reservations, counters);
    queue = new BoundedQueue<>(settings, reservations, settlement, counters);
    wakeup =
        new Wakeup(reservations, settings.effectiveBatchItems(), settings.effectiveBatchBytes());
    closing = new Closing(settings.time);
  }

  Ledger ledger() {
    return new Ledger(
        counters.accepted.get(),
        counters.stored.get(),
        reservations.items(),
        reservations.bytes(),
        0,
        counters.quarantined.get(),
        counters.dropped());
  }
}
