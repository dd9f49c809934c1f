// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Close drains, holds its deadline, and counts what is left. */
@Timeout(60)
class CloseTest {

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration TICK = Duration.ofMillis(1);

  @Test
  void writesEverythingThatWaits() {
    Table<Integer> table = Table.healthy();
    AsyncBatcher<Integer> batcher = over(table).build();
    for (int i = 0; i < 2_000; i++) {
      batcher.offer(i, 1);
    }
    assertThat(batcher.close(LONG)).isTrue();
    assertThat(table.rows()).hasSize(2_000);
    assertThat(batcher.ledger().stored()).isEqualTo(2_000);
  }

  @Test
  void endsTheThread() throws Exception {
    AtomicReference<Thread> worker = new AtomicReference<>();
    Table<Integer> table = new Table<>((number, batch) -> worker.set(Thread.currentThread()));
    AsyncBatcher<Integer> batcher = over(table).build();
    batcher.offer(1, 1);
    batcher.close();
    worker.get().join(10_000);
    assertThat(worker.get().isAlive()).isFalse();
  }

  @Test
  void refusesAndCountsWhatComesLater() {
    Table<Integer> table = Table.healthy();
    AsyncBatcher<Integer> batcher = over(table).maxItemBytes(10).build();
    batcher.close();
    assertThat(batcher.offer(1, 1)).isEqualTo(DropReason.CLOSED);
    assertThat(batcher.offer(2, 11)).isEqualTo(DropReason.CLOSED);
    assertThat(batcher.ledger().dropped(DropReason.CLOSED)).isEqualTo(2);
    assertThat(batcher.ledger().balanced()).isTrue();
    assertThat(table.rows()).isEmpty();
  }

  @Test
  void isIdempotent() {
    AsyncBatcher<Integer> batcher = over(Table.healthy()).build();
    batcher.offer(1, 1);
    assertThat(batcher.close(LONG)).isTrue();
    batcher.offer(2, 1);
    assertThat(batcher.close(Duration.ZERO)).isTrue();
    batcher.close();
  }

  @Test
  void keepsTryingUntilTheDeadline() {
    Table<Integer> table = Table.failing(5, new IOException("away"));
    AsyncBatcher<Integer> batcher = over(table).build();
    batcher.offer(1, 1);
    assertThat(batcher.close(LONG)).isTrue();
    assertThat(table.rows()).containsExactly(1);
  }

  @Test
  void doesNotSitOutALongPause() throws Exception {
    Table<Integer> table = Table.failing(2, new IOException("not set up"));
    AsyncBatcher<Integer> batcher =
        over(table)
            .setupPause(Duration.ofHours(1))
            .failureClassifier(failure -> FailureKind.SETUP)
            .build();
    batcher.offer(1, 1);
    table.awaitTries(1);
    assertThat(batcher.close(LONG)).isTrue();
  }

  @Test
  void countsWhatIsLeftAtTheDeadline() {
    Table<Integer> table = Table.failing(Integer.MAX_VALUE, new IOException("away"));
    AsyncBatcher<Integer> batcher = over(table).batchSize(2).build();
    for (int i = 0; i < 5; i++) {
      batcher.offer(i, 1);
    }
    assertThat(batcher.close(SHORT)).isFalse();
    Ledger ledger = batcher.ledger();
    assertThat(ledger.dropped(DropReason.CLOSE_DEADLINE)).isEqualTo(5);
    assertThat(ledger.queued()).isZero();
    assertThat(ledger.queuedBytes()).isZero();
    assertThat(ledger.balanced()).isTrue();
    assertThat(batcher.close(LONG)).isFalse();
  }

  @Test
  void givesUpAtOnceWhereTheWayIsGone() {
    Table<Integer> table = Table.failing(Integer.MAX_VALUE, new IOException("closed"));
    AsyncBatcher<Integer> batcher =
        over(table).batchSize(2).failureClassifier(failure -> FailureKind.GONE).build();
    for (int i = 0; i < 5; i++) {
      batcher.offer(i, 1);
    }
    assertThat(batcher.close(Duration.ofHours(1))).isFalse();
    assertThat(batcher.ledger().dropped(DropReason.CLOSE_DEADLINE)).isEqualTo(5);
    assertThat(batcher.ledger().balanced()).isTrue();
  }

  @Test
  void aWayThatIsOpenedAgainInTimeCostsNothing() {
    Table<Integer> table = Table.failing(3, new IOException("closed"));
    AsyncBatcher<Integer> batcher =
        over(table).failureClassifier(failure -> FailureKind.GONE).build();
    batcher.offer(1, 1);
    assertThat(batcher.flush(LONG)).isTrue();
    assertThat(batcher.close(LONG)).isTrue();
    assertThat(table.rows()).containsExactly(1);
  }

