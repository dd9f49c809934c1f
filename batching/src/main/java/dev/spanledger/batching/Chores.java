// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import org.jspecify.annotations.Nullable;

/**
 * When the {@link Chore} is done: once a period while nothing is to be written; while there always
 * is, once in several periods, between two batches. Used by the worker only.
 */
final class Chores {

  /** So many periods it gives way to batches. */
  static final int PATIENCE = 5;

  private final @Nullable Chore chore;
  private final long periodNanos;
  private final Time time;
  private final Attempts attempts;
  private final Closing closing;
  private long dueNanos;
  private boolean over;

  Chores(AsyncBatcherBuilder<?> settings, Attempts attempts, Closing closing) {
    this.chore = settings.chore;
    this.periodNanos = settings.chorePeriodNanos;
    this.time = settings.time;
    this.attempts = attempts;
    this.closing = closing;
    this.dueNanos = time.nanos() + periodNanos;
  }

  /**
   * Does what is due.
   *
   * @param batchIsDue whether there is something better to do
   */
  void run(boolean batchIsDue) {
    Chore some = chore;
    if (some == null || closing.isRequested()) {
      return;
    }
    long late = time.nanos() - dueNanos;
    if (late >= (batchIsDue ? (PATIENCE - 1) * periodNanos : 0)) {
      if (isDue(some)) {
        attempts.run(some::run);
      }
      dueNanos = time.nanos() + periodNanos;
    }
  }

  /** Cuts a wait off when the chore is due. */
  long cut(long nanos) {
    return chore == null ? nanos : Math.max(1, Math.min(nanos, dueNanos - time.nanos()));
  }

  /** The batcher closes, and everything is written. */
  void runLast() {
    Chore some = chore;
    if (some != null && !over && !closing.isOverdue()) {
      over = true;
      attempts.run(some::runLast);
    }
  }

  private static boolean isDue(Chore chore) {
    try {
      return chore.isDue();
    } catch (Throwable e) {
      return false;
    }
  }
}
