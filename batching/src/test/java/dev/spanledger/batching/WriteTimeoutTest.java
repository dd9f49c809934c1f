// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A write that does not come back holds nobody up. */
@Timeout(30)
class WriteTimeoutTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration TICK = Duration.ofMillis(1);

  // Runs while the worker waits, twenty times as fast.
  private final ManualTime time = ManualTime.flowing(Duration.ofMillis(20));
  private final RecordingLogger log = new RecordingLogger();
  private final Gate never = new Gate();

  @AfterEach
  void letTheLeftBehindEnd() {
    never.open();
  }

  @Test
  void anAbortedWriteIsTriedAgainWithHalfOfItsItems() throws Exception {
    Gate socket = new Gate();
    Table<Integer> table =
        new Table<>(
            (number, batch) -> {
              if (number == 1) {
                socket.passWhateverComes();
                throw new IOException("socket closed");
              }
            });
    try (AsyncBatcher<Integer> batcher =
        over(aborting(table, socket::open)).batchSize(8).maxDelay(LONG).build()) {
      IntStream.range(0, 8).forEach(i -> batcher.offer(i, 1));
      table.awaitTries(1);
      assertThat(batcher.flush(LONG)).isTrue();
      assertThat(table.nextBatch()).containsExactly(0, 1, 2, 3);
      assertThat(table.nextBatch()).containsExactly(4, 5, 6, 7);
      assertThat(batcher.ledger().stored()).isEqualTo(8);
      assertThat(log.lines.get(0))
          .isEqualTo("WARN agent: write failed, trying again: no answer within 10000 ms");
    }
  }

  @Test
  void batchesGrowAgainAfterEachSuccess() throws Exception {
    Table<Integer> table =
        new Table<>(
            (number, batch) -> {
              if (number <= 3) {
                throw new IOException("canceling statement due to statement timeout");
              }
            });
    try (AsyncBatcher<Integer> batcher =
        over(table)
            .failureClassifier(failure -> FailureKind.TIMEOUT)
            .batchSize(8)
            .maxDelay(LONG)
            .build()) {
      IntStream.range(0, 8).forEach(i -> batcher.offer(i, 1));
      assertThat(batcher.flush(LONG)).isTrue();
      assertThat(table.nextBatch()).containsExactly(0);
      assertThat(table.nextBatch()).containsExactly(1, 2);
      assertThat(table.nextBatch()).containsExactly(3, 4, 5, 6);
      assertThat(table.nextBatch()).containsExactly(7);
      IntStream.range(8, 16).forEach(i -> batcher.offer(i, 1));
      assertThat(batcher.flush(LONG)).isTrue();
      assertThat(table.nextBatch()).hasSize(8);
    }
  }

  @Test
  void aSingleItemIsTriedForEver() {
    Table<Integer> table = Table.failing(5, new IOException("statement timeout"));
    try (AsyncBatcher<Integer> batcher =
        over(table).failureClassifier(failure -> FailureKind.TIMEOUT).build()) {
      batcher.offer(1, 1);
      assertThat(batcher.flush(LONG)).isTrue();
      assertThat(table.rows()).containsExactly(1);
    }
  }

  @Test
  void aWriteThatCommitsWhileItIsAbortedIsStored() throws Exception {
    Gate commit = new Gate();
    Table<Integer> table = new Table<>((number, batch) -> commit.passWhateverComes());
    try (AsyncBatcher<Integer> batcher = over(aborting(table, commit::open)).build()) {
      batcher.offer(1, 1);
      table.awaitTries(1);
      assertThat(batcher.flush(LONG)).isTrue();
      assertThat(table.rows()).containsExactly(1);
      assertThat(batcher.ledger().stored()).isEqualTo(1);
    }
  }

  @Test
  void interruptsAWriteThatDoesNotHeedTheAbort() throws Exception {
    Table<Integer> table =
        new Table<>(
            (number, batch) -> {
              if (number == 1) {
                never.pass();
              }
            });
    try (AsyncBatcher<Integer> batcher = over(aborting(table, () -> {})).build()) {
      batcher.offer(1, 1);
      table.awaitTries(1);
      assertThat(batcher.flush(LONG)).isTrue();
      assertThat(table.rows()).containsExactly(1);
    }
  }

  @Test
  void leavesBehindAWriteThatHeedsNothing() throws Exception {
    Table<Integer> table = stuckFor(1);
    try (AsyncBatcher<Integer> batcher = over(aborting(table, () -> {})).build()) {
      batcher.offer(1, 1);
      table.awaitTries(1);
      assertThat(batcher.flush(LONG)).isTrue();
      assertThat(batcher.ledger().stored()).isEqualTo(1);
      batcher.offer(2, 1);
      assertThat(batcher.flush(LONG)).isTrue();
      assertThat(table.rows()).containsExactly(1, 2);
    }
  }

  @Test
  void anAbortThatHangsHoldsNobodyUpEither() throws Exception {
    Table<Integer> table = stuckFor(1);
    try (AsyncBatcher<Integer> batcher = over(aborting(table, never::passWhateverComes)).build()) {
      batcher.offer(1, 1);
      table.awaitTries(1);
      assertThat(batcher.flush(LONG)).isTrue();
      assertThat(table.rows()).containsExactly(1);
    }
  }

  @Test
  void leavesOnlySoManyBehindAndGoesOnWhenOneReturns() throws Exception {
    Table<Integer> table = stuckFor(Attempts.MAX_STUCK);
    try (AsyncBatcher<Integer> batcher = over(aborting(table, () -> {})).build()) {
      batcher.offer(1, 1);
      for (int i = 0; i < Attempts.MAX_STUCK; i++) {
        table.awaitTries(1);
      }
      assertThat(batcher.flush(SHORT)).isFalse();
      assertThat(table.rows()).isEmpty();
      never.open();
      assertThat(batcher.flush(LONG)).isTrue();
      assertThat(batcher.ledger().stored()).isEqualTo(1);
    }
  }

  @Test
  void aQuarantineThatHangsIsBrokenOffToo() throws Exception {
    Table<Integer> table = Table.failing(1, new IllegalArgumentException("bad row"));
    LinkedBlockingQueue<Integer> kept = new LinkedBlockingQueue<>();
    CountDownLatch tried = new CountDownLatch(1);
    Gate socket = new Gate();
    try (AsyncBatcher<Integer> batcher =
        over(aborting(table, socket::open))
            .failureClassifier(failure -> FailureKind.ITEM)
            .quarantine(
                (item, cause) -> {
                  if (tried.getCount() > 0) {
                    tried.countDown();
                    socket.passWhateverComes();
                    throw new IOException("socket closed");
                  }
                  kept.add(item);
                })
            .build()) {
      batcher.offer(1, 1);
      tried.await();
      assertThat(batcher.flush(LONG)).isTrue();
      assertThat(kept).containsExactly(1);
      assertThat(batcher.ledger().quarantined()).isEqualTo(1);
    }
  }

  @Test
  void theDeadlineOfACloseAbortsAWriteSooner() throws Exception {
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Gate socket = new Gate();
    Table<Integer> table =
        new Table<>(
            (number, batch) -> {
              socket.passWhateverComes();
              IOException closed = new IOException("socket closed");
              end.complete(closed);
              throw closed;
            });
    AsyncBatcherBuilder<Integer> builder = over(aborting(table, socket::open));
    builder.time = Time.SYSTEM;
    AsyncBatcher<Integer> batcher = builder.build();
    batcher.offer(1, 1);
    table.awaitTries(1);
    assertThat(batcher.close(SHORT)).isFalse();
    assertThat(batcher.ledger().dropped(DropReason.CLOSE_DEADLINE)).isEqualTo(1);
    assertThat(batcher.ledger().balanced()).isTrue();
    assertThat(end.get(10, TimeUnit.SECONDS)).hasMessage("socket closed");
  }

  @Test
  void aWorkerThatDiedIsReplaced() throws Exception {
    Table<Integer> table = Table.healthy();
    AsyncBatcherBuilder<Integer> builder = over(table);
    CountDownLatch died = new CountDownLatch(1);
    builder.watchNanos = TICK.toNanos();
    builder.workerThreads =
        task -> new Thread(died.getCount() > 0 ? died::countDown : task, "worker");
    try (AsyncBatcher<Integer> batcher = builder.build()) {
      batcher.offer(1, 1);
      died.await();
      assertThat(table.nextBatch()).containsExactly(1);
      assertThat(batcher.flush(LONG)).isTrue();
    }
    assertThat(log.lines)
        .containsExactly("WARN agent: the worker had died and is started again (1 times)");
  }

  @Test
  void aWorkerThatHasEndedIsNotReplaced() throws Exception {
    AsyncBatcherBuilder<Integer> builder = over(Table.healthy());
    LinkedBlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
    builder.watchNanos = TICK.toNanos();
    builder.workerThreads =
        task -> {
          Thread thread = new Thread(task, "worker");
          threads.add(thread);
          return thread;
        };
    AsyncBatcher<Integer> batcher = builder.build();
    assertThat(batcher.close(LONG)).isTrue();
    threads.element().join();
    assertThat(threads).hasSize(1);
    assertThat(log.lines).isEmpty();
  }

  private Table<Integer> stuckFor(int tries) {
    return new Table<>(
        (number, batch) -> {
          if (number <= tries) {
            never.passWhateverComes();
            throw new IOException("gone");
          }
        });
  }

  private BatchWriter<Integer> aborting(Table<Integer> table, Runnable abort) {
    return new BatchWriter<>() {
      @Override
      public void write(List<Integer> batch) throws Exception {
        table.write(batch);
      }

      @Override
      public void abort() {
        abort.run();
      }
    };
  }

  private AsyncBatcherBuilder<Integer> over(BatchWriter<Integer> writer) {
    AsyncBatcherBuilder<Integer> builder =
        AsyncBatcher.builder("agent", writer).maxDelay(Duration.ZERO).retryBackoff(TICK, TICK);
    builder.time = time;
    builder.log = log;
    return builder;
  }
}
