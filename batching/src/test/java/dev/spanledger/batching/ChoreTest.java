// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What else is done with the writer's connection gives way to what is to be written. */
@Timeout(30)
class ChoreTest {
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofMinutes(10);

  private final Gate never = new Gate();

  @AfterEach
  void letTheLeftBehindEnd() {
    never.open();
  }

  /** Counts, and is always due. */
  private static class Counting implements Chore {
    final AtomicInteger asked = new AtomicInteger();
    final AtomicInteger runs = new AtomicInteger();
    final AtomicInteger last = new AtomicInteger();
    final CountDownLatch three = new CountDownLatch(3);
    final Set<String> threads = ConcurrentHashMap.newKeySet();

    @Override
    public boolean isDue() {
      asked.incrementAndGet();
      threads.add("asked on " + Thread.currentThread().getName());
      return true;
    }

    @Override
    public void run() throws Exception {
      runs.incrementAndGet();
      threads.add("run on " + Thread.currentThread().getName());
      three.countDown();
    }

    @Override
    public void runLast() throws Exception {
      last.incrementAndGet();
    }
  }

  @Test
  void runsWhileNothingIsToBeWritten() throws Exception {
    Counting chore = new Counting();
    ManualTime time = ManualTime.flowing(Duration.ofMillis(100));
    try (AsyncBatcher<Integer> batcher = over(batch -> {}, time).chore(chore, PERIOD).build()) {
      chore.three.await();
      assertThat(batcher.ledger().stored()).isZero();
      assertThat(chore.threads).containsExactlyInAnyOrder("asked on agent", "run on agent-write");
    }
    assertThat(chore.last).hasValue(1);
  }

  @Test
  void comesOnceInFivePeriodsBetweenBatchesThatNeverEnd() {
    Counting chore = new Counting();
    ManualTime time = ManualTime.standing();
    AtomicReference<AsyncBatcher<Integer>> self = new AtomicReference<>();
    CountDownLatch begin = new CountDownLatch(1);
    BatchWriter<Integer> endless =
        batch -> {
          begin.await();
          time.advance(PERIOD);
          if (batch.get(0) < 50) {
            self.get().offer(batch.get(0) + 1, 1);
          }
        };
    try (AsyncBatcher<Integer> batcher =
        over(endless, time).maxDelay(Duration.ZERO).chore(chore, PERIOD).build()) {
      self.set(batcher);
      batcher.offer(1, 1);
      begin.countDown();
      while (batcher.ledger().stored() < 50) {
        Thread.onSpinWait();
      }
      assertThat(chore.runs.get()).isBetween(9, 11);
    }
  }

  @Test
  void leavesInPeaceWhatFails() throws Exception {
    Counting chore = new Counting();
    ManualTime time = ManualTime.movedByWaits();
    CountDownLatch tries = new CountDownLatch(100);
    BatchWriter<Integer> failing =
        batch -> {
          tries.countDown();
          throw new IOException("away");
        };
    AsyncBatcher<Integer> batcher =
        over(failing, time).maxDelay(Duration.ZERO).chore(chore, LONG).build();
    batcher.offer(1, 1);
    tries.await();
    assertThat(chore.runs).hasValueLessThan(2);
    batcher.close(Duration.ZERO);
    assertThat(chore.last).as("the deadline has passed").hasValue(0);
  }

  @Test
  void whatItThrowsHasNoConsequence() throws Exception {
    Counting chore =
        new Counting() {
          @Override
          public boolean isDue() {
            if (super.isDue() && asked.get() % 2 == 0) {
              throw new StackOverflowError("of the chore");
            }
            return true;
          }

          @Override
          public void run() throws Exception {
            super.run();
            throw new OutOfMemoryError("of the chore");
          }

          @Override
          public void runLast() throws Exception {
            super.runLast();
            throw new IOException("of the chore");
          }
        };
    ManualTime time = ManualTime.flowing(Duration.ofMillis(100));
    try (AsyncBatcher<Integer> batcher = over(batch -> {}, time).chore(chore, PERIOD).build()) {
      chore.three.await();
      batcher.offer(1, 1);
      assertThat(batcher.flush(LONG)).isTrue();
      assertThat(batcher.close(LONG)).isTrue();
      assertThat(batcher.health().restarts()).isZero();
    }
    assertThat(chore.last).hasValue(1);
  }

  @Test
  void oneThatHangsIsBrokenOff() throws Exception {
    Gate socket = new Gate();
    CountDownLatch begun = new CountDownLatch(1);
    Counting chore =
        new Counting() {
          @Override
          public void run() throws Exception {
            begun.countDown();
            socket.passWhateverComes();
          }
        };
    BatchWriter<Integer> writer =
        new BatchWriter<>() {
          @Override
          public void write(List<Integer> batch) {}

          @Override
          public void abort() {
            socket.open();
          }
        };
    ManualTime time = ManualTime.flowing(Duration.ofMillis(100));
    try (AsyncBatcher<Integer> batcher = over(writer, time).chore(chore, PERIOD).build()) {
      begun.await();
      IntStream.range(0, 8).forEach(i -> batcher.offer(i, 1));
      assertThat(batcher.flush(LONG)).isTrue();
    }
  }

  @Test
  void aPeriodHasBounds() {
    AsyncBatcherBuilder<Integer> builder = over(batch -> {}, ManualTime.standing());
    assertThatThrownBy(() -> builder.chore(new Counting(), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("chore period");
  }

  private static AsyncBatcherBuilder<Integer> over(BatchWriter<Integer> writer, Time time) {
    AsyncBatcherBuilder<Integer> builder = AsyncBatcher.builder("agent", writer);
    builder.time = time;
    builder.log = new RecordingLogger();
    return builder;
  }
}
