// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import org.jspecify.annotations.Nullable;

/**
 * The queue between application threads and the worker, bounded in bytes and in items.
 *
 * <p>Adding takes no lock and never waits. An item counts against the bounds until it is settled,
 * so the bounds hold the batch under way as well.
 */
final class BoundedQueue<T> implements Source<T> {

  private final long maxItemBytes;
  private final Time time;
  private final Reservations reservations;
  private final Settlement<T> settlement;
  private final Counters counters;
  private final IntrusiveQueue<T> waiting = new IntrusiveQueue<>();

  /** Touched by the worker. */
  private @Nullable Queued<T> lookedAt;

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
  @Nullable DropReason add(Entry<T> entry, long bytes) {
    DropReason refusal = admit(entry, bytes);
    if (refusal != null) {
      return drop(refusal);
    }
    try {
      entry.bytes = bytes;
      entry.offeredNanos = time.nanos();
    } catch (VirtualMachineError e) {
      // The stack ran out on the way in, before the item was linked.
      return settlement.notQueued(bytes);
    }
    waiting.add(entry);
    return null;
  }

  /** Counts an item that is not queued. */
  DropReason drop(DropReason reason) {
    counters.dropped(reason).incrementAndGet();
    return reason;
  }

  private @Nullable DropReason admit(Entry<T> entry, long bytes) {
    if (bytes > maxItemBytes && !reservations.isClosed()) {
      return DropReason.TOO_LARGE;
    }
    DropReason refusal = reservations.reserve(bytes);
    return refusal == DropReason.QUEUE_FULL && entry.isImportant()
        ? reservations.reserveImportant(bytes)
        : refusal;
  }

  /** Flushes that come one after the other, without an item in between, share a place. */
  void add(FlushTicket<T> ticket) {
    if (waiting.last() instanceof FlushMark<T> newest && newest.join(ticket)) {
      return;
    }
    FlushMark<T> mark = new FlushMark<>();
    mark.join(ticket);
    waiting.add(mark);
  }

  /** Takes a ticket out whose flush no longer waits. */
  void remove(FlushTicket<T> ticket) {
    FlushMark<T> mark = ticket.mark;
    if (mark != null) {
      mark.leave(ticket);
    }
  }

  /** For the worker, and for who closes: the lock is between those two alone. */
  @Override
  public @Nullable Queued<T> poll() {
    synchronized (waiting) {
      return waiting.poll();
    }
  }

  @Override
  public @Nullable Entry<T> lookAhead() {
    synchronized (waiting) {
      Queued<T> next = waiting.after(lookedAt);
      while (next != null && !(next instanceof Entry<T>)) {
        next = waiting.after(next);
      }
      lookedAt = next == null ? lookedAt : next;
      return (Entry<T>) next;
    }
  }

  @Override
  public void lookFromFirst() {
    lookedAt = null;
  }

  /** Whether nothing stands in the queue, marks included. Called by the worker. */
  @Override
  public boolean isEmpty() {
    return waiting.isEmpty();
  }
}
