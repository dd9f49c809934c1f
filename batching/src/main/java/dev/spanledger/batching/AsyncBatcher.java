// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Takes items from any thread and has them written in batches, by two threads of its own: one that
 * decides and waits, and one that runs the writer, which may hang.
 *
 * <p><b>Offering never waits.</b> {@link #offer} takes no lock and does no I/O. It admits the item
 * if the queue has room for it in items and in bytes, and else drops it: it is always the newest
 * item that is dropped, and every drop is counted under its {@link DropReason}. An item keeps its
 * room until it is settled, so the bounds are bounds of memory, the batch under way included.
 *
 * <p><b>The worker waits.</b> It sleeps until a batch is full, the oldest item has waited for
 * {@link AsyncBatcherBuilder#maxDelay}, somebody flushes, or the batcher closes. It hands the batch
 * to the {@link BatchWriter} and settles it: committed items are stored. If the database is away,
 * it tries the same batch again for ever, with growing pauses, while the queue fills. If an item is
 * bad, it halves the batch until that item is alone, has it quarantined, and stores the others. If
 * the writer does not answer within {@link AsyncBatcherBuilder#writeTimeout}, the call is broken
 * off and half as many items are tried. Nothing that is thrown and no interrupt ends the worker.
 *
 * <p><b>Who flushes or closes waits, but never past the deadline.</b> {@link #flush} says true only
 * if everything offered before is committed. {@link #close(Duration)} first shuts the gate, then
 * drains; what is not committed at the deadline is counted as lost, even if the writer blocks for
 * ever. The threads are daemons: a program that ends without a close loses what waits.
 *
 * <p><b>With a {@link AsyncBatcherBuilder#spill spill directory}</b> two more threads bring every
 * item to disk before the worker gets it. Half of the bounds of memory are a cache of the oldest;
 * beyond it items are on disk only. What is on disk at the deadline of a close is not lost: whoever
 * opens the directory next writes it.
 *
 * <p>The {@link #ledger} accounts for every item. Thread-safe.
 *
 * @param <T> what is batched; items are never logged, compared or copied
 */
public final class AsyncBatcher<T> implements AutoCloseable {

  private static final long CLOSE_GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Duration closeTimeout;
  private final Pipeline<T> shared;
  private final BatchWorker<T> worker;
  private final WorkerThread thread;
  private final Checkup<T> checkup;

  private AsyncBatcher(AsyncBatcherBuilder<T> settings) {
    this.closeTimeout = settings.closeTimeout;
    this.shared = new Pipeline<>(settings);
    this.worker = new BatchWorker<>(settings, shared);
    this.thread = new WorkerThread(settings.workerThreads, worker, worker::restarted);
    this.checkup = new Checkup<>(settings, shared, worker);
  }

  /**
   * Begins to build a batcher.
   *
   * @param <T> what is batched
   * @param name name of the threads and start of each log line; not blank
   * @param writer writes the batches
   * @return a builder with every knob at its default
   */
  public static <T> AsyncBatcherBuilder<T> builder(String name, BatchWriter<T> writer) {
    return new AsyncBatcherBuilder<>(name, writer);
  }

  static <T> AsyncBatcher<T> start(AsyncBatcherBuilder<T> settings) {
    AsyncBatcher<T> batcher = new AsyncBatcher<>(settings);
    batcher.shared.workerWakeup.wakesBy(batcher.thread::unpark);
    batcher.worker.startWriting(batcher.thread::restartIfDead);
    batcher.thread.start();
    if (batcher.shared.spill != null) {
      batcher.shared.spill.start();
    }
    return batcher;
  }

  /**
   * Hands over an ordinary item.
   *
   * @param item what to write; not to be changed afterwards
   * @param bytes how much memory it takes; a negative number counts as 0
   * @return null if the item was taken, else why it was dropped
   */
  public @Nullable DropReason offer(T item, long bytes) {
    return offer(item, bytes, false);
  }

  /**
   * Hands over an item. Never waits, takes no lock, and throws nothing but a {@link
   * NullPointerException} for a null item.
   *
   * @param item what to write; not to be changed afterwards
   * @param bytes how much memory it takes; a negative number counts as 0
   * @param important whether it may use what {@link AsyncBatcherBuilder#reservePercent} keeps
   * @return null if the item was taken, else why it was dropped
   */
  public @Nullable DropReason offer(T item, long bytes, boolean important) {
    requireNonNull(item, "item");
    Entry<T> entry;
    try {
      entry = new Entry.Of<>(item, important);
    } catch (VirtualMachineError e) {
      shared.counters.accepted.incrementAndGet();
      return shared.queue.drop(DropReason.NO_MEMORY);
    }
    return offerEntry(entry, bytes);
  }

  /**
   * Hands over an item that is its own entry, and allocates nothing. Otherwise as {@link
   * #offer(Object, long, boolean)}.
   *
   * @param entry never offered before
   * @param bytes how much memory it takes; a negative number counts as 0
   * @return null if the item was taken, else why it was dropped
   */
  public @Nullable DropReason offerEntry(Entry<T> entry, long bytes) {
    shared.counters.accepted.incrementAndGet();
    DropReason refusal = shared.queue.add(entry, Math.max(0, bytes));
    if (refusal == null) {
      shared.wakeup.itemQueued();
    }
    return refusal;
  }

  /**
   * Waits until everything offered so far is written.
   *
   * <p>It wakes the worker at once, but does not shorten a pause after a failed write. Items
   * dropped while this runs may make it false already, or only the next flush.
   *
   * @param timeout how long to wait at most; a negative one counts as 0
   * @return true only if every item whose offer returned before this call is committed or
   *     quarantined, and none was dropped since the previous completed flush; false as well after
   *     the timeout, if the thread is interrupted (it stays so), and on a thread of the batcher's
   *     own, which cannot wait for its own work. With a spill directory it is enough that all of
   *     them survive a power loss, at the timeout or while the writer fails
   */
  public boolean flush(Duration timeout) {
    long nanos = Time.nanosOf(timeout);
    FlushTicket<T> ticket = submitFlush();
    try {
      return ticket.outcome.get(isWorker() ? 0 : nanos, NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException e) {
      if (ticket.safe) {
        shared.tickets.resolve(ticket);
        return ticket.outcome.getNow(false);
      }
      // Too late: the ticket goes, the items stay.
    }
    shared.queue.remove(ticket);
    ticket.outcome.complete(false);
    return false;
  }

  /**
   * Does what {@link #flush} does without waiting.
   *
   * @return completes, as {@code flush} would answer, when the items are written or the batcher is
   *     closed; never exceptionally. What depends on it may run on the worker and must not block.
   *     Whoever no longer waits cancels it, which leaves the drops to the next flush
   */
  public CompletableFuture<Boolean> flushAsync() {
    FlushTicket<T> ticket = submitFlush();
    CompletableFuture<Boolean> unused =
        ticket.outcome.whenComplete(
            (answer, failure) -> {
              if (failure instanceof CancellationException) {
                shared.queue.remove(ticket);
              }
            });
    return ticket.outcome;
  }

  /**
   * Ends a flush that is not waited for any longer.
   *
   * @param flush what {@link #flushAsync} has returned
   * @return what it has answered; if it has not, true where there is a spill directory and all
   *     items before the flush survive a power loss there; else false, and it is cancelled
   */
  public boolean endFlush(CompletableFuture<Boolean> flush) {
    if (!flush.isDone() && (shared.spill == null || !shared.spill.isAnswered(flush))) {
      flush.cancel(false);
    }
    return !flush.isCancelled() && flush.getNow(false);
  }

  /**
   * Refuses items from now on, writes those that wait, and ends the worker.
   *
   * <p>Tries go on until the deadline. What is not committed then is counted as {@link
   * DropReason#CLOSE_DEADLINE}; a writer that still blocks is aborted and interrupted, and left
   * behind on its daemon thread if that does not help. An interrupt of the calling thread does not
   * shorten the wait. The first call sets the deadline; any other waits for the outcome of the
   * first, within its own timeout. Called on a thread of the batcher's own it returns false at
   * once, and the worker drains.
   *
   * @param timeout until the deadline; a negative one counts as 0. The call may take 50 ms longer
   * @return whether every item is committed or quarantined, or survives a power loss in the spill
   *     directory, and none was dropped since the previous completed flush; a close counts as a
   *     flush. Where all survive and the writer fails, and where it fails as {@link
   *     FailureKind#GONE}, it does not wait for the deadline
   */
  public boolean close(Duration timeout) {
    long nanos = Time.nanosOf(timeout);
    long end = System.nanoTime() + nanos;
    boolean first = worker.beginClose(nanos);
    CompletableFuture<Boolean> outcome = worker.closeOutcome();
    if (isWorker()) {
      return false;
    }
    await(outcome, nanos);
    if (!outcome.isDone() && (first || shared.closing.isOverdue())) {
      await(outcome, CLOSE_GRACE_NANOS);
      worker.finish();
      shared.workerWakeup.now();
    }
    if (shared.spill != null) {
      await(shared.spill.ended, Math.max(end - System.nanoTime(), CLOSE_GRACE_NANOS));
    }
    return outcome.getNow(false);
  }

  /** Closes with the timeout of {@link AsyncBatcherBuilder#closeTimeout}. */
  @Override
  public void close() {
    close(closeTimeout);
  }

  /**
   * Accounts for every item offered so far.
   *
   * @return a snapshot, balanced if no offer and no write is under way
   */
  public Ledger ledger() {
    return shared.ledger();
  }

  /**
   * Says how the writer has answered lately, and how much waits. Waits for nothing itself.
   *
   * @return a snapshot; its ledger is balanced as {@link #ledger()} is
   */
  public BatcherHealth health() {
    return checkup.health();
  }

  private FlushTicket<T> submitFlush() {
    FlushTicket<T> ticket = shared.tickets.open();
    if (shared.isSettled()) {
      shared.tickets.resolve(ticket);
      return ticket;
    }
    shared.queue.add(ticket);
    shared.wakeup.now();
    if (shared.closing.isOver()) {
      shared.queue.remove(ticket);
      shared.tickets.resolve(ticket);
    }
    return ticket;
  }

  private boolean isWorker() {
    return thread.isCurrent() || worker.isWriting();
  }

  /** Waits without being shortened by interrupts; whoever closes has items to lose. */
  private static void await(Future<?> outcome, long nanos) {
    long end = System.nanoTime() + nanos;
    boolean interrupted = false;
    for (long left = nanos; left > 0 && !outcome.isDone(); left = end - System.nanoTime()) {
      try {
        outcome.get(left, NANOSECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (TimeoutException | ExecutionException e) {
        break;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
