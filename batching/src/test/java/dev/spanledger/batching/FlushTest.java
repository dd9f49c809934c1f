// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Flush tells the truth. */
@Timeout(30)
class FlushTest {

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration TICK = Duration.ofMillis(1);

  @Test
  void isTrueWhenNothingWasEverOffered() {
    try (AsyncBatcher<Integer> batcher = over(Table.healthy()).build()) {
      assertThat(batcher.flush(Duration.ZERO)).isTrue();
    }
  }

  @Test
  void isTrueWhenEverythingIsCommitted() {
    Table<Integer> table = Table.healthy();
    try (AsyncBatcher<Integer> batcher = over(table).build()) {
      for (int i = 0; i < 1_300; i++) {
        batcher.offer(i, 1);
      }
      assertThat(batcher.flush(LONG)).isTrue();
      assertThat(table.rows()).hasSize(1_300);
      assertThat(batcher.ledger().stored()).isEqualTo(1_300);
      assertThat(batcher.ledger().balanced()).isTrue();
    }
  }

  @Test
  void isTrueWhenARetrySucceedsInTime() {
    Table<Integer> table = Table.failing(3, new IOException("away"));
    try (AsyncBatcher<Integer> batcher = over(table).build()) {
      batcher.offer(1, 1);
      assertThat(batcher.flush(LONG)).isTrue();
      assertThat(table.rows()).containsExactly(1);
    }
  }

  @Test
  void isFalseWhenTheWriterFails() {
    Table<Integer> table = Table.failing(Integer.MAX_VALUE, new IOException("away"));
    AsyncBatcher<Integer> batcher = over(table).build();
    batcher.offer(1, 1);
    assertThat(batcher.flush(SHORT)).isFalse();
    assertThat(batcher.ledger().queued()).isEqualTo(1);
    batcher.close(SHORT);
  }

  @Test
  void isFalseWhenLateAndTrueAfterwards() throws Exception {
    Gate gate = new Gate();
    Table<Integer> table = new Table<>((number, batch) -> gate.pass());
    try (AsyncBatcher<Integer> batcher = over(table).build()) {
      batcher.offer(1, 1);
      assertThat(batcher.flush(SHORT)).isFalse();
      gate.open();
      assertThat(batcher.flush(LONG)).isTrue();
    }
  }

  @Test
  void answersForADropOnce() {
    try (AsyncBatcher<Integer> batcher = over(Table.healthy()).maxItemBytes(10).build()) {
      batcher.offer(1, 11);
      batcher.offer(2, 1);
      assertThat(batcher.flush(LONG)).isFalse();
      assertThat(batcher.ledger().stored()).isEqualTo(1);
      batcher.offer(3, 1);
      assertThat(batcher.flush(LONG)).isTrue();
    }
  }

  @Test
  void aLateFlushLeavesTheDropToTheNext() throws Exception {
    Gate gate = new Gate();
    Table<Integer> table = new Table<>((number, batch) -> gate.pass());
    try (AsyncBatcher<Integer> batcher =
        over(table).maxDelay(LONG).batchSize(2).maxItemBytes(10).build()) {
      batcher.offer(1, 1);
      batcher.offer(2, 11);
      assertThat(batcher.flush(SHORT)).isFalse();
      table.awaitTries(1);
      gate.open();
      batcher.offer(3, 1);
      batcher.offer(4, 1);
      table.awaitTries(1); // The worker is done with the batch that the late flush waited for.
      assertThat(batcher.flush(LONG)).isFalse();
      assertThat(batcher.flush(LONG)).isTrue();
    }
  }

  @Test
  void aCancelledFlushLeavesTheDropToTheNext() throws Exception {
    Gate gate = new Gate();
    Table<Integer> table = new Table<>((number, batch) -> gate.pass());
    try (AsyncBatcher<Integer> batcher =
        over(table).maxDelay(LONG).batchSize(2).maxItemBytes(10).build()) {
      batcher.offer(1, 1);
      batcher.offer(2, 11);
      assertThat(batcher.flushAsync().cancel(false)).isTrue();
      gate.open();
      assertThat(batcher.flush(LONG)).isFalse();
      assertThat(batcher.flush(LONG)).isTrue();
    }
  }

