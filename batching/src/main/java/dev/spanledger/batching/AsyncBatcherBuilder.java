// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import static java.util.Objects.requireNonNull;

import dev.spanledger.batching.spill.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds an {@link AsyncBatcher}. Every knob refuses a value outside its bounds with an {@link
 * IllegalArgumentException} that names both, and a null with a {@link NullPointerException}. Not
 * thread-safe.
 *
 * @param <T> what is batched
 */
public final class AsyncBatcherBuilder<T> {

  final String name;
  final BatchWriter<T> writer;

  long maxQueueBytes = 32L << 20;
  int maxQueueItems = 65_536;
  long maxItemBytes = 1L << 20;
  int reservePercent;
  int batchSize = 512;
  long maxBatchBytes = 8L << 20;
  long maxDelayNanos = Duration.ofSeconds(1).toNanos();
  long initialBackoffNanos = Duration.ofMillis(100).toNanos();
  long maxBackoffNanos = Duration.ofSeconds(10).toNanos();
  long writeTimeoutNanos = Duration.ofSeconds(10).toNanos();
  long setupPauseNanos = Duration.ofSeconds(30).toNanos();
  Duration closeTimeout = Duration.ofSeconds(10);
  FailureClassifier failureClassifier = failure -> FailureKind.TRANSIENT;
  @Nullable Quarantine<T> quarantine;
  @Nullable Consumer<? super T> preparation;
  @Nullable SpillFormat<T> spillFormat;
  private @Nullable Path spillDirectory;
  long maxSpillBytes;
  @Nullable Chore chore;
  long chorePeriodNanos;
  WriteObserver writeObserver = (duration, items, failure) -> {};

  Time time = Time.SYSTEM;
  long watchNanos = Duration.ofSeconds(10).toNanos();
  ThreadFactory workerThreads;
  RandomGenerator random = new Random();
  Journals journals = Journal::open;
  Logger log = LoggerFactory.getLogger(AsyncBatcher.class);

