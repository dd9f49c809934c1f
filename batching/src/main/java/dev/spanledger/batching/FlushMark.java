// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import org.jspecify.annotations.Nullable;

/**
 * A place in the queue, and the flushes that wait for everything before it. Flushes that come while
 * it is the newest join it, so that however often somebody flushes in vain, there are no more marks
 * than items.
 */
final class FlushMark<T> extends Queued<T> {

  // Both under the lock of this.
  private @Nullable FlushTicket<T> first;
  private boolean taken;

  FlushMark() {}

  /** One that nobody can join. */
  static <T> FlushMark<T> taken() {
    FlushMark<T> mark = new FlushMark<>();
    mark.taken = true;
    return mark;
  }

  /** Says whether the ticket now waits here. */
  synchronized boolean join(FlushTicket<T> ticket) {
    if (taken) {
      return false;
    }
    ticket.next = first;
    ticket.mark = this;
    first = ticket;
    return true;
  }

  /** Takes a ticket out whose flush no longer waits. */
  synchronized void leave(FlushTicket<T> gone) {
    if (first == gone) {
      first = gone.next;
      return;
    }
    for (FlushTicket<T> ticket = first; ticket != null; ticket = ticket.next) {
      if (ticket.next == gone) {
        ticket.next = gone.next;
        return;
      }
    }
  }

  /** Lets go of tickets that have their answer; says whether there is no other. */
  synchronized boolean forgetAnswered() {
    FlushTicket<T> waiting = first;
    first = null;
    while (waiting != null) {
      FlushTicket<T> following = waiting.next;
      if (!waiting.outcome.isDone()) {
        waiting.next = first;
        first = waiting;
      }
      waiting = following;
    }
    return first == null;
  }

  /** Its tickets, a chain by their {@code next}; nobody joins or leaves any more. */
  synchronized @Nullable FlushTicket<T> take() {
    taken = true;
    FlushTicket<T> tickets = first;
    first = null;
    return tickets;
  }
}