  @Test
  void flushesAtTheSameTimeAllAnswerForADrop() throws Exception {
    Gate gate = new Gate();
    Table<Integer> table = new Table<>((number, batch) -> gate.pass());
    try (AsyncBatcher<Integer> batcher = over(table).maxItemBytes(10).build()) {
      batcher.offer(1, 1);
      table.awaitTries(1);
      batcher.offer(2, 11);
      CompletableFuture<Boolean> one = batcher.flushAsync();
      CompletableFuture<Boolean> other = batcher.flushAsync();
      gate.open();
      assertThat(one.get()).isFalse();
      assertThat(other.get()).isFalse();
      assertThat(batcher.flush(LONG)).isTrue();
    }
  }

  @Test
  void aDropAfterTheCallIsLeftToTheNext() throws Exception {
    Gate gate = new Gate();
    Table<Integer> table = new Table<>((number, batch) -> gate.pass());
    try (AsyncBatcher<Integer> batcher = over(table).maxItemBytes(10).build()) {
      batcher.offer(1, 1);
      CompletableFuture<Boolean> early = batcher.flushAsync();
      batcher.offer(2, 11);
      gate.open();
      assertThat(early.get()).isTrue();
      assertThat(batcher.flush(LONG)).isFalse();
    }
  }

  @Test
  void isTrueWhenTheBadItemIsQuarantinedAndFalseWhenItIsRejected() {
    Table<Integer> table =
        new Table<>(
            (number, batch) -> {
              if (batch.contains(13)) {
                throw new IllegalArgumentException("bad row");
              }
            });
    List<Integer> place = new CopyOnWriteArrayList<>();
    AsyncBatcherBuilder<Integer> builder =
        over(table).failureClassifier(failure -> FailureKind.ITEM);
    try (AsyncBatcher<Integer> without = builder.build();
        AsyncBatcher<Integer> with = builder.quarantine((item, cause) -> place.add(item)).build()) {
      with.offer(13, 1);
      assertThat(with.flush(LONG)).isTrue();
      assertThat(place).containsExactly(13);
      without.offer(13, 1);
      assertThat(without.flush(LONG)).isFalse();
    }
  }

  @Test
  void doesNotWaitForItemsOfferedAfterTheCall() throws Exception {
    Gate second = new Gate();
    Table<Integer> table =
        new Table<>(
            (number, batch) -> {
              if (number == 2) {
                second.pass();
              }
            });
    try (AsyncBatcher<Integer> batcher = over(table).batchSize(1).build()) {
      batcher.offer(1, 1);
      CompletableFuture<Boolean> flush = batcher.flushAsync();
      batcher.offer(2, 1);
      assertThat(flush.get(10, TimeUnit.SECONDS)).isTrue();
      assertThat(table.rows()).containsExactly(1);
      second.open();
    }
  }

