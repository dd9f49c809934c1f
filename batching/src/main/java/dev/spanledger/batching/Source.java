// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import org.jspecify.annotations.Nullable;

/** Where the worker takes items and tickets from, in the order in which they came. */
interface Source<T> {

  /** What comes next; null where there is nothing at the moment. */
  @Nullable Queued<T> poll();

  /** Whether there is nothing at the moment. */
  boolean isEmpty();
}
