// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import org.jspecify.annotations.Nullable;

/**
 * Hands out the tickets of flush and decides what each one answers.
 *
 * <p>A ticket is resolved when every item before it is settled. It then is true if the drops up to
 * it are those that an earlier flush has already answered for. So each drop makes at least one
 * flush false, and a flush is false only for drops that no flush before its call had answered for.
 */
final class FlushTickets<T> {

  private final Counters counters;
  private long reported;
  private boolean leftUnsafe;

  FlushTickets(Counters counters) {
    this.counters = counters;
  }

  synchronized FlushTicket<T> open() {
    return new FlushTicket<>(reported, counters.droppedAtOffer());
  }

  void resolve(FlushTicket<T> ticket) {
    // Outside the lock, because it runs what the caller made depend on it.
    ticket.outcome.complete(answer(ticket));
  }

  private synchronized boolean answer(FlushTicket<T> ticket) {
    if (ticket.outcome.isDone()) {
      return false; // Nobody waits any more: the drops are left to the next flush.
    }
    long drops = ticket.dropsAtOffer + counters.droppedLater();
    reported = Math.max(reported, drops);
    boolean abandoned = leftUnsafe || counters.dropped(DropReason.CLOSE_DEADLINE).get() > 0;
    return !abandoned && drops == ticket.reportedDrops;
  }

  /** What a close leaves on disk may not survive a power loss: from now on the answer is no. */
  synchronized void leftUnsafe() {
    leftUnsafe = true;
  }

  void resolveAll(@Nullable FlushTicket<T> first) {
    for (FlushTicket<T> ticket = first; ticket != null; ticket = ticket.next) {
      resolve(ticket);
    }
  }
}