  @Test
  void coversEveryItemThatItsOwnThreadOffered() throws Exception {
    Table<Integer> table = Table.healthy();
    try (AsyncBatcher<Integer> batcher = over(table).batchSize(7).build()) {
      HotThreads.run(
          8,
          thread -> {
            List<Integer> mine = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
              int item = thread * 1_000 + i;
              mine.add(item);
              batcher.offer(item, 1);
              assertThat(batcher.flush(LONG)).isTrue();
              assertThat(table.rows()).containsAll(mine);
            }
          });
    }
  }

  @Test
  void isFalseForAnInterruptedCallerWhoStaysInterrupted() {
    Table<Integer> table = Table.failing(Integer.MAX_VALUE, new IOException("away"));
    AsyncBatcher<Integer> batcher = over(table).build();
    batcher.offer(1, 1);
    Thread.currentThread().interrupt();
    assertThat(batcher.flush(LONG)).isFalse();
    assertThat(Thread.interrupted()).isTrue();
    batcher.close(SHORT);
  }

  @Test
  void isFalseAtOnceOnTheWorkerItself() throws Exception {
    AtomicReference<AsyncBatcher<Integer>> self = new AtomicReference<>();
    AtomicReference<Boolean> inside = new AtomicReference<>();
    Table<Integer> table = new Table<>((number, batch) -> inside.set(self.get().flush(LONG)));
    try (AsyncBatcher<Integer> batcher = over(table).maxDelay(LONG).build()) {
      self.set(batcher);
      batcher.offer(1, 1);
      assertThat(batcher.flush(LONG)).isTrue();
      assertThat(inside).hasValue(false);
    }
  }

  @Test
  void aWaitingFlushIsAnsweredByTheClose() throws Exception {
    Gate never = new Gate();
    Table<Integer> table = new Table<>((number, batch) -> never.passWhateverComes());
    AsyncBatcher<Integer> batcher = over(table).batchSize(1).build();
    batcher.offer(1, 1);
    batcher.offer(2, 1);
    CompletableFuture<Boolean> flush = batcher.flushAsync();
    assertThat(batcher.close(SHORT)).isFalse();
    assertThat(flush.get(10, TimeUnit.SECONDS)).isFalse();
    assertThat(batcher.flush(SHORT)).isFalse();
    never.open();
  }

  @Test
  void isTruthfulAfterAClose() {
    AsyncBatcher<Integer> batcher = over(Table.healthy()).build();
    batcher.offer(1, 1);
    assertThat(batcher.close(LONG)).isTrue();
    assertThat(batcher.flush(LONG)).isTrue();
    assertThat(batcher.offer(2, 1)).isEqualTo(DropReason.CLOSED);
    assertThat(batcher.flush(LONG)).isFalse();
  }

  @Test
  void whatDependsOnAFlushMayThrow() throws Exception {
    Gate gate = new Gate();
    Table<Integer> table = new Table<>((number, batch) -> gate.pass());
    try (AsyncBatcher<Integer> batcher = over(table).build()) {
      batcher.offer(1, 1);
      CompletableFuture<Void> dependent =
          batcher
              .flushAsync()
              .thenAccept(
                  all -> {
                    throw new LinkageError("in the caller's code");
                  });
      gate.open();
      assertThat(dependent.handle((none, failure) -> failure.getCause()).get())
          .isInstanceOf(LinkageError.class);
      batcher.offer(2, 1);
      assertThat(batcher.flush(LONG)).isTrue();
    }
  }

  private static AsyncBatcherBuilder<Integer> over(Table<Integer> table) {
    return AsyncBatcher.builder("flush", table).maxDelay(TICK).retryBackoff(TICK, TICK);
  }

  /** Whoever flushes once a second during a long outage must not fill the heap. */
  @Test
  void flushesInVainShareAPlaceInTheQueue() {
    AsyncBatcherBuilder<Integer> settings = AsyncBatcher.builder("vain", batch -> {});
    Pipeline<Integer> shared = new Pipeline<>(settings);
    shared.queue.add(new Entry.Of<>(1, false), 1);
    FlushTicket<Integer> kept = shared.tickets.open();
    shared.queue.add(kept);
    for (int i = 0; i < 3; i++) {
      FlushTicket<Integer> gone = shared.tickets.open();
      shared.queue.add(gone);
      shared.queue.remove(gone);
    }
    shared.queue.add(new Entry.Of<>(2, false), 1);
    FlushTicket<Integer> later = shared.tickets.open();
    shared.queue.add(later);

    assertThat(shared.queue.poll()).isInstanceOf(Entry.class);
    assertThat(ticketsOf(shared.queue.poll())).containsExactly(kept);
    assertThat(shared.queue.poll()).isInstanceOf(Entry.class);
    assertThat(ticketsOf(shared.queue.poll())).containsExactly(later);
    assertThat(shared.queue.poll()).isNull();
  }

  private static List<FlushTicket<Integer>> ticketsOf(Queued<Integer> mark) {
    List<FlushTicket<Integer>> tickets = new ArrayList<>();
    FlushTicket<Integer> first = ((FlushMark<Integer>) mark).take();
    for (FlushTicket<Integer> ticket = first; ticket != null; ticket = ticket.next) {
      tickets.add(ticket);
    }
    return tickets;
  }
}
