// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts the items and bytes that are in memory, and holds the gate.
 *
 * <p>All three live in one atomic word, so that a single compare-and-set admits an item: neither
 * bound is ever exceeded, and no item slips past a gate that has closed. What was reserved before
 * the gate closed stays reserved until it is released.
 */
final class Reservations {

  static final int MAX_ITEMS = (1 << 23) - 1;
  static final long MAX_BYTES = (1L << 40) - 1;

  private static final long CLOSED = Long.MIN_VALUE;
  private static final long ONE_ITEM = MAX_BYTES + 1;

  private final int itemLimit;
  private final long byteLimit;
  private final int ordinaryItems;
  private final long ordinaryBytes;
  private final AtomicLong word = new AtomicLong();

  Reservations(int itemLimit, long byteLimit) {
    this(itemLimit, byteLimit, 0);
  }

  /**
   * @param percent of both limits, rounded down, that are kept for what is important
   */
  Reservations(int itemLimit, long byteLimit, int percent) {
    this.itemLimit = itemLimit;
    this.byteLimit = byteLimit;
    this.ordinaryItems = itemLimit - (int) ((long) itemLimit * percent / 100);
    this.ordinaryBytes = byteLimit - byteLimit * percent / 100;
  }

  /**
   * Admits one item, or says why not. An item that is larger than all that is not kept for others
   * is admitted where nothing else waits.
   */
  @Nullable DropReason reserve(long bytes) {
    DropReason refusal = reserve(bytes, ordinaryItems, ordinaryBytes);
    return refusal == DropReason.QUEUE_FULL && bytes > ordinaryBytes
        ? reserve(bytes, 1, byteLimit)
        : refusal;
  }

  /** The same for an item that may use what is kept. */
  @Nullable DropReason reserveImportant(long bytes) {
    return reserve(bytes, itemLimit, byteLimit);
  }

  private @Nullable DropReason reserve(long bytes, int mostItems, long mostBytes) {
    while (true) {
      long seen = word.get();
      if (seen < 0) {
        return DropReason.CLOSED;
      }
      if (itemsOf(seen) >= mostItems || bytes > mostBytes - bytesOf(seen)) {
        return DropReason.QUEUE_FULL;
      }
      if (word.compareAndSet(seen, seen + ONE_ITEM + bytes)) {
        return null;
      }
    }
  }

  void release(int items, long bytes) {
    word.addAndGet(-(items * ONE_ITEM + bytes));
  }

  /** Admits nothing from now on. */
  void close() {
    word.getAndUpdate(seen -> seen | CLOSED);
  }

  /** Closes the gate and forgets what is reserved. */
  void forget() {
    word.set(CLOSED);
  }

  boolean isClosed() {
    return word.get() < 0;
  }

  boolean isEmpty() {
    return items() == 0;
  }

  int items() {
    return itemsOf(word.get());
  }

  long bytes() {
    return bytesOf(word.get());
  }

  /** Whether so many items, or so many bytes, are in memory. */
  boolean reached(int items, long bytes) {
    long seen = word.get();
    return itemsOf(seen) >= items || bytesOf(seen) >= bytes;
  }

  private static int itemsOf(long word) {
    return (int) ((word & ~CLOSED) >>> Long.numberOfTrailingZeros(ONE_ITEM));
  }

  private static long bytesOf(long word) {
    return word & MAX_BYTES;
  }
}
