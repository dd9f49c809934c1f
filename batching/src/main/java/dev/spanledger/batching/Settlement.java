// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import dev.spanledger.batching.spill.Adopted;
import dev.spanledger.batching.spill.Journal;
import dev.spanledger.batching.spill.Segment;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Moves items from the queue's account to their last one, each exactly once; on the way there, they
 * may be on the disk's.
 *
 * <p>The lock decides between a worker whose write returns late and a close that has counted its
 * batch as lost; no application thread takes it. Counts go up before reservations go down: who sees
 * nothing reserved sees every count.
 */
final class Settlement<T> {

  private final Reservations reservations;
  private final Counters counters;
  private final @Nullable Journal journal;
  private boolean abandoned;

  // Where there is a journal: of what is reserved, how much the spilling thread has handed over,
  // and how many items of that are on disk as well.
  private int passed;
  private long passedBytes;
  private int held;
  private volatile boolean anythingDone;

  Settlement(Reservations reservations, Counters counters, @Nullable Journal journal) {
    this.reservations = reservations;
    this.counters = counters;
    this.journal = journal;
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

  /**
   * Counts whatever is still reserved as lost, for good; what is on disk as well is left there.
   * Returns whether this call did.
   */
  synchronized boolean abandon() {
    if (abandoned) {
      return false;
    }
    abandoned = true;
    reservations.close();
    counters.dropped(DropReason.CLOSE_DEADLINE).addAndGet(reservations.items() - held);
    counters.spilled.addAndGet(held);
    reservations.forget();
    return true;
  }

  /** The worker has, or will have, an item in memory, be it on disk as well or not. */
  synchronized void passed(Entry<T> entry) {
    passed++;
    passedBytes += entry.bytes;
    if (entry instanceof Journaled) {
      held++;
    }
  }

  /** So many items leave memory: they are on disk. */
  synchronized void spilled(int items, long bytes) {
    if (!abandoned) {
      counters.spilled.addAndGet(items);
      reservations.release(items, bytes);
    }
  }

  /** Whether the worker may have one more item in memory, within the given bounds. */
  synchronized boolean mayPass(Entry<T> entry, int mostItems, long mostBytes) {
    return passed < mostItems && passedBytes + entry.bytes <= mostBytes;
  }

  /** Whether nothing that was handed over is in memory only. */
  synchronized boolean isAllOnDisk() {
    return held == passed;
  }

  /** Whether the worker has, or will have, all that was ever taken. */
  synchronized boolean hasAllPassed() {
    return reservations.items() == passed;
  }

  /** Items come from the disk that earlier processes have offered. */
  synchronized void adopted(Adopted adopted) {
    if (!abandoned) {
      counters.accepted.addAndGet(adopted.count() + adopted.damaged());
      counters.spilled.addAndGet(adopted.count());
      counters.dropped(DropReason.SPILL_DAMAGED).addAndGet(adopted.damaged());
    }
  }

  /** Items that were on disk only could not be read. */
  synchronized void missing(Segment segment, int items) {
    if (!abandoned && journal != null) {
      counters.dropped(DropReason.SPILL_DAMAGED).addAndGet(items);
      counters.spilled.addAndGet(-items);
      journal.missing(segment, items);
      anythingDone = true;
    }
  }

  /** Whether any item of the journal was settled since the last call. */
  boolean wasAnythingDone() {
    boolean done = anythingDone;
    anythingDone = false;
    return done;
  }

  /** Allocates nothing: running out of memory halfway would count items twice. */
  private synchronized void move(List<Entry<T>> part, AtomicLong account) {
    if (abandoned) {
      return;
    }
    int fromDisk = 0;
    long bytes = 0;
    for (int i = 0; i < part.size(); i++) {
      Entry<T> entry = part.get(i);
      entry.settle();
      if (isReserved(entry)) {
        bytes += entry.bytes;
      } else {
        fromDisk++;
      }
    }
    account.addAndGet(part.size());
    counters.spilled.addAndGet(-fromDisk);
    passed -= part.size() - fromDisk;
    passedBytes -= bytes;
    reservations.release(part.size() - fromDisk, bytes);
  }

  private boolean isReserved(Entry<T> entry) {
    if (!(entry instanceof Journaled<T> journaled) || journal == null) {
      return true;
    }
    journal.done(journaled.segment, journaled.ordinal);
    anythingDone = true;
    if (journaled.reserved) {
      held--;
    }
    return journaled.reserved;
  }
}
