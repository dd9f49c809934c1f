// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How long the worker waits between tries. Each wait moves the clock. */
class RetryTest {

  private final IOException failure = new IOException("away");

  private final ManualTime time = ManualTime.movedByWaits();
  private final Closing closing = new Closing(time);
  private final RecordingLogger log = new RecordingLogger();
  private final Retry retry;

  RetryTest() {
    AsyncBatcherBuilder<String> settings =
        AsyncBatcher.<String>builder("retry", batch -> {})
            .retryBackoff(Duration.ofMillis(100), Duration.ofSeconds(10))
            .setupPause(Duration.ofSeconds(30));
    settings.time = time;
    settings.random = new Random(1);
    retry = new Retry(settings, closing, new QuietLog(log, "retry", time, new Counters()));
  }

  @Test
  void waitsLongerAfterEachTransientFailureUpToTenSeconds() {
    for (int i = 0; i < 10; i++) {
      retry.await(FailureKind.TRANSIENT, failure);
    }
    assertThat(time.waits).hasSize(10);
    long full = 100;
    for (Duration wait : time.waits) {
      assertThat(wait).isBetween(Duration.ofMillis(full / 2), Duration.ofMillis(full));
      full = Math.min(2 * full, 10_000);
    }
  }

  @Test
  void anAnswerStartsTheWaitsAnew() {
    for (int i = 0; i < 5; i++) {
      retry.await(FailureKind.TRANSIENT, failure);
    }
    retry.answered();
    retry.await(FailureKind.TRANSIENT, failure);
    assertThat(time.waits.get(5)).isLessThanOrEqualTo(Duration.ofMillis(100));
  }

  @Test
  void pausesEquallyLongAfterEachSetupFailure() {
    retry.await(FailureKind.SETUP, failure);
    retry.await(FailureKind.SETUP, failure);
    assertThat(time.waits).containsExactly(Duration.ofSeconds(30), Duration.ofSeconds(30));
  }

  @Test
  void whileClosingEveryKindBacksOffAndStopsAtTheDeadline() {
    closing.request(Duration.ofMillis(200).toNanos());
    while (!closing.isOverdue()) {
      retry.await(FailureKind.SETUP, failure);
    }
    assertThat(time.waits).hasSizeGreaterThan(1);
    assertThat(time.waits.stream().reduce(Duration.ZERO, Duration::plus))
        .isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void anInterruptDoesNotMakeItSpin() {
    Thread.currentThread().interrupt();
    retry.await(FailureKind.TRANSIENT, failure);
    assertThat(Thread.interrupted()).isFalse();
    assertThat(time.waits).hasSize(1);
  }
}
