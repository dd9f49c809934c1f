// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is done with items before they are written. */
@Timeout(30)
class PreparationTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final BlockingQueue<Integer> prepared = new LinkedBlockingQueue<>();
  private final CountDownLatch writing = new CountDownLatch(1);
  private final CountDownLatch mayWrite = new CountDownLatch(1);
  private final List<Integer> written = new ArrayList<>();
  private final AsyncBatcherBuilder<Integer> builder =
      AsyncBatcher.<Integer>builder("preparation", this::write).batchSize(2);

  private void write(List<Integer> batch) throws Exception {
    writing.countDown();
    mayWrite.await();
    written.addAll(batch);
  }

  @Test
  void preparesABatchBeforeItIsWritten() throws Exception {
    try (AsyncBatcher<Integer> batcher = builder.preparation(prepared::add).build()) {
      offer(batcher, 1, 2);
      writing.await();
      assertThat(next(2)).containsExactly(1, 2);
      mayWrite.countDown();
      assertThat(batcher.flush(LONG)).isTrue();
    }
    assertThat(prepared).isEmpty();
  }

  @Test
  void preparesTwoBatchesAheadWhileOneIsWrittenEachItemOnce() throws Exception {
    try (AsyncBatcher<Integer> batcher = builder.preparation(prepared::add).build()) {
      // The first batch is written only when all have been offered.
      for (int item = 1; item <= 20; item++) {
        batcher.offer(item, 1);
      }
      writing.await();
      assertThat(next(6)).containsExactly(1, 2, 3, 4, 5, 6);
      assertThat(prepared.poll(50, TimeUnit.MILLISECONDS)).isNull();
      mayWrite.countDown();
      assertThat(batcher.flush(LONG)).isTrue();
    }
    assertThat(prepared).containsExactly(7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20);
    assertThat(written).hasSize(20).isSorted();
  }

  @Test
  void flushesInBetweenAreNoItems() throws Exception {
    try (AsyncBatcher<Integer> batcher = builder.preparation(prepared::add).build()) {
      offer(batcher, 1, 2);
      writing.await();
      var first = batcher.flushAsync();
      batcher.offer(3, 1);
      var second = batcher.flushAsync();
      mayWrite.countDown();
      assertThat(first.get(20, TimeUnit.SECONDS)).isTrue();
      assertThat(second.get(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(prepared).containsExactly(1, 2, 3);
  }

  @Test
  void anItemThatCannotBePreparedIsWrittenAsItIs() {
    mayWrite.countDown();
    builder.preparation(
        item -> {
          throw new StackOverflowError("too deep");
        });
    try (AsyncBatcher<Integer> batcher = builder.build()) {
      offer(batcher, 1, 2);
      assertThat(batcher.flush(LONG)).isTrue();
      assertThat(batcher.ledger().stored()).isEqualTo(2);
    }
  }

  private List<Integer> next(int items) throws InterruptedException {
    List<Integer> next = new ArrayList<>();
    for (int i = 0; i < items; i++) {
      next.add(prepared.poll(20, TimeUnit.SECONDS));
    }
    return next;
  }

  private static void offer(AsyncBatcher<Integer> batcher, int... items) {
    for (int item : items) {
      batcher.offer(item, 1);
    }
  }
}
