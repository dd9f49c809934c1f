// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bad item is found, and takes no good one with it. */
@Timeout(30)
class BisectTest {

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration TICK = Duration.ofMillis(1);

  private final List<Integer> place = new CopyOnWriteArrayList<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void findsExactlyTheBadItems(long seed) {
    Random random = new Random(seed);
    Set<Integer> bad = new TreeSet<>();
    IntStream.range(0, random.nextInt(20)).forEach(i -> bad.add(random.nextInt(1_000)));
    Table<Integer> table = refusing(bad);
    AsyncBatcher<Integer> batcher =
        over(table).quarantine((item, cause) -> place.add(item)).batchSize(100).build();
    IntStream.range(0, 1_000).forEach(i -> batcher.offer(i, 1));
    assertThat(batcher.close(LONG)).isTrue();

    assertThat(place).as("seed %d", seed).containsExactlyElementsOf(bad);
    assertThat(table.rows())
        .as("seed %d", seed)
        .containsExactlyElementsOf(
            IntStream.range(0, 1_000).filter(i -> !bad.contains(i)).boxed().toList());
    assertThat(batcher.ledger().quarantined()).isEqualTo(bad.size());
    assertThat(batcher.ledger().balanced()).isTrue();
  }

  @Test
  void findsOneBadItemInFewTries() {
    AtomicInteger tries = new AtomicInteger();
    Table<Integer> table =
        new Table<>(
            (number, batch) -> {
              tries.set(number);
              if (batch.contains(300)) {
                throw new IllegalArgumentException("bad row");
              }
            });
    try (AsyncBatcher<Integer> batcher = over(table).maxDelay(LONG).batchSize(512).build()) {
      IntStream.range(0, 512).forEach(i -> batcher.offer(i, 1));
      batcher.flush(LONG);
      assertThat(batcher.ledger().stored()).isEqualTo(511);
      assertThat(tries.get()).isLessThanOrEqualTo(19);
    }
  }

  @Test
  void withoutAQuarantineABadItemIsDroppedAsRejected() {
    Table<Integer> table = refusing(Set.of(2));
    AsyncBatcher<Integer> batcher = over(table).build();
    IntStream.range(0, 5).forEach(i -> batcher.offer(i, 1));
    assertThat(batcher.close(LONG)).isFalse();
    assertThat(table.rows()).containsExactly(0, 1, 3, 4);
    assertThat(batcher.ledger().dropped(DropReason.REJECTED)).isEqualTo(1);
    assertThat(batcher.ledger().balanced()).isTrue();
  }

  @Test
  void aQuarantineThatIsAwayIsTriedAgain() {
    AtomicInteger failures = new AtomicInteger(3);
    AsyncBatcher<Integer> batcher =
        over(refusing(Set.of(2)))
            .quarantine(
                (item, cause) -> {
                  if (failures.getAndDecrement() > 0) {
                    throw new IOException("away");
                  }
                  assertThat(cause).isInstanceOf(IllegalArgumentException.class);
                  place.add(item);
                })
            .build();
    IntStream.range(0, 5).forEach(i -> batcher.offer(i, 1));
    assertThat(batcher.close(LONG)).isTrue();
    assertThat(place).containsExactly(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ITEM", "SETUP"})
  void aQuarantineThatRefusesTheItemDropsItAsRejected(FailureKind kind) {
    Table<Integer> table = refusing(Set.of(2));
    AsyncBatcher<Integer> batcher =
        over(table)
            .failureClassifier(failure -> isBadRow(failure) ? FailureKind.ITEM : kind)
            .quarantine(
                (item, cause) -> {
                  throw new IOException("refused here as well");
                })
            .build();
    IntStream.range(0, 5).forEach(i -> batcher.offer(i, 1));
    assertThat(batcher.close(LONG)).isFalse();
    assertThat(table.rows()).containsExactly(0, 1, 3, 4);
    assertThat(batcher.ledger().dropped(DropReason.REJECTED)).isEqualTo(1);
  }

  @Test
  void aConnectionLostHalfwayStoresNothingTwice() {
    Table<Integer> table =
        new Table<>(
            (number, batch) -> {
              if (number % 2 == 0) {
                throw new IOException("away");
              }
              if (batch.contains(2)) {
                throw new IllegalArgumentException("bad row");
              }
            });
    AsyncBatcher<Integer> batcher =
        over(table).quarantine((item, cause) -> place.add(item)).build();
    IntStream.range(0, 20).forEach(i -> batcher.offer(i, 1));
    assertThat(batcher.close(LONG)).isTrue();
    assertThat(place).containsExactly(2);
    assertThat(table.rows()).hasSize(19).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void theDeadlineHoldsInTheMiddle() throws Exception {
    CountDownLatch reachedThree = new CountDownLatch(1);
    Table<Integer> table =
        new Table<>(
            (number, batch) -> {
              if (batch.size() > 1) {
                throw new IllegalArgumentException("bad row");
              }
              if (batch.contains(3)) {
                reachedThree.countDown();
                throw new IOException("away");
              }
            });
    AsyncBatcher<Integer> batcher = over(table).maxDelay(LONG).build();
    IntStream.range(0, 8).forEach(i -> batcher.offer(i, 1));
    CompletableFuture<Boolean> flush = batcher.flushAsync();
    reachedThree.await();
    assertThat(batcher.close(Duration.ofMillis(50))).isFalse();
    assertThat(flush.get()).isFalse();
    assertThat(table.rows()).containsExactly(0, 1, 2);
    assertThat(batcher.ledger().stored()).isEqualTo(3);
    assertThat(batcher.ledger().dropped(DropReason.CLOSE_DEADLINE)).isEqualTo(5);
    assertThat(batcher.ledger().balanced()).isTrue();
  }

  private static Table<Integer> refusing(Set<Integer> bad) {
    return new Table<>(
        (number, batch) -> {
          if (batch.stream().anyMatch(bad::contains)) {
            throw new IllegalArgumentException("bad row");
          }
        });
  }

  private static boolean isBadRow(Throwable failure) {
    return failure instanceof IllegalArgumentException;
  }

  private static AsyncBatcherBuilder<Integer> over(Table<Integer> table) {
    return AsyncBatcher.builder("bisect", table)
        .maxDelay(TICK)
        .retryBackoff(TICK, TICK)
        .failureClassifier(failure -> isBadRow(failure) ? FailureKind.ITEM : FailureKind.TRANSIENT);
  }
}
