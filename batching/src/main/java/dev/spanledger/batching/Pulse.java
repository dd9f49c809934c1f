// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import org.jspecify.annotations.Nullable;

/** How the writer has answered lately. Written by the worker, read by any thread. */
final class Pulse {

  /** Something that failed and is tried again. */
  record Trouble(FailureKind kind, Throwable failure, long sinceNanos) {}

  /** When the writer last answered. */
  record Answer(long nanos) {}

  private final Time time;
  private volatile @Nullable Trouble trouble;
  private volatile @Nullable Answer answer;

  Pulse(Time time) {
    this.time = time;
  }

  void failed(FailureKind kind, Throwable failure) {
    Trouble before = trouble;
    trouble = new Trouble(kind, failure, before == null ? time.nanos() : before.sinceNanos);
  }

  void answered() {
    trouble = null;
    answer = new Answer(time.nanos());
  }

  /** Null while there is none. */
  @Nullable Trouble trouble() {
    return trouble;
  }

  /** Null before the first. */
  @Nullable Answer answer() {
    return answer;
  }
}
