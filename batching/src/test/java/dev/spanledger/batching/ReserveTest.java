// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A tenth of the queue is kept for what is important. */
@Timeout(60)
class ReserveTest {

  private static final int THREADS = 8;

  @Test
  void ordinaryItemsLeaveTheirTenthOfTheItems() {
    Reservations reservations = new Reservations(20, 1_000, 10);
    for (int i = 0; i < 18; i++) {
      assertThat(reservations.reserve(1)).isNull();
    }
    assertThat(reservations.reserve(1)).isEqualTo(DropReason.QUEUE_FULL);
    assertThat(reservations.reserveImportant(1)).isNull();
    assertThat(reservations.reserveImportant(1)).isNull();
    assertThat(reservations.reserveImportant(1)).isEqualTo(DropReason.QUEUE_FULL);
  }

  @Test
  void ordinaryItemsLeaveTheirTenthOfTheBytes() {
    Reservations reservations = new Reservations(20, 1_000, 10);
    assertThat(reservations.reserve(900)).isNull();
    assertThat(reservations.reserve(1)).isEqualTo(DropReason.QUEUE_FULL);
    assertThat(reservations.reserveImportant(100)).isNull();
    assertThat(reservations.reserveImportant(1)).isEqualTo(DropReason.QUEUE_FULL);
  }

  @Test
  void theTenthOfAFewIsNone() {
    Reservations nine = new Reservations(9, 9, 10);
    for (int i = 0; i < 9; i++) {
      assertThat(nine.reserve(1)).isNull();
    }
  }

  @Test
  void anItemThatFitsIntoAnEmptyQueueOnlyIsTakenThere() {
    Reservations reservations = new Reservations(20, 1_000, 10);
    assertThat(reservations.reserve(1_001)).isEqualTo(DropReason.QUEUE_FULL);
    assertThat(reservations.reserve(1_000)).isNull();
    assertThat(reservations.reserve(0)).isEqualTo(DropReason.QUEUE_FULL);
    reservations.release(1, 1_000);
    assertThat(reservations.reserve(1)).isNull();
    assertThat(reservations.reserve(950)).isEqualTo(DropReason.QUEUE_FULL);
  }

  @Test
  void importantItemsAreRefusedWhereTheGateIsClosed() {
    Reservations reservations = new Reservations(20, 1_000, 10);
    reservations.close();
    assertThat(reservations.reserveImportant(1)).isEqualTo(DropReason.CLOSED);
  }

  @Test
  void neitherBoundIsExceededUnderContention() throws Exception {
    long seed = System.nanoTime();
    Reservations reservations = new Reservations(60, 10_000, 10);
    AtomicLong exceeded = new AtomicLong();
    HotThreads.run(
        THREADS,
        thread -> {
          Random random = new Random(seed + thread);
          boolean important = thread % 2 == 0;
          for (int i = 0; i < 20_000; i++) {
            int bytes = random.nextInt(400);
            DropReason refusal =
                important ? reservations.reserveImportant(bytes) : reservations.reserve(bytes);
            if (refusal == null) {
              if (reservations.items() > 60 || reservations.bytes() > 10_000) {
                exceeded.incrementAndGet();
              }
              reservations.release(1, bytes);
            }
          }
        });
    assertThat(exceeded).as("seed %d", seed).hasValue(0);
    assertThat(reservations.items()).isZero();
    assertThat(reservations.bytes()).isZero();
  }

  @Test
  void aFullQueueHoldsExactlyItsShares() throws Exception {
    Gate gate = new Gate();
    Table<Integer> table = new Table<>((number, batch) -> gate.passWhateverComes());
    AsyncBatcher<Integer> batcher =
        AsyncBatcher.builder("reserve", table)
            .maxQueueItems(1_000)
            .reservePercent(10)
            .maxDelay(Duration.ofHours(1))
            .build();
    AtomicLong ordinary = new AtomicLong();
    AtomicLong important = new AtomicLong();
    offerFromManyThreads(batcher, false, ordinary);
    offerFromManyThreads(batcher, true, important);
    assertThat(ordinary).hasValue(900);
    assertThat(important).hasValue(100);
    assertThat(batcher.ledger().queued()).isEqualTo(1_000);
    assertThat(batcher.ledger().dropped(DropReason.QUEUE_FULL)).isEqualTo(THREADS * 1_000L - 1_000);
    gate.open();
    batcher.close(Duration.ofSeconds(20));
    assertThat(batcher.ledger().balanced()).isTrue();
    assertThat(batcher.ledger().stored()).isEqualTo(1_000);
  }

  /** Nobody asks an item that there is room for. */
  @Test
  void anEntryIsAskedOnlyWhereTheRestIsFull() {
    AtomicLong asked = new AtomicLong();
    try (AsyncBatcher<String> batcher =
        AsyncBatcher.<String>builder("asked", batch -> {})
            .maxQueueItems(10)
            .reservePercent(50)
            .maxDelay(Duration.ofHours(1))
            .batchSize(100)
            .build()) {
      for (int i = 0; i < 4; i++) {
        assertThat(batcher.offerEntry(new Asked(asked), 1)).isNull();
      }
      assertThat(asked).hasValue(0);
    }
  }

  private static void offerFromManyThreads(
      AsyncBatcher<Integer> batcher, boolean important, AtomicLong taken) throws Exception {
    HotThreads.run(
        THREADS,
        thread -> {
          for (int i = 0; i < 500; i++) {
            if (batcher.offer(i, 1, important) == null) {
              taken.incrementAndGet();
            }
          }
        });
  }

  private static final class Asked extends Entry<String> {
    private final AtomicLong asked;

    Asked(AtomicLong asked) {
      this.asked = asked;
    }

    @Override
    protected String item() {
      return "item";
    }

    @Override
    protected boolean isImportant() {
      asked.incrementAndGet();
      return true;
    }
  }
}
