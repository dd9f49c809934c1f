// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sums up how a batcher is. Thread-safe; waits for nothing. */
final class Checkup<T> {

  private final int maxItems;
  private final long maxBytes;
  private final long maxSpilledBytes;
  private final Time time;
  private final Pipeline<T> shared;
  private final BatchWorker<T> worker;

  Checkup(AsyncBatcherBuilder<T> settings, Pipeline<T> shared, BatchWorker<T> worker) {
    this.maxItems = settings.maxQueueItems;
    this.maxBytes = settings.maxQueueBytes;
    this.maxSpilledBytes = settings.maxSpillBytes;
    this.time = settings.time;
    this.shared = shared;
    this.worker = worker;
  }

  BatcherHealth health() {
    Pulse.Trouble trouble = shared.closing.isOver() ? null : shared.pulse.trouble();
    return new BatcherHealth(
        state(trouble),
        trouble == null ? null : trouble.failure(),
        trouble == null ? Duration.ZERO : since(trouble.sinceNanos()),
        sinceAnswer(),
        Duration.ofNanos(worker.oldestNanos()),
        shared.counters.restarts.get(),
        maxItems,
        maxBytes,
        shared.spill == null ? 0 : shared.spill.journal.bytes(),
        shared.spill == null ? 0 : maxSpilledBytes,
        shared.ledger());
  }

  private BatcherHealth.State state(Pulse.@Nullable Trouble trouble) {
    if (shared.closing.isOver()) {
      return BatcherHealth.State.CLOSED;
    } else if (trouble == null) {
      return BatcherHealth.State.WORKING;
    }
    return trouble.kind() == FailureKind.SETUP
        ? BatcherHealth.State.NEEDS_SETUP
        : BatcherHealth.State.RETRYING;
  }

  private @Nullable Duration sinceAnswer() {
    Pulse.Answer answer = shared.pulse.answer();
    return answer == null ? null : since(answer.nanos());
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(Math.max(0, time.nanos() - nanos));
  }
}
