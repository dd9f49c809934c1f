// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ledger balances whatever happens, and says what really happened. */
@Timeout(60)
class BalanceTest {

  private static final int MAX_ITEMS = 500;
  private static final long MAX_BYTES = 20_000;

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void balancesUnderEightHotThreadsAndARandomWriter(long seed) throws Exception {
    Random random = new Random(seed);
    Table<Integer> table = new Table<>((number, batch) -> misbehave(random, batch));
    List<Integer> quarantined = new CopyOnWriteArrayList<>();
    AsyncBatcher<Integer> batcher = batcher(table, quarantined, random);
    AtomicLong taken = new AtomicLong();
    AtomicLong overBound = new AtomicLong();

    HotThreads.run(
        8,
        thread -> {
          Random own = new Random(seed * 100 + thread);
          for (int i = 0; i < 5_000; i++) {
            if (batcher.offer(thread * 10_000 + i, own.nextInt(1_100)) == null) {
              taken.incrementAndGet();
            }
            Ledger now = batcher.ledger();
            if (now.queued() > MAX_ITEMS || now.queuedBytes() > MAX_BYTES) {
              overBound.incrementAndGet();
            }
            if (i % 500 == 0) {
              batcher.flush(Duration.ofMillis(2));
            }
          }
        });
    batcher.close(Duration.ofSeconds(20));

    Ledger ledger = batcher.ledger();
    assertThat(ledger.accepted()).as("seed %d: %s", seed, ledger).isEqualTo(40_000);
    assertThat(ledger.balanced()).as("seed %d: %s", seed, ledger).isTrue();
    assertThat(ledger.stored()).as("seed %d", seed).isEqualTo(table.rows().size()).isPositive();
    assertThat(ledger.quarantined()).isEqualTo(quarantined.size()).isPositive();
    assertThat(ledger.stored() + ledger.quarantined() + ledger.dropped(DropReason.REJECTED))
        .as("seed %d: %s", seed, ledger)
        .isEqualTo(taken.get());
    assertThat(ledger.dropped(DropReason.TOO_LARGE)).isPositive();
    assertThat(table.rows()).doesNotHaveDuplicates().doesNotContainAnyElementsOf(quarantined);
    assertThat(overBound).hasValue(0);
  }

  private static AsyncBatcher<Integer> batcher(
      Table<Integer> table, List<Integer> quarantined, Random random) {
    return AsyncBatcher.builder("balance", table)
        .maxQueueItems(MAX_ITEMS)
        .maxQueueBytes(MAX_BYTES)
        .maxItemBytes(1_000)
        .batchSize(50)
        .maxDelay(Duration.ofMillis(1))
        .retryBackoff(Duration.ofMillis(1), Duration.ofMillis(1))
        .failureClassifier(
            failure ->
                failure instanceof IllegalArgumentException
                    ? FailureKind.ITEM
                    : FailureKind.TRANSIENT)
        .quarantine(
            (item, cause) -> {
              misfile(random, item);
              quarantined.add(item);
            })
        .build();
  }

  private static void misbehave(Random random, List<Integer> batch) throws Exception {
    switch (random.nextInt(20)) {
      case 0 -> throw new IOException("away");
      case 1 -> throw new OutOfMemoryError("pretended");
      case 2 -> Thread.currentThread().interrupt();
      default -> {
        if (batch.stream().anyMatch(item -> item % 97 == 0)) {
          throw new IllegalArgumentException("bad row");
        }
      }
    }
  }

  private static void misfile(Random random, int item) throws Exception {
    if (item % 5 == 0) {
      throw new IllegalArgumentException("refused here as well");
    }
    if (random.nextInt(3) == 0) {
      throw new IOException("away");
    }
  }
}
