// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the worker has taken from the queue and not yet settled, with the tickets that wait for it.
 *
 * <p>Its room is allocated once: between the queue and the batch nothing can fail. Used by the
 * worker only, except {@link #tickets} and {@link #oldest}.
 */
final class Batch<T> {

  private final int maxItems;
  private final long maxBytes;
  private final ArrayList<Entry<T>> entries;
  private @Nullable Entry<T> tooMuch;
  private long bytes;
  private volatile @Nullable Entry<T> oldest;
  private volatile @Nullable FlushTicket<T> tickets;

  Batch(int maxItems, long maxBytes) {
    this.maxItems = maxItems;
    this.maxBytes = maxBytes;
    this.entries = new ArrayList<>(maxItems);
  }

  /** Takes an item; one that no longer fits makes the batch full, and opens the next. */
  void add(Entry<T> entry) {
    if (!entries.isEmpty() && bytes + entry.bytes > maxBytes) {
      tooMuch = entry;
    } else {
      if (entries.isEmpty()) {
        oldest = entry;
      }
      entries.add(entry);
      bytes += entry.bytes;
    }
  }

  /** Takes a chain of tickets. */
  void addAll(@Nullable FlushTicket<T> chain) {
    for (FlushTicket<T> ticket = chain; ticket != null; ) {
      FlushTicket<T> following = ticket.next;
      ticket.next = tickets;
      tickets = ticket;
      ticket = following;
    }
  }

  boolean isFull() {
    return tooMuch != null || entries.size() == maxItems || bytes >= maxBytes;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  long oldestNanos() {
    return entries.get(0).offeredNanos;
  }

  /** The first of the items, settled or not; read by other threads as well. */
  @Nullable Entry<T> oldest() {
    return oldest;
  }

  /** The tickets that wait for these items; read by a closing thread as well. */
  @Nullable FlushTicket<T> tickets() {
    return tickets;
  }

  /** The items without a fate, oldest first. */
  List<Entry<T>> unsettled() {
    entries.removeIf(Entry::isSettled);
    oldest = entries.isEmpty() ? null : entries.get(0);
    return entries;
  }

  /** Lets go of everything. */
  void discard() {
    tooMuch = null;
    clear();
  }

  /** Starts anew with the item that had not fitted. */
  void clear() {
    entries.clear();
    oldest = null;
    tickets = null;
    bytes = 0;
    Entry<T> first = tooMuch;
    tooMuch = null;
    if (first != null) {
      add(first);
    }
  }
}