  AsyncBatcherBuilder(String name, BatchWriter<T> writer) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("name must not be blank");
    }
    this.name = name;
    this.writer = requireNonNull(writer, "writer");
    // Without the thread-locals of whoever builds this, which would live as long as the thread.
    this.workerThreads = task -> new Thread(null, task, name, 0, false);
  }

  /**
   * Bounds the memory of the items that wait, those of the batch under way included.
   *
   * @param bytes as stated by the offers; default 33,554,432 (32 MiB), 1 to 1,099,511,627,775
   * @return this
   */
  public AsyncBatcherBuilder<T> maxQueueBytes(long bytes) {
    maxQueueBytes = Bounds.check("maxQueueBytes", bytes, 1, Reservations.MAX_BYTES);
    return this;
  }

  /**
   * Bounds the number of items that wait, those of the batch under way included.
   *
   * @param items default 65,536, 1 to 8,388,607
   * @return this
   */
  public AsyncBatcherBuilder<T> maxQueueItems(int items) {
    maxQueueItems = (int) Bounds.check("maxQueueItems", items, 1, Reservations.MAX_ITEMS);
    return this;
  }

  /**
   * Bounds a single item: a larger one is dropped as {@link DropReason#TOO_LARGE}.
   *
   * @param bytes default 1,048,576 (1 MiB), 1 to {@code maxQueueBytes}; the upper bound is checked
   *     by {@link #build}
   * @return this
   */
  public AsyncBatcherBuilder<T> maxItemBytes(long bytes) {
    maxItemBytes = Bounds.check("maxItemBytes", bytes, 1, Reservations.MAX_BYTES);
    return this;
  }

  /**
   * Keeps a part of the queue, in items and in bytes, for what is important: ordinary items are
   * dropped as {@link DropReason#QUEUE_FULL} when the rest is full.
   *
   * @param percent of both bounds, rounded down; default 0, 0 to 90
   * @return this
   * @see AsyncBatcher#offer(Object, long, boolean)
   */
  public AsyncBatcherBuilder<T> reservePercent(int percent) {
    reservePercent = (int) Bounds.check("reservePercent", percent, 0, 90);
    return this;
  }

  /**
   * Sets how many items a batch has at most. So many waiting items are written without further
   * delay. A batch never has more than half of {@code maxQueueItems}.
   *
   * @param items default 512, 1 to 100,000
   * @return this
   */
  public AsyncBatcherBuilder<T> batchSize(int items) {
    batchSize = (int) Bounds.check("batchSize", items, 1, 100_000);
    return this;
  }

  /**
   * Sets how many bytes a batch has at most; a larger item is a batch of its own. A batch of
   * several items never has more than half of {@code maxQueueBytes}.
   *
   * @param bytes default 8,388,608 (8 MiB), 1 to 1,099,511,627,775
   * @return this
   */
  public AsyncBatcherBuilder<T> maxBatchBytes(long bytes) {
    maxBatchBytes = Bounds.check("maxBatchBytes", bytes, 1, Reservations.MAX_BYTES);
    return this;
  }

  /**
   * Sets how long an item may wait for others to fill its batch.
   *
   * @param delay since the oldest waiting item was offered; default 1 s, 0 to 1 hour
   * @return this
   */
  public AsyncBatcherBuilder<T> maxDelay(Duration delay) {
    maxDelayNanos = Bounds.check("maxDelay", delay, Duration.ZERO).toNanos();
    return this;
  }

  /**
   * Sets the waits between tries after a {@link FailureKind#TRANSIENT} failure or a {@link
   * FailureKind#TIMEOUT}. They double from the initial to the longest one, each is shortened at
   * random by up to half, and a success starts them anew.
   *
   * @param initial default 100 ms, 1 ms to 1 hour
   * @param max default 10 s, {@code initial} to 1 hour
   * @return this
   */
  public AsyncBatcherBuilder<T> retryBackoff(Duration initial, Duration max) {
    long first = Bounds.check("retryBackoff initial", initial, Bounds.MILLISECOND).toNanos();
    maxBackoffNanos = Bounds.check("retryBackoff max", max, initial).toNanos();
    initialBackoffNanos = first;
    return this;
  }

  /**
   * Sets how long one call of the writer or of the quarantine may take. What takes longer is broken
   * off, see {@link BatchWriter#abort}, and tried again as after a {@link FailureKind#TIMEOUT}.
   *
   * @param timeout default 10 s, 1 ms to 1 hour
   * @return this
   */
  public AsyncBatcherBuilder<T> writeTimeout(Duration timeout) {
    writeTimeoutNanos = Bounds.check("writeTimeout", timeout, Bounds.MILLISECOND).toNanos();
    return this;
  }

  /**
   * Sets the wait between tries after a {@link FailureKind#SETUP} failure.
   *
   * @param pause default 30 s, 1 ms to 1 hour
   * @return this
   */
  public AsyncBatcherBuilder<T> setupPause(Duration pause) {
    setupPauseNanos = Bounds.check("setupPause", pause, Bounds.MILLISECOND).toNanos();
    return this;
  }

  /**
   * Sets how long {@link AsyncBatcher#close()} may take.
   *
   * @param timeout default 10 s, 0 to 1 hour
   * @return this
   */
  public AsyncBatcherBuilder<T> closeTimeout(Duration timeout) {
    closeTimeout = Bounds.check("closeTimeout", timeout, Duration.ZERO);
    return this;
  }

  /**
   * Sets who tells the kinds of failure apart.
   *
   * @param classifier default: everything is {@link FailureKind#TRANSIENT}, errors included
   * @return this
   */
  public AsyncBatcherBuilder<T> failureClassifier(FailureClassifier classifier) {
    failureClassifier = requireNonNull(classifier, "failureClassifier");
    return this;
  }

  /**
   * Sets what can be done with an item before the writer is called with it: then the next items are
   * prepared while a batch is written. Each is prepared once, in the order of their offers, on the
   * worker's thread. What this throws is ignored. With a spill directory nothing is prepared in
   * advance, since items are turned into bytes first.
   *
   * @param preparation default: nothing
   * @return this
   */
  public AsyncBatcherBuilder<T> preparation(Consumer<? super T> preparation) {
    this.preparation = requireNonNull(preparation, "preparation");
    return this;
  }

  /**
   * Sets where an item goes that the writer refuses on its own.
   *
   * @param place default: none, such an item is dropped as {@link DropReason#REJECTED}
   * @return this
   */
  public AsyncBatcherBuilder<T> quarantine(Quarantine<T> place) {
    quarantine = requireNonNull(place, "quarantine");
    return this;
  }

  /**
   * Keeps items on disk until they are settled, so that they outlive the process, and beyond the
   * queue's memory. What an earlier process has left there is written as well. On a file system
   * that cannot lock files, no two processes may share the directory.
   *
   * @param directory created where it is missing, for its owner only; processes that write to the
   *     same place share one, others have others. Default: none, items are in memory only
   * @param maxBytes of all files in it together, 1 MiB to 1,099,511,627,775
   * @param format turns items into bytes
   * @return this
   */
  public AsyncBatcherBuilder<T> spill(Path directory, long maxBytes, SpillFormat<T> format) {
    spillDirectory = requireNonNull(directory, "directory");
    maxSpillBytes = Bounds.check("maxSpillBytes", maxBytes, 1L << 20, Reservations.MAX_BYTES);
    spillFormat = requireNonNull(format, "format");
    return this;
  }

  /** Opens journals. */
  @FunctionalInterface
  interface Journals {
    Journal open(Path directory, long maxBytes, Logger log, String name) throws IOException;
  }

  /** Null without a spill directory. */
  @Nullable Journal openJournal() {
    if (spillDirectory == null) {
      return null;
    }
    try {
      return journals.open(spillDirectory, maxSpillBytes, log, name);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the spill directory " + spillDirectory + " cannot be used: " + e, e);
    }
  }

  /**
   * Sets who hears of each call of the writer.
   *
   * @param observer default: nobody
   * @return this
   */
  public AsyncBatcherBuilder<T> writeObserver(WriteObserver observer) {
    writeObserver = requireNonNull(observer, "writeObserver");
    return this;
  }

  /**
   * Sets what else is done with the writer's connection, between batches.
   *
   * @param chore default: nothing
   * @param period how long after it was looked at it is looked at again, 1 ms to 1 hour; five times
   *     as long while there is always a batch to write
   * @return this
   */
  public AsyncBatcherBuilder<T> chore(Chore chore, Duration period) {
    this.chore = requireNonNull(chore, "chore");
    chorePeriodNanos = Bounds.check("chore period", period, Bounds.MILLISECOND).toNanos();
    return this;
  }

  /**
   * Starts the batcher and its two daemon threads; with a spill directory, four.
   *
   * @return a batcher, to be closed by the caller
   * @throws IllegalArgumentException if {@code maxItemBytes} is more than {@code maxQueueBytes}
   * @throws UncheckedIOException if the spill directory cannot be used
   */
  public AsyncBatcher<T> build() {
    Bounds.check("maxItemBytes", maxItemBytes, 1, maxQueueBytes);
    return AsyncBatcher.start(this);
  }

  /**
   * Items of a batch, or half of the queue: it must not fill up while the worker waits for more.
   */
  int effectiveBatchItems() {
    return Math.min(batchSize, Math.max(1, maxQueueItems / 2));
  }

  /** Bytes of a batch, or half of the queue. */
  long effectiveBatchBytes() {
    return Math.min(maxBatchBytes, Math.max(1, maxQueueBytes / 2));
  }
}
