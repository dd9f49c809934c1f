// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The queue between application threads and the worker, bounded in bytes and in items.
 *
 * <p>Adding takes no lock and never waits. An item counts against the bounds until it is settled,
 * so the bounds hold the batch under way as well.
 */
final class BoundedQueue<T> {

  private final long maxItemBytes;
  private final Time time;
  private final Reservations reservations;
  private final Settlement<T> settlement;
  private final Counters counters;
  private final ConcurrentLinkedQueue<Queued<T>> waiting = new ConcurrentLinkedQueue<>();

  BoundedQueue(
      AsyncBatcherBuilder<T> settings,
      Reservations reservations,
      Settlement<T> settlement,
      Counters counters) {
    this.maxItemBytes = settings.maxItemBytes;
    this.time = settings.time;
    this.reservations = reservations;
    this.settlement = settlement;
    this.counters = counters;
  }

  /** Queues the item, or counts and says why not. */
  @Nullable DropReason add(T item, long bytes) {
    DropReason refusal = admit(bytes);
    if (refusal != null) {
      counters.dropped(refusal).incrementAndGet();
      return refusal;
    }
    try {
      waiting.add(new Entry<>(item, bytes, time.nanos()));
      return null;
    } catch (VirtualMachineError e) {
      // Memory or stack ran out on the way in, before the item was linked.
      return settlement.notQueued(bytes);
    }
  }

  private @Nullable DropReason admit(long bytes) {
    if (bytes > maxItemBytes && !reservations.isClosed()) {
      return DropReason.TOO_LARGE;
    }
    return reservations.reserve(bytes);
  }

  void add(FlushTicket<T> ticket) {
    waiting.add(ticket);
  }

  /** Takes a ticket out whose flush no longer waits. */
  void remove(FlushTicket<T> ticket) {
    waiting.remove(ticket);
  }

  @Nullable Queued<T> poll() {
    return waiting.poll();
  }

  /** Whether nothing stands in the queue, tickets included. */
  boolean isEmpty() {
    return waiting.isEmpty();
  }
}
