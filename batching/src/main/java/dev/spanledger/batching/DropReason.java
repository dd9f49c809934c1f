// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

/** Why an item was lost. Every lost item is counted under exactly one reason. */
public enum DropReason {
  /** The queue held its limit of bytes or items. The newest item is the one that is dropped. */
  QUEUE_FULL(true),

  /** The item alone was larger than {@link AsyncBatcherBuilder#maxItemBytes}. */
  TOO_LARGE(true),

  /** The item came after the batcher had been closed. */
  CLOSED(true),

  /** The JVM had no memory or no stack left to queue the item. */
  NO_MEMORY(true),

  /**
   * The item was not known to be committed when the deadline of {@code close} passed, or when it
   * gave up because the way to the database had been closed. A write that was under way at that
   * moment may still have reached the database.
   */
  CLOSE_DEADLINE(false),

  /** The writer refused the item, and there was no quarantine, or it refused the item as well. */
  REJECTED(false),

  /** The item was in a spill directory, and what is there of it could not be read. */
  SPILL_DAMAGED(false);

  /** Whether {@code offer} itself says so, rather than the worker later. */
  final boolean atOffer;

  DropReason(boolean atOffer) {
    this.atOffer = atOffer;
  }
}
