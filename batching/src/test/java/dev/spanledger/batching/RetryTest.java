// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How long the worker waits between tries. Each wait moves the clock. */
class RetryTest {

  private final IOException failure = new IOException("away");

  private final ManualTime time = ManualTime.movedByWaits();
  private final Closing closing = new Closing(time);
  private final RecordingLogger log = new RecordingLogger();
  private final AsyncBatcherBuilder<String> settings =
      AsyncBatcher.<String>builder("retry", batch -> {})
          .retryBackoff(Duration.ofMillis(100), Duration.ofSeconds(10))
          .setupPause(Duration.ofSeconds(30));

  RetryTest() {
    settings.time = time;
    settings.random = new Random(1);
  }

  @Test
  void waitsLongerAfterEachTransientFailureUpToTenSeconds() {
    Retry retry = retry();
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
    Retry retry = retry();
    for (int i = 0; i < 5; i++) {
      retry.await(FailureKind.TRANSIENT, failure);
    }
    retry.answered();
    retry.await(FailureKind.TRANSIENT, failure);
    assertThat(time.waits.get(5)).isLessThanOrEqualTo(Duration.ofMillis(100));
  }

  @Test
  void pausesEquallyLongAfterEachSetupFailure() {
    Retry retry = retry();
    retry.await(FailureKind.SETUP, failure);
    retry.await(FailureKind.SETUP, failure);
    assertThat(time.waits).containsExactly(Duration.ofSeconds(30), Duration.ofSeconds(30));
  }

  @Test
  void whileClosingEveryKindBacksOffAndStopsAtTheDeadline() {
    Retry retry = retry();
    closing.request(Duration.ofMillis(200).toNanos());
    while (!closing.isOverdue()) {
      retry.await(FailureKind.SETUP, failure);
    }
    assertThat(time.waits).hasSizeGreaterThan(1);
    assertThat(time.waits.stream().reduce(Duration.ZERO, Duration::plus))
        .isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void aCloseEndsTheWaitAndStartsTheWaitsAnew() {
    AtomicInteger parks = new AtomicInteger();
    Time closedWhileWaiting =
        new Time() {
          @Override
          public long nanos() {
            return time.nanos();
          }

          @Override
          public void park(long nanos) {
            if (parks.incrementAndGet() == 1) {
              closing.request(Duration.ofMinutes(1).toNanos());
            } else {
              time.park(nanos);
            }
          }
        };
    settings.time = closedWhileWaiting;
    Retry retry = retry();
    parks.set(1);
    for (int i = 0; i < 5; i++) {
      retry.await(FailureKind.TRANSIENT, failure);
    }
    time.waits.clear();
    parks.set(0);
    retry.await(FailureKind.SETUP, failure);
    assertThat(time.waits).isEmpty();
    retry.await(FailureKind.SETUP, failure);
    assertThat(time.waits.get(0)).isLessThanOrEqualTo(Duration.ofMillis(100));
  }

  @Test
  void anInterruptDoesNotMakeItSpin() {
    Retry retry = retry();
    Thread.currentThread().interrupt();
    retry.await(FailureKind.TRANSIENT, failure);
    assertThat(Thread.interrupted()).isFalse();
    assertThat(time.waits).hasSize(1);
  }

  private Retry retry() {
    settings.log = log;
    QuietLog quiet = new QuietLog(settings, new Counters());
    return new Retry(settings, closing, quiet, new Pulse(time), null);
  }
}
