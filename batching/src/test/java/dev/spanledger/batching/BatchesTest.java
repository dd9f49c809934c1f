// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When the worker writes, and how much at once. The clock stands still unless a test moves it. */
@Timeout(30)
class BatchesTest {

  private final ManualTime time = ManualTime.standing();
  private final AtomicLong writtenAt = new AtomicLong();
  private final Table<Integer> table = new Table<>((number, batch) -> writtenAt.set(time.nanos()));
  private final AsyncBatcherBuilder<Integer> builder =
      AsyncBatcher.builder("batches", table).maxDelay(Duration.ofMinutes(10));

  BatchesTest() {
    builder.time = time;
  }

  @Test
  void writesWhenABatchIsFull() throws Exception {
    try (AsyncBatcher<Integer> batcher = builder.batchSize(3).build()) {
      offer(batcher, 1, 2, 3);
      assertThat(table.nextBatch()).containsExactly(1, 2, 3);
    }
  }

  @Test
  void writesInBatchesNoLargerThanAskedForInOrder() throws Exception {
    try (AsyncBatcher<Integer> batcher = builder.batchSize(2).build()) {
      offer(batcher, 1, 2, 3, 4, 5);
      assertThat(batcher.flush(Duration.ofSeconds(10))).isTrue();
    }
    assertThat(table.rows()).containsExactly(1, 2, 3, 4, 5);
    assertThat(table.nextBatch()).hasSizeLessThanOrEqualTo(2);
    assertThat(table.nextBatch()).hasSizeLessThanOrEqualTo(2);
    assertThat(table.nextBatch()).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void writesWhenTheOldestItemHasWaitedForTheDelay() throws Exception {
    try (AsyncBatcher<Integer> batcher = builder.build()) {
      long offeredAt = time.nanos();
      offer(batcher, 1);
      time.advance(Duration.ofMinutes(9));
      offer(batcher, 2);
      time.advance(Duration.ofMinutes(1));
      assertThat(table.nextBatch()).containsExactly(1, 2);
      assertThat(writtenAt.get() - offeredAt).isEqualTo(Duration.ofMinutes(10).toNanos());
    }
  }

  @Test
  void writesWhenTheBytesOfABatchAreThere() throws Exception {
    try (AsyncBatcher<Integer> batcher = builder.maxBatchBytes(100).build()) {
      batcher.offer(1, 60);
      batcher.offer(2, 60);
      assertThat(table.nextBatch()).containsExactly(1);
      batcher.offer(3, 60);
      assertThat(table.nextBatch()).containsExactly(2);
    }
  }

  @Test
  void anItemLargerThanABatchIsOneOfItsOwn() throws Exception {
    try (AsyncBatcher<Integer> batcher = builder.maxBatchBytes(100).build()) {
      batcher.offer(1, 500);
      assertThat(table.nextBatch()).containsExactly(1);
    }
  }

  @Test
  void writesBeforeASmallQueueIsFull() throws Exception {
    try (AsyncBatcher<Integer> batcher = builder.maxQueueItems(4).build()) {
      offer(batcher, 1, 2);
      assertThat(table.nextBatch()).containsExactly(1, 2);
    }
  }

  @Test
  void aFlushDoesNotWaitForTheDelay() throws Exception {
    try (AsyncBatcher<Integer> batcher = builder.build()) {
      offer(batcher, 1);
      assertThat(batcher.flushAsync().get()).isTrue();
      assertThat(table.rows()).containsExactly(1);
    }
  }

  @Test
  void dropsTheNewestWhenFullAndCountsTheBatchUnderWay() throws Exception {
    Gate gate = new Gate();
    Table<Integer> slow = new Table<>((number, batch) -> gate.pass());
    try (AsyncBatcher<Integer> batcher =
        AsyncBatcher.builder("full", slow).batchSize(2).maxQueueItems(3).build()) {
      offer(batcher, 1, 2);
      slow.awaitTries(1);
      assertThat(batcher.offer(3, 1)).isNull();
      assertThat(batcher.offer(4, 1)).isEqualTo(DropReason.QUEUE_FULL);
      assertThat(batcher.ledger().queued()).isEqualTo(3);
      gate.open();
    }
    assertThat(slow.rows()).containsExactly(1, 2, 3);
  }

  @Test
  void dropsByBytesWhenFull() throws Exception {
    Gate gate = new Gate();
    Table<Integer> slow = new Table<>((number, batch) -> gate.pass());
    try (AsyncBatcher<Integer> batcher =
        AsyncBatcher.builder("full", slow).maxQueueBytes(100).maxItemBytes(60).build()) {
      assertThat(batcher.offer(1, 60)).isNull();
      slow.awaitTries(1);
      assertThat(batcher.offer(2, 41)).isEqualTo(DropReason.QUEUE_FULL);
      assertThat(batcher.offer(3, 61)).isEqualTo(DropReason.TOO_LARGE);
      assertThat(batcher.offer(4, 40)).isNull();
      assertThat(batcher.ledger().queuedBytes()).isEqualTo(100);
      gate.open();
    }
    assertThat(slow.rows()).containsExactly(1, 4);
  }

  @Test
  void aNegativeSizeCountsAsNothing() {
    try (AsyncBatcher<Integer> batcher = builder.build()) {
      assertThat(batcher.offer(1, -5)).isNull();
      assertThat(batcher.ledger().queuedBytes()).isZero();
    }
  }

  @Test
  void refusesANullItemWithoutCountingIt() {
    try (AsyncBatcher<Integer> batcher = builder.build()) {
      assertThatNullPointerException().isThrownBy(() -> batcher.offer(null, 1));
      assertThat(batcher.ledger()).isEqualTo(Ledger.EMPTY);
    }
  }

  @Test
  void theWriterGetsAListThatItCannotChange() throws Exception {
    try (AsyncBatcher<Integer> batcher = builder.batchSize(1).build()) {
      offer(batcher, 1);
      List<Integer> batch = table.nextBatch();
      assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> batch.add(2));
    }
  }

  private static void offer(AsyncBatcher<Integer> batcher, int... items) {
    for (int item : items) {
      assertThat(batcher.offer(item, 1)).isNull();
    }
  }
}
