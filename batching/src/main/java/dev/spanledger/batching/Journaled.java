// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import dev.spanledger.batching.spill.Segment;

/** An item that is on disk, and in memory as well. */
final class Journaled<T> extends Entry<T> {

  final Segment segment;
  final int ordinal;

  /** Whether it counts against the queue's bounds. What was read back counts as spilled. */
  final boolean reserved;

  private final T item;

  private Journaled(T item, Segment segment, int ordinal, boolean reserved) {
    this.item = item;
    this.segment = segment;
    this.ordinal = ordinal;
    this.reserved = reserved;
  }

  /** An item that has been in memory all the time. */
  static <T> Journaled<T> of(Entry<T> queued, Segment segment, int ordinal) {
    Journaled<T> entry = new Journaled<>(queued.item(), segment, ordinal, true);
    entry.bytes = queued.bytes;
    entry.offeredNanos = queued.offeredNanos;
    return entry;
  }

  static <T> Journaled<T> readBack(
      T item, long bytes, long offeredNanos, Segment segment, int ordinal) {
    Journaled<T> entry = new Journaled<>(item, segment, ordinal, false);
    entry.bytes = bytes;
    entry.offeredNanos = offeredNanos;
    return entry;
  }

  @Override
  protected T item() {
    return item;
  }
}
