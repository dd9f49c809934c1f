// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One try of the writer or of the quarantine: run by a {@link WriteThread}, awaited by another. */
final class Attempt {

  /** What is tried. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  private final Work work;
  private final Thread waiting;
  private @Nullable Throwable failure;
  private boolean interrupted;
  private volatile boolean over;

  Attempt(Work work, Thread waiting) {
    this.work = work;
    this.waiting = waiting;
  }

  /** One that came to nothing. */
  static Attempt failed(Throwable failure) {
    Attempt attempt = new Attempt(() -> {}, Thread.currentThread());
    attempt.failure = failure;
    attempt.over = true;
    return attempt;
  }

  /** Lets nothing out. */
  void run() {
    try {
      work.run();
    } catch (Throwable e) {
      failure = e;
    } finally {
      interrupted = Thread.interrupted();
    }
  }

  /** Tells the one who waits. */
  void end() {
    over = true;
    LockSupport.unpark(waiting);
  }

  boolean isOver() {
    return over;
  }

  /** What was thrown; null after a success. Only once it is over. */
  @Nullable Throwable failure() {
    return failure;
  }

  /** Whether an interrupt may have caused the failure. */
  boolean wasInterrupted() {
    return interrupted;
  }
}
