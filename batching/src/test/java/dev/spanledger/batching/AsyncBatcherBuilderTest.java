// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AsyncBatcherBuilderTest {

  private final AsyncBatcherBuilder<String> builder = AsyncBatcher.builder("knobs", batch -> {});

  @ParameterizedTest
  @MethodSource("outOfBounds")
  void refusesAKnobOutOfBounds(String message, Consumer<AsyncBatcherBuilder<String>> knob) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> knob.accept(builder))
        .withMessage(message);
  }

  static Stream<Arguments> outOfBounds() {
    Duration ms = Duration.ofMillis(1);
    return Stream.of(
        knob(
            "maxQueueBytes must be between 1 and 1099511627775, but was 0",
            b -> b.maxQueueBytes(0)),
        knob(
            "maxQueueBytes must be between 1 and 1099511627775, but was 1099511627776",
            b -> b.maxQueueBytes(1L << 40)),
        knob("maxQueueItems must be between 1 and 8388607, but was 0", b -> b.maxQueueItems(0)),
        knob(
            "maxQueueItems must be between 1 and 8388607, but was 8388608",
            b -> b.maxQueueItems(8_388_608)),
        knob("maxItemBytes must be between 1 and 1099511627775, but was 0", b -> b.maxItemBytes(0)),
        knob(
            "maxItemBytes must be between 1 and 1000, but was 1048576",
            b -> b.maxQueueBytes(1_000).build()),
        knob("reservePercent must be between 0 and 90, but was -1", b -> b.reservePercent(-1)),
        knob("reservePercent must be between 0 and 90, but was 91", b -> b.reservePercent(91)),
        knob("batchSize must be between 1 and 100000, but was 0", b -> b.batchSize(0)),
        knob("batchSize must be between 1 and 100000, but was 100001", b -> b.batchSize(100_001)),
        knob(
            "maxBatchBytes must be between 1 and 1099511627775, but was -1",
            b -> b.maxBatchBytes(-1)),
        knob(
            "maxDelay must be between PT0S and PT1H, but was PT-0.001S",
            b -> b.maxDelay(ms.negated())),
        knob(
            "maxDelay must be between PT0S and PT1H, but was PT2H",
            b -> b.maxDelay(Duration.ofHours(2))),
        knob(
            "retryBackoff initial must be between PT0.001S and PT1H, but was PT0S",
            b -> b.retryBackoff(Duration.ZERO, ms)),
        knob(
            "retryBackoff max must be between PT1S and PT1H, but was PT0.001S",
            b -> b.retryBackoff(Duration.ofSeconds(1), ms)),
        knob(
            "writeTimeout must be between PT0.001S and PT1H, but was PT0S",
            b -> b.writeTimeout(Duration.ZERO)),
        knob(
            "setupPause must be between PT0.001S and PT1H, but was PT0S",
            b -> b.setupPause(Duration.ZERO)),
        knob(
            "closeTimeout must be between PT0S and PT1H, but was PT-0.001S",
            b -> b.closeTimeout(ms.negated())));
  }

  private static Arguments knob(String message, Consumer<AsyncBatcherBuilder<String>> knob) {
    return Arguments.of(message, knob);
  }

  @Test
  void refusesABlankName() {
    assertThatIllegalArgumentException().isThrownBy(() -> AsyncBatcher.builder(" ", batch -> {}));
  }

  @Test
  void refusesNulls() {
    assertThatNullPointerException().isThrownBy(() -> builder.failureClassifier(null));
    assertThatNullPointerException().isThrownBy(() -> builder.quarantine(null));
    assertThatNullPointerException().isThrownBy(() -> builder.maxDelay(null));
    assertThatNullPointerException().isThrownBy(() -> AsyncBatcher.builder("name", null));
  }

  @Test
  void keepsTheOldBackoffIfThePairIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.retryBackoff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
    assertThat(builder.initialBackoffNanos).isEqualTo(100_000_000);
    assertThat(builder.maxBackoffNanos).isEqualTo(10_000_000_000L);
  }

  @Test
  void namesTheDaemonThreadThatWrites() throws Exception {
    Table<Thread> threads = Table.healthy();
    try (AsyncBatcher<Integer> batcher =
        AsyncBatcher.<Integer>builder("named", b -> threads.write(List.of(Thread.currentThread())))
            .maxDelay(Duration.ZERO)
            .build()) {
      batcher.offer(1, 1);
      Thread thread = threads.nextBatch().get(0);
      assertThat(thread.getName()).isEqualTo("named-write");
      assertThat(thread.isDaemon()).isTrue();
    }
  }
}
