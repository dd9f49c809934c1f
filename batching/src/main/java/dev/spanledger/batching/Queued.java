// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import org.jspecify.annotations.Nullable;

/**
 * What stands in the queue: an item, or the mark of flushes that wait for the items before it. It
 * is its own link, so that queueing allocates nothing.
 */
abstract sealed class Queued<T> permits Entry, FlushMark {

  /** What comes next in the {@link IntrusiveQueue}. */
  volatile @Nullable Queued<T> next;
}
