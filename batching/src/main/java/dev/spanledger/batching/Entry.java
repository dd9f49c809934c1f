// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

/** An item in the queue. */
final class Entry<T> implements Queued<T> {

  final T item;
  final long bytes;
  final long offeredNanos;

  /** Whether its fate is in the ledger. Touched by the worker only. */
  private boolean settled;

  Entry(T item, long bytes, long offeredNanos) {
    this.item = item;
    this.bytes = bytes;
    this.offeredNanos = offeredNanos;
  }

  boolean isSettled() {
    return settled;
  }

  void settle() {
    settled = true;
  }
}
