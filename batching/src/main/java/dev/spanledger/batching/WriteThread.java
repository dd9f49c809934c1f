// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A daemon thread that runs one attempt after the other, and in between looks after the worker.
 *
 * <p>It is apart from the worker because an attempt may never come back: a socket whose other end
 * fell silent does not heed interrupts. Such a thread is retired, and another takes its place.
 */
final class WriteThread extends Thread {

  private final Object owner;
  private final Runnable betweenAttempts;
  private final long idleNanos;
  private volatile @Nullable Attempt attempt;
  private volatile boolean retired;

  /**
   * Makes a thread, to be started.
   *
   * @param owner whose thread it is
   * @param betweenAttempts what to do every {@code idleNanos} while there is nothing to write
   */
  WriteThread(String name, Object owner, Runnable betweenAttempts, long idleNanos) {
    // Without the thread-locals of whoever builds this, which would live as long as the thread.
    super(null, null, name, 0, false);
    this.owner = owner;
    this.betweenAttempts = betweenAttempts;
    this.idleNanos = idleNanos;
    setDaemon(true);
  }

  /** Whether the calling thread is one of this owner's. */
  static boolean isCurrent(Object owner) {
    return currentThread() instanceof WriteThread thread && thread.owner == owner;
  }

  /** Gives it something to do. Only while it is free. */
  void hand(Attempt next) {
    attempt = next;
    LockSupport.unpark(this);
  }

  boolean isFree() {
    return attempt == null && !retired && isAlive();
  }

  /** It ends when it has done what it is doing. */
  void retire() {
    retired = true;
    LockSupport.unpark(this);
  }

  @Override
  public void run() {
    while (!retired || attempt != null) {
      Thread.interrupted(); // One that was meant for an earlier attempt, or for nobody.
      Attempt next = attempt;
      if (next == null) {
        LockSupport.parkNanos(this, idleNanos);
        betweenAttempts.run();
      } else {
        next.run();
        attempt = null;
        next.end();
      }
    }
  }
}
