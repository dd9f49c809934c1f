// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import java.util.concurrent.atomic.AtomicLong;
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
  private final AtomicLong reported = new AtomicLong();

  FlushTickets(Counters counters) {
    this.counters = counters;
  }

  FlushTicket<T> open() {
    // In this order: a flush that completes in between then makes this one stricter, never blind.
    long alreadyReported = reported.get();
    return new FlushTicket<>(alreadyReported, counters.droppedAtOffer());
  }

  void resolve(FlushTicket<T> ticket) {
    long drops = ticket.dropsAtOffer + counters.droppedLater();
    boolean nothingAbandoned = counters.dropped(DropReason.CLOSE_DEADLINE) == 0;
    reported.accumulateAndGet(drops, Math::max);
    ticket.outcome.complete(nothingAbandoned && drops == ticket.reportedDrops);
  }

  void resolveAll(@Nullable FlushTicket<T> first) {
    for (FlushTicket<T> ticket = first; ticket != null; ticket = ticket.next) {
      resolve(ticket);
    }
  }
}
