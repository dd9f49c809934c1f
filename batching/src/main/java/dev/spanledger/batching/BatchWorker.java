// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Takes batches from the queue and has them written.
 *
 * <p>Runs on one thread. Nothing that is thrown ends it, errors and stray interrupts included: it
 * ends when the batcher is closed and everything is settled, or when the deadline of the close has
 * passed.
 */
final class BatchWorker<T> implements Runnable {

  private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long LINKING_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
  private static final long SURVIVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Pipeline<T> shared;
  private final Batch<T> batch;
  private final Preparation<T> preparation;
  private final Attempts attempts;
  private final Delivery<T> delivery;
  private final Chores chores;
  private final QuietLog log;
  private final Time time;
  private final long maxDelayNanos;
  private final AtomicReference<@Nullable FlushTicket<T>> closeTicket = new AtomicReference<>();

  BatchWorker(AsyncBatcherBuilder<T> settings, Pipeline<T> shared) {
    this.shared = shared;
    this.time = settings.time;
    this.maxDelayNanos = settings.maxDelayNanos;
    this.batch = new Batch<>(settings.effectiveBatchItems(), settings.effectiveBatchBytes());
    this.log = new QuietLog(settings, shared.counters);
    Retry retry = new Retry(settings, shared.closing, log, shared.pulse, shared.spill);
    this.preparation = new Preparation<>(settings, shared.source);
    this.attempts = new Attempts(settings, shared.closing, shared, preparation::prepareNext);
    this.chores = new Chores(settings, attempts, shared.closing);
    this.delivery = new Delivery<>(settings, shared, attempts, retry, log);
  }

  /** Starts the thread that the writer is called on. While it is idle it looks after the worker. */
  void startWriting(Runnable lookAfterWorker) {
    attempts.start(lookAfterWorker);
  }

  /** Whether the calling thread is the one that the writer is called on. */
  boolean isWriting() {
    return attempts.isCurrentThread();
  }

  /** How long the oldest item has waited. Safe to call from any thread. */
  long oldestNanos() {
    Entry<T> oldest = batch.oldest();
    return oldest == null ? 0 : Math.max(0, time.nanos() - oldest.offeredNanos);
  }

  boolean isOver() {
    return shared.closing.isOver();
  }

  /** The thread had died. */
  void restarted() {
    log.restarted(shared.counters.restarts.incrementAndGet());
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
    shared.tickets.resolveAll(batch.tickets());
    batch.discard();
    attempts.retire();
  }

  private void turn() {
    fill();
    log.checkDrops();
    chores.run(!batch.isEmpty() && isDue());
    if (shared.closing.isOverdue()) {
      finish();
    } else if (batch.isEmpty()) {
      rest();
    } else if (isDue()) {
      deliver();
    } else {
      linger();
    }
  }

  private void fill() {
    while (!batch.isFull()) {
      Queued<T> next = shared.source.poll();
      if (next == null) {
        return;
      }
      if (next instanceof Entry<T> entry) {
        batch.add(entry);
      } else if (next instanceof FlushMark<T> mark) {
        take(mark.take());
      }
    }
  }

  private void take(@Nullable FlushTicket<T> tickets) {
    if (batch.isEmpty()) {
      shared.tickets.resolveAll(tickets); // Everything before them is settled.
    } else {
      batch.addAll(tickets);
    }
  }

  private boolean isDue() {
    return batch.isFull()
        || batch.tickets() != null
        || shared.closing.isRequested()
        || lingeringNanos() <= 0;
  }

  private long lingeringNanos() {
    return batch.oldestNanos() + maxDelayNanos - time.nanos();
  }

  private void deliver() {
    preparation.prepare(batch.unsettled());
    delivery.deliver(batch.unsettled());
    if (batch.unsettled().isEmpty()) {
      shared.tickets.resolveAll(batch.tickets());
      batch.clear();
    }
  }

  /** Nothing is in hand: ends after a close, else waits for the first item. */
  private void rest() {
    if (!shared.closing.isRequested()) {
      await(Wakeup.Wait.FIRST_ITEM, IDLE_NANOS);
    } else if (shared.isDrained()) {
      chores.runLast();
      finish();
    } else {
      time.pause(LINKING_NANOS); // An offer that came before the close is about to queue its item.
    }
  }

  private void linger() {
    await(Wakeup.Wait.FULL_BATCH, lingeringNanos());
  }

  private void await(Wakeup.Wait reason, long nanos) {
    shared.workerWakeup.announce(reason);
    if (shared.source.isEmpty() && !shared.closing.isRequested()) {
      time.pause(chores.cut(nanos));
    }
    shared.workerWakeup.awake();
  }

  private void survive(Throwable failure) {
    try {
      log.survived(failure);
      time.pause(SURVIVAL_NANOS);
    } catch (Throwable again) {
      // Whatever it was, the batch in hand is still there.
    }
  }

  /** Shuts the gate and sets the deadline, once: returns whether this call did. */
  boolean beginClose(long timeoutNanos) {
    if (!closeTicket.compareAndSet(null, shared.tickets.open())) {
      return false;
    }
    shared.reservations.close();
    shared.closing.request(timeoutNanos);
    shared.wakeup.now();
    shared.workerWakeup.now();
    return true;
  }

  CompletableFuture<Boolean> closeOutcome() {
    return requireNonNull(closeTicket.get(), "close has begun").outcome;
  }

  /** Counts what is left as lost, and answers everybody who waits. Safe to call from any thread. */
  void finish() {
    boolean first = shared.settlement.abandon();
    if (shared.spill != null && !shared.spill.isSafe() && !shared.isSettled()) {
      shared.tickets.leftUnsafe();
    }
    shared.closing.end();
    try {
      if (first) {
        log.closed(shared.ledger());
      }
    } finally {
      answerEverybody();
      attempts.retire();
    }
  }

  private void answerEverybody() {
    shared.tickets.resolveAll(batch.tickets());
    for (Queued<T> next = shared.queue.poll(); next != null; next = shared.queue.poll()) {
      if (next instanceof FlushMark<T> mark) {
        shared.tickets.resolveAll(mark.take());
      }
    }
    if (shared.spill != null) {
      shared.spill.backlog.answer(shared.tickets);
    }
    shared.tickets.resolveAll(closeTicket.get());
  }
}
