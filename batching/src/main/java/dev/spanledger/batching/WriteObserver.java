// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Hears of each call of the writer. Called on the worker thread; what it throws is ignored. */
@FunctionalInterface
public interface WriteObserver {

  /**
   * Hears of one call.
   *
   * @param duration how long it took
   * @param items how many items it was given
   * @param failure why nothing was written; null if it was
   */
  void tried(Duration duration, int items, @Nullable FailureKind failure);
}
