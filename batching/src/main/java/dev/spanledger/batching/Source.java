// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import org.jspecify.annotations.Nullable;

/** Where the worker takes items and tickets from, in the order in which they came. */
interface Source<T> {

  /** What comes next; null where there is nothing at the moment. */
  @Nullable Queued<T> poll();

  /** Whether there is nothing at the moment. */
  boolean isEmpty();

  /** The next item that was not looked at yet, left where it is; null where there is none. */
  default @Nullable Entry<T> lookAhead() {
    return null;
  }

  /** Begins anew with what comes next. */
  default void lookFromFirst() {}
}
