// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the writing to one database goes, at one moment. Holds nothing of any span. Immutable.
 *
 * @param status whether it can be written to
 * @param failingSince when the first of the tries failed that have failed in a row; null while it
 *     is UP or CLOSED
 * @param lastFailure SQLSTATE and class of the exception of the last of them; null as above
 * @param whatToDo what somebody has to do about it; null unless the status is SETUP_NEEDED
 * @param lastSuccess when the database last answered a write; null if it never did
 * @param oldestAge how long the oldest span has waited; of those that an earlier process has left
 *     on disk, how long this one knows of them; zero if none waits
 * @param queuedSpans spans that wait in memory, of at most {@code maxQueuedSpans}
 * @param maxQueuedSpans the bound, {@code queue.max.spans}
 * @param queuedBytes their bytes, of at most {@code maxQueuedBytes}
 * @param maxQueuedBytes the bound, {@code queue.max.bytes}
 * @param spilledSpans spans that wait on disk and are not in memory
 * @param spilledBytes what this process keeps in the spill directory, of at most {@code
 *     maxSpilledBytes}; also what is in memory as well
 * @param maxSpilledBytes the bound, {@code spill.max.bytes}; 0 without a spill directory
 * @param quarantinedSpans spans in {@code agent_quarantine}, since the ledger was opened
 * @param droppedSpans spans that were lost, for whatever reason, since the ledger was opened
 * @param workerRestarts how often the thread that writes had died and was started again
 */
public record DatabaseHealth(
    Status status,
    @Nullable Instant failingSince,
    @Nullable String lastFailure,
    @Nullable String whatToDo,
    @Nullable Instant lastSuccess,
    Duration oldestAge,
    long queuedSpans,
    long maxQueuedSpans,
    long queuedBytes,
    long maxQueuedBytes,
    long spilledSpans,
    long spilledBytes,
    long maxSpilledBytes,
    long quarantinedSpans,
    long droppedSpans,
    long workerRestarts) {

  /** Whether a database can be written to; the later, the worse. */
  public enum Status {
    /** The last write was answered, or there was none yet. */
    UP,

    /** The ledger is closed. */
    CLOSED,

    /**
     * The last write failed and is repeated; nothing need be done but to bring the database back.
     */
    RETRYING,

    /** The last write failed because the database is not set up: see {@code whatToDo}. */
    SETUP_NEEDED
  }
}
