// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a batcher is, at one moment. Immutable.
 *
 * @param state what it is doing about its writer
 * @param failure why the last try failed, null in any other state than {@code RETRYING} and {@code
 *     NEEDS_SETUP}; its message may hold content of an item
 * @param failingFor since the first of the tries that failed in a row; zero if none did
 * @param sinceAnswer since the writer last answered, by success or by refusing an item; null if it
 *     never did
 * @param oldestAge how long the oldest item has waited; of what an earlier process has left on
 *     disk, how long this one knows of it; zero if none waits
 * @param restarts how often the worker's thread had died and was started again
 * @param maxItems bound of the items that wait
 * @param maxBytes bound of the bytes that wait
 * @param spilledBytes what the segments on disk take, those of earlier processes that this one has
 *     taken over included; 0 without a spill directory
 * @param maxSpilledBytes bound of that; 0 without a spill directory
 * @param ledger where every item went
 */
public record BatcherHealth(
    State state,
    @Nullable Throwable failure,
    Duration failingFor,
    @Nullable Duration sinceAnswer,
    Duration oldestAge,
    long restarts,
    int maxItems,
    long maxBytes,
    long spilledBytes,
    long maxSpilledBytes,
    Ledger ledger) {

  /** What a batcher is doing about its writer. */
  public enum State {
    /** The last try was answered, or there was none yet. */
    WORKING,

    /** The last try failed, and is repeated. */
    RETRYING,

    /** The last try failed in a way that somebody has to do something about. */
    NEEDS_SETUP,

    /** It takes no items any more. */
    CLOSED
  }
}
