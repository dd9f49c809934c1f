// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.batching.BatcherHealth;
import dev.spanledger.schema.FailureSummary;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Turns how a batcher is into what is said about its database. */
final class Checkups {
  private Checkups() {}

  static DatabaseHealth of(BatcherHealth batcher, Instant now) {
    FailureSummary failure =
        batcher.failure() == null ? null : FailureSummary.of(batcher.failure());
    DatabaseHealth.Status status = status(batcher.state());
    return new DatabaseHealth(
        status,
        failure == null ? null : now.minus(batcher.failingFor()),
        failure == null ? null : (failure.code() + " " + failure.type()).strip(),
        failure == null || status != DatabaseHealth.Status.SETUP_NEEDED ? null : failure.remedy(),
        before(now, batcher.sinceAnswer()),
        batcher.oldestAge(),
        batcher.ledger().queued(),
        batcher.maxItems(),
        batcher.ledger().queuedBytes(),
        batcher.maxBytes(),
        batcher.ledger().spilled(),
        batcher.spilledBytes(),
        batcher.maxSpilledBytes(),
        batcher.ledger().quarantined(),
        batcher.ledger().droppedTotal(),
        batcher.restarts());
  }

  private static @Nullable Instant before(Instant now, @Nullable Duration ago) {
    return ago == null ? null : now.minus(ago);
  }

  private static DatabaseHealth.Status status(BatcherHealth.State state) {
    return switch (state) {
      case WORKING -> DatabaseHealth.Status.UP;
      case RETRYING -> DatabaseHealth.Status.RETRYING;
      case NEEDS_SETUP -> DatabaseHealth.Status.SETUP_NEEDED;
      case CLOSED -> DatabaseHealth.Status.CLOSED;
    };
  }
}
