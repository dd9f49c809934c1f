// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * The thread that makes what was spilled survive a power loss: every 100 ms if anything was, at
 * once if somebody flushes. A thread of its own, because a sync can take long and spilling must not
 * wait.
 *
 * <p>It also answers flushes for which the disk is enough: while the database fails, what is synced
 * counts as flushed, unless anything is in memory that the disk did not take.
 */
final class SpillSync<T> implements Runnable {

  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Time time;
  private final Pipeline<T> shared;
  private final Spill<T> spill;
  private final Queue<FlushTicket<T>> asked = new ConcurrentLinkedQueue<>();

  /** Tickets whose items are all synced, and maybe committed meanwhile. */
  private final Queue<FlushTicket<T>> safe = new ConcurrentLinkedQueue<>();

  private volatile boolean dirty;
  private volatile boolean databaseFails;
  private long syncedNanos;

  SpillSync(Time time, Pipeline<T> shared, Spill<T> spill) {
    this.time = time;
    this.shared = shared;
    this.spill = spill;
    this.syncedNanos = time.nanos() - INTERVAL_NANOS;
  }

  /** Says whether the thread must be woken. */
  boolean appended() {
    boolean first = !dirty;
    dirty = true;
    return first;
  }

  void ask(FlushTicket<T> ticket) {
    asked.add(ticket);
  }

  /** Answers the flush if it is safe, and says whether it was. */
  boolean isAnswered(CompletableFuture<Boolean> flush) {
    for (FlushTicket<T> ticket : safe) {
      if (ticket.outcome == flush) {
        shared.tickets.resolve(ticket);
        return true;
      }
    }
    return false;
  }

  void databaseFails() {
    databaseFails = true;
    answerSafe();
  }

  void databaseAnswers() {
    databaseFails = false;
  }

  @Override
  public void run() {
    while (!shared.closing.isOver()) {
      try {
        turn();
      } catch (Throwable failure) {
        survive(failure);
      }
    }
  }

  private void turn() {
    long wait = waitNanos();
    if (wait > 0) {
      time.pause(wait);
      return;
    }
    dirty = false;
    List<FlushTicket<T>> tickets = takeAsked();
    syncedNanos = time.nanos();
    if (spill.journal.sync() && shared.settlement.isAllOnDisk()) {
      tickets.forEach(this::isSafe);
      if (databaseFails) {
        answerSafe();
      }
    }
  }

  private long waitNanos() {
    if (!asked.isEmpty()) {
      return 0;
    }
    return dirty ? syncedNanos + INTERVAL_NANOS - time.nanos() : IDLE_NANOS;
  }

  private List<FlushTicket<T>> takeAsked() {
    List<FlushTicket<T>> tickets = new ArrayList<>();
    for (FlushTicket<T> next = asked.poll(); next != null; next = asked.poll()) {
      tickets.add(next);
    }
    return tickets;
  }

  private void isSafe(FlushTicket<T> ticket) {
    ticket.safe = true;
    safe.removeIf(other -> other.outcome.isDone());
    safe.add(ticket);
  }

  private void answerSafe() {
    boolean any = false;
    for (FlushTicket<T> next = safe.poll(); next != null; next = safe.poll()) {
      shared.tickets.resolve(next);
      any = true;
    }
    if (any) {
      spill.backlog.forgetAnswered();
    }
  }

  private void survive(Throwable failure) {
    try {
      spill.log.survived(failure);
      time.pause(INTERVAL_NANOS);
    } catch (Throwable again) {
      // The next turn does what is left.
    }
  }
}
