// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The worker is woken for a reason, and once for each. */
@Timeout(30)
class WakeupTest {

  private final Reservations reservations = new Reservations(100, 1_000);
  private final Wakeup wakeup = new Wakeup(reservations, 3, 500);
  private final AtomicInteger wakes = new AtomicInteger();

  WakeupTest() {
    wakeup.wakesBy(wakes::incrementAndGet);
  }

  @Test
  void theFirstItemWakesAnIdleWorkerOnce() {
    wakeup.announce(Wakeup.Wait.FIRST_ITEM);
    queue(1);
    queue(1);
    assertThat(wakes).hasValue(1);
  }

  @Test
  void aFullBatchWakesALingeringWorkerOnce() {
    wakeup.announce(Wakeup.Wait.FULL_BATCH);
    queue(1);
    queue(1);
    assertThat(wakes).hasValue(0);
    queue(1);
    queue(1);
    assertThat(wakes).hasValue(1);
  }

  @Test
  void theBytesOfABatchWakeALingeringWorker() {
    wakeup.announce(Wakeup.Wait.FULL_BATCH);
    queue(499);
    assertThat(wakes).hasValue(0);
    queue(1);
    assertThat(wakes).hasValue(1);
  }

  @Test
  void nothingWakesABusyWorker() {
    wakeup.announce(Wakeup.Wait.FIRST_ITEM);
    wakeup.awake();
    queue(600);
    assertThat(wakes).hasValue(0);
  }

  @Test
  void aFlushWakesFromAnyWait() {
    wakeup.now();
    wakeup.announce(Wakeup.Wait.FULL_BATCH);
    wakeup.now();
    assertThat(wakes).hasValue(2);
  }

  @Test
  void noWakeIsMissedWhenWaitsNeverEndByThemselves() throws Exception {
    Table<Integer> table = Table.healthy();
    AsyncBatcherBuilder<Integer> builder =
        AsyncBatcher.builder("sleeper", table).batchSize(3).maxDelay(Duration.ofHours(1));
    builder.time = sleepingUntilWoken();
    AsyncBatcher<Integer> batcher = builder.build();
    for (int i = 0; i < 1_000; i++) {
      batcher.offer(1, 1);
      batcher.offer(2, 1);
      batcher.offer(3, 1);
      assertThat(table.nextBatch()).containsExactly(1, 2, 3);
    }
    batcher.offer(4, 1);
    assertThat(batcher.flush(Duration.ofSeconds(10))).isTrue();
    batcher.offer(5, 1);
    assertThat(batcher.close(Duration.ofSeconds(10))).isTrue();
    assertThat(table.rows()).hasSize(3_002);
  }

  @Test
  void itemsThatComeJustBeforeTheWaitAreNotSleptOver() throws Exception {
    Table<Integer> table = Table.healthy();
    AsyncBatcherBuilder<Integer> builder =
        AsyncBatcher.builder("sleeper", table).batchSize(3).maxDelay(Duration.ofHours(1));
    Thread offering = Thread.currentThread();
    AtomicReference<AsyncBatcher<Integer>> batcher = new AtomicReference<>();
    AtomicBoolean before = new AtomicBoolean(true);
    Time sleeping = sleepingUntilWoken();
    builder.time =
        new Time() {
          @Override
          public long nanos() {
            // The worker reads the clock after it found the queue empty and before it waits.
            if (Thread.currentThread() != offering && before.compareAndSet(true, false)) {
              batcher.get().offer(2, 1);
              batcher.get().offer(3, 1);
            }
            return sleeping.nanos();
          }

          @Override
          public void park(long nanos) {
            sleeping.park(nanos);
          }
        };
    batcher.set(builder.build());
    batcher.get().offer(1, 1);
    assertThat(table.nextBatch()).containsExactly(1, 2, 3);
    assertThat(batcher.get().close(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void aHundredThousandItemsWakeTheWorkerTwiceABatchAtMost() throws Exception {
    AtomicInteger waits = new AtomicInteger();
    Time sleeping = sleepingUntilWoken();
    AsyncBatcherBuilder<Integer> builder =
        AsyncBatcher.<Integer>builder("busy", batch -> {}).maxDelay(Duration.ofHours(1));
    builder.time =
        new Time() {
          @Override
          public long nanos() {
            return sleeping.nanos();
          }

          @Override
          public void park(long nanos) {
            waits.incrementAndGet();
            sleeping.park(nanos);
          }
        };
    AsyncBatcher<Integer> batcher = builder.maxQueueItems(200_000).build();
    HotThreads.run(
        8,
        thread -> {
          for (int i = 0; i < 12_500; i++) {
            batcher.offer(i, 1);
          }
        });
    assertThat(batcher.flush(Duration.ofSeconds(20))).isTrue();
    assertThat(batcher.close(Duration.ofSeconds(20))).isTrue();
    // For its first item, and when it is full; and the flush, the close and their last waits.
    assertThat(waits.get()).isLessThanOrEqualTo(2 * (100_000 / 512 + 1) + 4);
  }

  private void queue(long bytes) {
    assertThat(reservations.reserve(bytes)).isNull();
    wakeup.itemQueued();
  }

  private static Time sleepingUntilWoken() {
    return new Time() {
      @Override
      public long nanos() {
        return SYSTEM.nanos();
      }

      @Override
      public void park(long nanos) {
        LockSupport.park(WakeupTest.class);
      }
    };
  }
}
