// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

/**
 * An item with its place in the queue. Whoever offers very often brings one that was made before
 * and is the item itself: then {@link AsyncBatcher#offerEntry} allocates nothing. Offered at most
 * once.
 *
 * @param <T> what is batched
 */
public abstract non-sealed class Entry<T> extends Queued<T> {

  /** Set when it is offered. */
  long bytes;

  long offeredNanos;

  /** Touched by the worker only. */
  boolean prepared;

  /** Whether its fate is in the ledger. Touched by the worker only. */
  private boolean settled;

  /** For a class that is an item. */
  protected Entry() {}

  /**
   * Returns what is to be written, the same each time; called by the worker.
   *
   * @return the item
   */
  protected abstract T item();

  /**
   * Says whether the item may use the part of the queue that {@link
   * AsyncBatcherBuilder#reservePercent} keeps free. Asked only where nothing else is left, on the
   * thread that offers; must not throw.
   *
   * @return false, unless overridden
   */
  protected boolean isImportant() {
    return false;
  }

  /**
   * Says when it was offered.
   *
   * @return by {@link System#nanoTime}; 0 before
   */
  protected final long offeredNanos() {
    return offeredNanos;
  }

  final boolean isSettled() {
    return settled;
  }

  final void settle() {
    settled = true;
  }

  /** Holds an item that is none itself. */
  static final class Of<T> extends Entry<T> {

    private final T item;
    private final boolean important;

    Of(T item, boolean important) {
      this.item = item;
      this.important = important;
    }

    @Override
    protected T item() {
      return item;
    }

    @Override
    protected boolean isImportant() {
      return important;
    }
  }
}
