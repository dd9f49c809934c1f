// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Has the writer and the quarantine tried on a thread of their own, and waits no longer than the
 * deadline of a write, or of a close.
 *
 * <p>An attempt that is late is broken off: the writer is told to abort it, then its thread is
 * interrupted, and if neither helps, the thread is left behind and another takes its place. What it
 * was writing is tried again, which is right even if it was committed at that very moment: items
 * may come twice. Used by the worker only, except {@link #retire}.
 */
final class Attempts {

  /** How many threads may be stuck for good; each may hold a connection. */
  static final int MAX_STUCK = 3;

  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long CLOSE_GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final String name;
  private final BatchWriter<?> writer;
  private final long timeoutNanos;
  private final long watchNanos;
  private final Time time;
  private final Closing closing;
  private final Object owner;
  private final LongSupplier meanwhile;
  private final List<WriteThread> stuck = new ArrayList<>(MAX_STUCK);
  private volatile Runnable betweenAttempts = () -> {};
  private volatile @Nullable WriteThread current;

  /**
   * @param meanwhile does a bit of something else while the writer writes, and says how many
   *     nanoseconds it need not be called again
   */
  Attempts(AsyncBatcherBuilder<?> settings, Closing closing, Object owner, LongSupplier meanwhile) {
    this.name = settings.name + "-write";
    this.writer = settings.writer;
    this.timeoutNanos = settings.writeTimeoutNanos;
    this.watchNanos = settings.watchNanos;
    this.time = settings.time;
    this.closing = closing;
    this.owner = owner;
    this.meanwhile = meanwhile;
  }

  /** Starts the first thread, before there is anything to try. */
  void start(Runnable whileIdle) {
    betweenAttempts = whileIdle;
    newThread();
  }

  /** Tries. Returns when that is over, or was broken off. */
  Attempt run(Attempt.Work work) {
    WriteThread thread = freeThread();
    if (thread == null) {
      return Attempt.failed(new WriteTimeout(timeoutNanos, null));
    }
    Attempt attempt = new Attempt(work, Thread.currentThread());
    thread.hand(attempt);
    if (isOverInTime(attempt)) {
      return attempt;
    }
    breakOff(thread, attempt);
    boolean stored = attempt.isOver() && attempt.failure() == null;
    return stored ? attempt : Attempt.failed(timeout(attempt));
  }

  private WriteTimeout timeout(Attempt attempt) {
    return new WriteTimeout(timeoutNanos, attempt.isOver() ? attempt.failure() : null);
  }

  /** Abort first: a driver that is interrupted in the middle may leave its connection unusable. */
  private void breakOff(WriteThread thread, Attempt attempt) {
    long grace = closing.isOverdue() ? CLOSE_GRACE_NANOS : GRACE_NANOS;
    leave(thread);
    newThread().hand(new Attempt(writer::abort, Thread.currentThread()));
    if (!isOver(attempt, grace)) {
      thread.interrupt();
      isOver(attempt, grace);
    }
  }

  /** None if too many are stuck. */
  private @Nullable WriteThread freeThread() {
    WriteThread thread = current;
    if (thread != null && thread.isFree()) {
      return thread;
    }
    if (thread != null) {
      leave(thread);
    }
    stuck.removeIf(one -> !one.isAlive());
    return stuck.size() < MAX_STUCK ? newThread() : null;
  }

  private void leave(WriteThread thread) {
    thread.retire();
    if (!stuck.contains(thread)) {
      stuck.add(thread);
    }
  }

  private WriteThread newThread() {
    WriteThread thread = new WriteThread(name, owner, betweenAttempts, watchNanos);
    thread.start();
    current = thread;
    return thread;
  }

  /** Waits until the deadline of the write or of the close, whichever is sooner. */
  private boolean isOverInTime(Attempt attempt) {
    long end = time.nanos() + timeoutNanos;
    while (!attempt.isOver() && !closing.isOverdue()) {
      long left = end - time.nanos();
      if (left <= 0) {
        return false;
      }
      long rest = meanwhile.getAsLong();
      if (rest > 0) {
        time.pause(Math.min(rest, closing.isRequested() ? closing.cut(left) : left));
      }
    }
    return attempt.isOver();
  }

  private boolean isOver(Attempt attempt, long nanos) {
    long end = time.nanos() + nanos;
    for (long left = nanos; left > 0 && !attempt.isOver(); left = end - time.nanos()) {
      time.pause(left);
    }
    return attempt.isOver();
  }

  /** Whether the calling thread is one that tries. */
  boolean isCurrentThread() {
    return WriteThread.isCurrent(owner);
  }

  /** Lets the thread end when it is free. Safe to call from any thread. */
  void retire() {
    WriteThread thread = current;
    if (thread != null) {
      thread.retire();
    }
  }
}
