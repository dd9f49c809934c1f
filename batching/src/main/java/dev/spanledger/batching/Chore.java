// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

/**
 * Something small that shares the writer's place, now and then, between batches: where there is one
 * connection, it needs no second. It never runs at the same time as the writer, nor while that
 * fails, so that a database that is away is left in peace.
 */
public interface Chore {

  /**
   * Looks whether there is anything to do. Called on the worker's thread, once a period, and must
   * be over soon; what it throws counts as false.
   *
   * @return whether {@link #run} is to be called
   */
  boolean isDue();

  /**
   * Does it, on the thread on which the writer is called. What takes longer than {@link
   * AsyncBatcherBuilder#writeTimeout} is broken off, see {@link BatchWriter#abort}, and holds up
   * what is to be written until then.
   *
   * @throws Exception has no consequence: it is asked again after the next period
   */
  void run() throws Exception;

  /**
   * Does what is left to do when the batcher closes, after everything is written; not called where
   * the deadline of the close has passed by then. On the thread on which the writer is called.
   *
   * @throws Exception has no consequence
   */
  default void runLast() throws Exception {}
}