  @Test
  void interruptsAWriterThatBlocks() throws Exception {
    Gate never = new Gate();
    CompletableFuture<Throwable> seen = new CompletableFuture<>();
    Table<Integer> table =
        new Table<>(
            (number, batch) -> {
              try {
                never.pass();
              } catch (InterruptedException e) {
                seen.complete(e);
                throw e;
              }
            });
    AsyncBatcher<Integer> batcher = over(table).build();
    batcher.offer(1, 1);
    table.awaitTries(1);
    assertThat(batcher.close(SHORT)).isFalse();
    assertThat(seen.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    assertThat(batcher.ledger().dropped(DropReason.CLOSE_DEADLINE)).isEqualTo(1);
  }

  @Test
  void leavesBehindAWriterThatBlocksForEver() throws Exception {
    Gate never = new Gate();
    AtomicReference<Thread> worker = new AtomicReference<>();
    Table<Integer> table =
        new Table<>(
            (number, batch) -> {
              worker.set(Thread.currentThread());
              never.passWhateverComes();
            });
    AsyncBatcher<Integer> batcher = over(table).batchSize(2).build();
    for (int i = 0; i < 5; i++) {
      batcher.offer(i, 1);
    }
    table.awaitTries(1);
    assertThat(batcher.close(SHORT)).isFalse();
    Ledger atDeadline = batcher.ledger();
    assertThat(atDeadline.dropped(DropReason.CLOSE_DEADLINE)).isEqualTo(5);
    assertThat(atDeadline.balanced()).isTrue();

    never.open();
    worker.get().join(10_000);
    assertThat(worker.get().isAlive()).isFalse();
    assertThat(table.rows()).hasSize(2);
    assertThat(batcher.ledger()).isEqualTo(atDeadline);
  }

  @Test
  void anInterruptOfTheCallerDoesNotCostItems() {
    Table<Integer> table = Table.failing(3, new IOException("away"));
    AsyncBatcher<Integer> batcher = over(table).build();
    batcher.offer(1, 1);
    Thread.currentThread().interrupt();
    assertThat(batcher.close(LONG)).isTrue();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void closesAtTheSameTimeAgree() throws Exception {
    Table<Integer> table = Table.failing(3, new IOException("away"));
    AsyncBatcher<Integer> batcher = over(table).build();
    batcher.offer(1, 1);
    HotThreads.run(4, thread -> assertThat(batcher.close(LONG)).isTrue());
    assertThat(table.rows()).containsExactly(1);
  }

  @Test
  void theWorkerMayCloseItsOwnBatcher() throws Exception {
    AtomicReference<AsyncBatcher<Integer>> self = new AtomicReference<>();
    AtomicReference<Boolean> inside = new AtomicReference<>();
    Table<Integer> table = new Table<>((number, batch) -> inside.set(self.get().close(LONG)));
    AsyncBatcher<Integer> batcher = over(table).maxDelay(LONG).build();
    self.set(batcher);
    batcher.offer(1, 1);
    CompletableFuture<Boolean> flush = batcher.flushAsync();
    assertThat(flush.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(batcher.close(LONG)).isTrue();
    assertThat(inside).hasValue(false);
  }

  @Test
  void aWriterThatClosesAndThenBlocksDoesNotEscapeTheDeadline() throws Exception {
    Gate never = new Gate();
    AtomicReference<AsyncBatcher<Integer>> self = new AtomicReference<>();
    Table<Integer> table =
        new Table<>(
            (number, batch) -> {
              self.get().close(SHORT);
              never.passWhateverComes();
            });
    AsyncBatcher<Integer> batcher = over(table).maxDelay(LONG).build();
    self.set(batcher);
    batcher.offer(1, 1);
    CompletableFuture<Boolean> flush = batcher.flushAsync();
    table.awaitTries(1);
    assertThat(batcher.close(Duration.ofSeconds(1))).isFalse();
    assertThat(flush.get(10, TimeUnit.SECONDS)).isFalse();
    assertThat(batcher.ledger().dropped(DropReason.CLOSE_DEADLINE)).isEqualTo(1);
    never.open();
  }

  @Test
  void aThousandClosesUnderLoadLoseNothingUncounted() throws Exception {
    long stored = 0;
    long refused = 0;
    for (int race = 0; race < 1_000; race++) {
      Table<Integer> table = Table.healthy();
      AsyncBatcher<Integer> batcher = over(table).batchSize(3).maxQueueItems(20).build();
      AtomicLong taken = new AtomicLong();
      AtomicLong offered = new AtomicLong();
      HotThreads hot =
          HotThreads.start(
              4,
              thread -> {
                for (int i = 0; i < 20; i++) {
                  offered.incrementAndGet();
                  if (batcher.offer(i, 1) == null) {
                    taken.incrementAndGet();
                  }
                }
              });
      batcher.close(LONG);
      hot.join();

      Ledger ledger = batcher.ledger();
      assertThat(ledger.accepted()).isEqualTo(offered.get());
      assertThat(ledger.stored()).isEqualTo(taken.get()).isEqualTo(table.rows().size());
      assertThat(ledger.dropped(DropReason.CLOSE_DEADLINE)).isZero();
      assertThat(ledger.queued()).isZero();
      assertThat(ledger.balanced()).as("race %d: %s", race, ledger).isTrue();
      stored += ledger.stored();
      refused += ledger.dropped(DropReason.CLOSED);
    }
    assertThat(stored).isPositive();
    assertThat(refused).isPositive();
  }

  private static AsyncBatcherBuilder<Integer> over(Table<Integer> table) {
    return AsyncBatcher.builder("close", table).maxDelay(TICK).retryBackoff(TICK, TICK);
  }
}
