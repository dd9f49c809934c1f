// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class HealthTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration TICK = Duration.ofMillis(1);

  private final ManualTime time = ManualTime.standing();
  private final IOException away = new IOException("away");

  @Test
  void aNewBatcherIsWell() {
    try (AsyncBatcher<Integer> batcher = over(Table.healthy()).maxQueueItems(7).build()) {
      BatcherHealth health = batcher.health();
      assertThat(health.state()).isEqualTo(BatcherHealth.State.WORKING);
      assertThat(health.failure()).isNull();
      assertThat(health.failingFor()).isZero();
      assertThat(health.sinceAnswer()).isNull();
      assertThat(health.oldestAge()).isZero();
      assertThat(health.restarts()).isZero();
      assertThat(health.maxItems()).isEqualTo(7);
      assertThat(health.maxBytes()).isEqualTo(32 << 20);
      assertThat(health.spilledBytes()).isZero();
      assertThat(health.maxSpilledBytes()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"TRANSIENT, RETRYING", "TIMEOUT, RETRYING", "SETUP, NEEDS_SETUP"})
  void saysWhatFailsAndSinceWhen(FailureKind kind, BatcherHealth.State state) throws Exception {
    AtomicReference<Throwable> failing = new AtomicReference<>(away);
    Table<Integer> table =
        new Table<>(
            (number, batch) -> {
              if (failing.get() != null) {
                Table.raise(failing.get());
              }
            });
    try (AsyncBatcher<Integer> batcher = over(table).failureClassifier(failure -> kind).build()) {
      batcher.offer(1, 5);
      while (batcher.health().state() == BatcherHealth.State.WORKING) {
        Thread.sleep(1); // The timeout of the test interrupts it.
      }
      time.advance(Duration.ofSeconds(3));
      BatcherHealth health = batcher.health();
      assertThat(health.state()).isEqualTo(state);
      assertThat(health.failure()).isSameAs(away);
      assertThat(health.failingFor()).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
      assertThat(health.oldestAge()).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
      assertThat(health.ledger().queuedBytes()).isEqualTo(5);

      failing.set(null);
      CompletableFuture<Boolean> flush = batcher.flushAsync();
      while (!flush.isDone()) {
        time.advance(Duration.ofMinutes(1)); // A pause may begin after the first.
        Thread.sleep(1);
      }
      assertThat(flush.join()).isTrue();
      time.advance(Duration.ofSeconds(2));
      assertThat(batcher.health().state()).isEqualTo(BatcherHealth.State.WORKING);
      assertThat(batcher.health().failure()).isNull();
      assertThat(batcher.health().failingFor()).isZero();
      assertThat(batcher.health().oldestAge()).isZero();
      assertThat(batcher.health().sinceAnswer()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }
  }

  @Test
  void saysThatItIsClosedWhateverFailed() {
    AsyncBatcher<Integer> batcher = over(Table.failing(Integer.MAX_VALUE, away)).build();
    batcher.offer(1, 1);
    batcher.close(Duration.ZERO);
    assertThat(batcher.health().state()).isEqualTo(BatcherHealth.State.CLOSED);
    assertThat(batcher.health().failure()).isNull();
    assertThat(batcher.health().oldestAge()).isZero();
  }

  @Test
  void tellsTheObserverOfEachTry() {
    List<String> tries = new CopyOnWriteArrayList<>();
    AsyncBatcherBuilder<Integer> builder =
        over(Table.failing(2, away))
            .writeObserver(
                (duration, items, failure) -> {
                  tries.add(items + " " + failure);
                  throw new IllegalStateException("broken observer");
                });
    builder.time = Time.SYSTEM;
    try (AsyncBatcher<Integer> batcher = builder.build()) {
      batcher.offer(1, 1);
      assertThat(batcher.flush(LONG)).isTrue();
    }
    assertThat(tries).containsExactly("1 TRANSIENT", "1 TRANSIENT", "1 null");
  }

  private AsyncBatcherBuilder<Integer> over(Table<Integer> table) {
    AsyncBatcherBuilder<Integer> builder =
        AsyncBatcher.builder("health", table).maxDelay(Duration.ZERO).retryBackoff(TICK, TICK);
    builder.time = time;
    return builder;
  }
}
