// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

/** Whether the batcher is closing, until when, and whether it is over. */
final class Closing {

  private final Time time;
  private long deadlineNanos;
  private volatile boolean requested;
  private volatile boolean givenUp;
  private volatile boolean over;

  Closing(Time time) {
    this.time = time;
  }

  /** Called once. */
  void request(long timeoutNanos) {
    deadlineNanos = time.nanos() + timeoutNanos;
    requested = true;
  }

  boolean isRequested() {
    return requested;
  }

  /** Whether there is no time left to try anything. */
  boolean isOverdue() {
    return over || givenUp || (requested && time.nanos() - deadlineNanos >= 0);
  }

  /** Cuts a wait off at the deadline. */
  long cut(long nanos) {
    return Math.min(nanos, deadlineNanos - time.nanos());
  }

  /** Nothing more is tried. */
  void giveUp() {
    givenUp = true;
  }

  void end() {
    over = true;
  }

  boolean isOver() {
    return over;
  }
}
