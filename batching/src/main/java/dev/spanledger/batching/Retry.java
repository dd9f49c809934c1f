// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import org.jspecify.annotations.Nullable;

/**
 * Waits between two tries. A close cuts the wait short and starts the backoff anew, so that the
 * time until the deadline is used; a flush does not, so that it cannot hammer a database that is
 * down.
 */
final class Retry {

  private final Backoff backoff;
  private final long setupPauseNanos;
  private final Closing closing;
  private final Time time;
  private final QuietLog log;
  private final Pulse pulse;
  private final @Nullable Spill<?> spill;

  Retry(
      AsyncBatcherBuilder<?> settings,
      Closing closing,
      QuietLog log,
      Pulse pulse,
      @Nullable Spill<?> spill) {
    this.backoff =
        new Backoff(settings.initialBackoffNanos, settings.maxBackoffNanos, settings.random);
    this.setupPauseNanos = settings.setupPauseNanos;
    this.closing = closing;
    this.time = settings.time;
    this.log = log;
    this.pulse = pulse;
    this.spill = spill;
  }

  /** The database answered: the next wait is the initial one. */
  void answered() {
    backoff.reset();
    pulse.answered();
    log.answered();
    if (spill != null) {
      spill.databaseAnswers();
    }
  }

  /** Waits as long as the kind of failure asks for. */
  void await(FailureKind kind, Throwable failure) {
    pulse.failed(kind, failure);
    log.failed(kind, failure);
    if (spill != null) {
      spill.databaseFails();
    }
    log.checkDrops();
    if (isPointless(kind)) {
      closing.giveUp();
    } else if (closing.isRequested()) {
      waitWhileClosing(backoff.nextNanos());
    } else {
      waitUnlessClosed(kind == FailureKind.SETUP ? setupPauseNanos : backoff.nextNanos());
    }
  }

  /** What is not on disk yet gets there first. */
  private boolean isPointless(FailureKind kind) {
    return kind == FailureKind.GONE
        && closing.isRequested()
        && (spill == null || spill.isDrained());
  }

  private void waitUnlessClosed(long nanos) {
    long end = time.nanos() + nanos;
    for (long left = nanos; left > 0; left = end - time.nanos()) {
      if (closing.isRequested()) {
        backoff.reset();
        return;
      }
      time.pause(left);
    }
  }

  private void waitWhileClosing(long nanos) {
    long end = time.nanos() + nanos;
    for (long left = nanos; left > 0 && !closing.isOverdue(); left = end - time.nanos()) {
      time.pause(closing.cut(left));
    }
  }
}
