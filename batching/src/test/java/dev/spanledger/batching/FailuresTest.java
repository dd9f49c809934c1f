// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing that is thrown, and no interrupt, loses an item or ends the worker. */
@Timeout(30)
class FailuresTest {

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration TICK = Duration.ofMillis(1);

  static Stream<Throwable> anything() {
    return Stream.of(
        new IOException("away"),
        new IllegalStateException("driver bug"),
        new OutOfMemoryError("Java heap space"),
        new StackOverflowError(),
        new NoClassDefFoundError("org/example/Gone"),
        new AssertionError("driver bug"),
        new InterruptedException("stray"),
        new Throwable("neither") {
          private static final long serialVersionUID = 1L;
        });
  }

  @ParameterizedTest
  @MethodSource("anything")
  void triesAgainWhateverIsThrown(Throwable failure) {
    Table<Integer> table =
        new Table<>(
            (number, batch) -> {
              if (number <= 3) {
                throwAnything(failure);
              }
            });
    try (AsyncBatcher<Integer> batcher = over(table).build()) {
      batcher.offer(1, 1);
      assertThat(batcher.flush(LONG)).isTrue();
      assertThat(table.rows()).containsExactly(1);
    }
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void throwAnything(Throwable failure) throws E {
    throw (E) failure;
  }

  @Test
  void retriesTheSameBatch() throws Exception {
    AtomicReference<List<Integer>> first = new AtomicReference<>();
    Table<Integer> table =
        new Table<>(
            (number, batch) -> {
              if (number == 1) {
                first.set(batch);
                throw new IOException("away");
              }
            });
    try (AsyncBatcher<Integer> batcher = over(table).build()) {
      batcher.offer(1, 1);
      table.awaitTries(1);
      batcher.offer(2, 1);
      assertThat(table.nextBatch()).isEqualTo(first.get());
    }
  }

  @Test
  void aClassifierThatThrowsCountsAsTransient() {
    Table<Integer> table = Table.failing(2, new IOException("away"));
    try (AsyncBatcher<Integer> batcher =
        over(table)
            .failureClassifier(
                failure -> {
                  throw new StackOverflowError();
                })
            .build()) {
      batcher.offer(1, 1);
      assertThat(batcher.flush(LONG)).isTrue();
    }
  }

  @Test
  void aClassifierThatReturnsNullCountsAsTransient() {
    Table<Integer> table = Table.failing(2, new IOException("away"));
    try (AsyncBatcher<Integer> batcher = over(table).failureClassifier(failure -> null).build()) {
      batcher.offer(1, 1);
      assertThat(batcher.flush(LONG)).isTrue();
    }
  }

  @Test
  void aFailureByAnInterruptIsNeverBlamedOnTheItem() {
    Table<Integer> table =
        new Table<>(
            (number, batch) -> {
              if (number == 1) {
                Thread.currentThread().interrupt();
                throw new ClosedByInterruptException();
              }
              if (number == 2) {
                throw new IOException("wrapped", new InterruptedException("stray"));
              }
            });
    try (AsyncBatcher<Integer> batcher =
        over(table).failureClassifier(failure -> FailureKind.ITEM).build()) {
      batcher.offer(1, 1);
      assertThat(batcher.flush(LONG)).isTrue();
      assertThat(batcher.ledger().stored()).isEqualTo(1);
    }
  }

  @Test
  void theWriterNeverSeesAnInterruptOfAnEarlierMoment() {
    AtomicBoolean seen = new AtomicBoolean();
    Table<Integer> table =
        new Table<>(
            (number, batch) -> {
              if (Thread.currentThread().isInterrupted()) {
                seen.set(true);
              }
              Thread.currentThread().interrupt();
            });
    try (AsyncBatcher<Integer> batcher = over(table).batchSize(1).build()) {
      IntStream.range(0, 100).forEach(i -> batcher.offer(i, 1));
      assertThat(batcher.flush(LONG)).isTrue();
    }
    assertThat(seen).isFalse();
  }

  @Test
  void theWorkerNeverWaitsInterruptedAndSoNeverSpins() throws Exception {
    AtomicInteger spins = new AtomicInteger();
    ManualTime time = ManualTime.standing();
    AtomicReference<Thread> worker = new AtomicReference<>();
    Table<Integer> table = new Table<>((number, batch) -> worker.set(Thread.currentThread()));
    AsyncBatcherBuilder<Integer> builder = over(table);
    builder.time =
        new Time() {
          @Override
          public long nanos() {
            return time.nanos();
          }

          @Override
          public void park(long nanos) {
            if (Thread.currentThread().isInterrupted()) {
              spins.incrementAndGet();
            }
            time.park(nanos);
            Thread.currentThread().interrupt();
          }
        };
    try (AsyncBatcher<Integer> batcher = builder.build()) {
      for (int i = 0; i < 20; i++) {
        batcher.offer(i, 1);
        assertThat(batcher.flush(LONG)).isTrue();
      }
    }
    assertThat(spins).hasValue(0);
  }

  @Test
  void strayInterruptsLoseNothing() throws Exception {
    AtomicReference<Thread> worker = new AtomicReference<>();
    AtomicInteger interrupted = new AtomicInteger();
    Table<Integer> table =
        new Table<>(
            (number, batch) -> {
              worker.set(Thread.currentThread());
              try {
                Thread.sleep(0, 100_000);
              } catch (InterruptedException e) {
                interrupted.incrementAndGet();
                throw e;
              }
            });
    AtomicBoolean done = new AtomicBoolean();
    AsyncBatcher<Integer> batcher = over(table).batchSize(5).build();
    HotThreads vandal =
        HotThreads.start(
            1,
            thread -> {
              while (!done.get()) {
                Thread target = worker.get();
                if (target != null) {
                  target.interrupt();
                }
                Thread.sleep(1);
              }
            });
    for (int i = 0; interrupted.get() < 20; i++) {
      batcher.offer(i, 1);
      assertThat(batcher.flush(LONG)).isTrue();
    }
    done.set(true);
    vandal.join();
    assertThat(batcher.close(LONG)).isTrue();
    assertThat(table.rows()).doesNotHaveDuplicates().hasSize((int) batcher.ledger().accepted());
  }

  @Test
  void aBrokenClockDoesNotEndTheWorker() throws Exception {
    AtomicInteger failures = new AtomicInteger(5);
    Table<Integer> table = Table.healthy();
    AsyncBatcherBuilder<Integer> builder = over(table);
    builder.time =
        new Time() {
          @Override
          public long nanos() {
            return SYSTEM.nanos();
          }

          @Override
          public void park(long nanos) {
            if (failures.getAndDecrement() > 0) {
              throw new LinkageError("broken park");
            }
            SYSTEM.park(nanos);
          }
        };
    try (AsyncBatcher<Integer> batcher = builder.build()) {
      batcher.offer(1, 1);
      assertThat(table.nextBatch()).containsExactly(1);
      assertThat(batcher.flush(LONG)).isTrue();
    }
  }

  @Test
  void anOfferWithoutMemoryIsCountedAndThrowsNothing() {
    Table<Integer> table = Table.healthy();
    AsyncBatcherBuilder<Integer> builder = over(table);
    AtomicBoolean exhausted = new AtomicBoolean();
    Thread offering = Thread.currentThread();
    builder.time =
        new Time() {
          @Override
          public long nanos() {
            if (exhausted.get() && Thread.currentThread() == offering) {
              throw new OutOfMemoryError("pretended");
            }
            return SYSTEM.nanos();
          }

          @Override
          public void park(long nanos) {
            SYSTEM.park(nanos);
          }
        };
    AsyncBatcher<Integer> batcher = builder.build();
    batcher.offer(1, 1);
    exhausted.set(true);
    assertThat(batcher.offer(2, 1)).isEqualTo(DropReason.NO_MEMORY);
    exhausted.set(false);
    assertThat(batcher.flush(LONG)).isFalse();
    assertThat(batcher.ledger().queued()).isZero();
    assertThat(batcher.ledger().balanced()).isTrue();
    batcher.close();
    assertThat(table.rows()).containsExactly(1);
  }

  @Test
  void aBrokenLoggerDoesNotEndTheWorker() {
    Table<Integer> table = Table.failing(2, new IOException("away"));
    AsyncBatcherBuilder<Integer> builder = over(table);
    builder.log = null; // Every line fails.
    try (AsyncBatcher<Integer> batcher = builder.build()) {
      batcher.offer(1, 1);
      assertThat(batcher.flush(LONG)).isTrue();
    }
  }

  private static AsyncBatcherBuilder<Integer> over(Table<Integer> table) {
    return AsyncBatcher.builder("failures", table).maxDelay(TICK).retryBackoff(TICK, TICK);
  }
}
