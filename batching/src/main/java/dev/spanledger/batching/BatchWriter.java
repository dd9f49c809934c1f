// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import java.util.List;

/**
 * Writes a batch where it shall stay, all of it or nothing.
 *
 * <p>{@link #write} is called on a thread of the batcher's own, one call at a time: only a call
 * that was broken off and still does not return may overlap with later ones. After a failure the
 * same items come again, whole or in smaller batches. Where a failure left open whether the batch
 * was committed, items may come twice: a writer makes that harmless, for example with {@code ON
 * CONFLICT DO NOTHING}.
 *
 * @param <T> what is written
 */
@FunctionalInterface
public interface BatchWriter<T> {

  /**
   * Writes all items, or throws and leaves none of them written.
   *
   * <p>Of a failure, the log says what {@link FailureClassifier#describe} makes of it.
   *
   * @param batch at least one item, oldest first; unmodifiable
   * @throws Exception if nothing was written; what follows depends on the {@link FailureKind}
   */
  void write(List<T> batch) throws Exception;

  /**
   * Breaks off the call that is under way, of this writer or of the quarantine, for example by
   * closing its socket: it has taken longer than {@link AsyncBatcherBuilder#writeTimeout}, or the
   * deadline of a close has passed. Called from another thread, possibly when the call has just
   * returned. If the call has not returned a second later its thread is interrupted, and another
   * second later left behind.
   *
   * <p>The default does nothing: then the interrupt has to do.
   *
   * @throws Exception has no consequence
   */
  default void abort() throws Exception {}
}
