// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class QuietLogTest {

  private final IOException away = new IOException("refused\nDETAIL: (more)");

  private final ManualTime time = ManualTime.standing();
  private final RecordingLogger logger = new RecordingLogger();
  private final Counters counters = new Counters();
  private final QuietLog log = new QuietLog(settings(), counters);

  private AsyncBatcherBuilder<String> settings() {
    AsyncBatcherBuilder<String> settings =
        AsyncBatcher.<String>builder("agent", batch -> {}).failureClassifier(new Describing());
    settings.log = logger;
    settings.time = time;
    return settings;
  }

  /** Vouches for the messages of I/O failures. */
  private static final class Describing implements FailureClassifier {
    @Override
    public FailureKind classify(Throwable failure) {
      return FailureKind.TRANSIENT;
    }

    @Override
    public String describe(Throwable failure) {
      return failure instanceof IOException
          ? failure.toString()
          : FailureClassifier.super.describe(failure);
    }
  }

  @Test
  void saysTheFirstFailureAtOnceThenOneLineAMinuteThenTheRecovery() {
    for (int second = 0; second < 150; second++) {
      log.failed(FailureKind.TRANSIENT, away);
      time.advance(Duration.ofSeconds(1));
    }
    log.answered();
    assertThat(logger.lines)
        .containsExactly(
            "WARN agent: write failed, trying again: java.io.IOException: refused",
            "WARN agent: still failing after 60 s, 61 tries: java.io.IOException: refused",
            "WARN agent: still failing after 120 s, 121 tries: java.io.IOException: refused",
            "INFO agent: works again after 150 s, 150 failed tries");
  }

  @Test
  void saysNothingWhenNothingHasFailed() {
    log.answered();
    log.checkDrops();
    assertThat(logger.lines).isEmpty();
  }

  @Test
  void aDatabaseThatFlapsGetsOneLineAMinute() {
    for (int second = 0; second < 59; second++) {
      log.failed(FailureKind.TRANSIENT, away);
      log.answered();
      time.advance(Duration.ofSeconds(1));
    }
    assertThat(logger.lines).hasSize(2);
  }

  @Test
  void repeatsWhatASetupFailureSaysToDoOnlyOnce() {
    IOException notSetUp = new IOException("no table agent_spans\napply postgresql.sql");
    for (int minute = 0; minute < 3; minute++) {
      log.failed(FailureKind.SETUP, notSetUp);
      time.advance(Duration.ofMinutes(1));
    }
    assertThat(logger.lines).hasSize(3);
    assertThat(logger.lines.get(0)).contains("no table agent_spans\napply postgresql.sql");
    assertThat(logger.lines.get(1)).doesNotContain("apply postgresql.sql");
    assertThat(logger.lines.get(2)).doesNotContain("apply postgresql.sql");
  }

  @Test
  void saysASetupFailureEvenRightAfterATransientOne() {
    log.failed(FailureKind.TRANSIENT, away);
    log.failed(FailureKind.SETUP, new IOException("apply postgresql.sql"));
    assertThat(logger.lines).hasSize(2);
    assertThat(logger.lines.get(1)).contains("apply postgresql.sql");
  }

  @Test
  void namesOnlyTheClassOfAFailureThatAnItemCaused() {
    log.refused(new IllegalArgumentException("invalid input: secret"));
    log.refused(new IllegalArgumentException("invalid input: secret"));
    assertThat(logger.lines)
        .containsExactly(
            "WARN agent: the writer refused an item (java.lang.IllegalArgumentException);"
                + " so far 0 quarantined, 0 dropped");
  }

  @Test
  void countsDropsByReasonOnceAMinute() {
    counters.dropped(DropReason.QUEUE_FULL).addAndGet(5);
    log.checkDrops();
    counters.dropped(DropReason.QUEUE_FULL).addAndGet(2);
    counters.dropped(DropReason.TOO_LARGE).addAndGet(1);
    log.checkDrops();
    time.advance(Duration.ofMinutes(1));
    log.checkDrops();
    time.advance(Duration.ofMinutes(1));
    log.checkDrops();
    assertThat(logger.lines)
        .containsExactly(
            "WARN agent: dropped 5 items; in all {QUEUE_FULL=5}",
            "WARN agent: dropped 3 items; in all {QUEUE_FULL=7, TOO_LARGE=1}");
  }

  @Test
  void anOutageOfTenMinutesWithAFullQueueGetsElevenLines() {
    for (int second = 0; second < 600; second++) {
      log.failed(FailureKind.TRANSIENT, away);
      counters.dropped(DropReason.QUEUE_FULL).addAndGet(1_000);
      log.checkDrops();
      log.refused(new IllegalArgumentException("invalid input: secret"));
      log.survived(new IllegalStateException("secret"));
      time.advance(Duration.ofSeconds(1));
    }
    log.answered();
    assertThat(logger.lines).hasSize(11).noneMatch(line -> line.contains("secret"));
    assertThat(logger.lines.get(1))
        .startsWith(
            "WARN agent: still failing after 60 s, 61 tries: java.io.IOException: refused;"
                + " dropped 60000 items; in all {QUEUE_FULL=60000}; the writer refused an item"
                + " (java.lang.IllegalArgumentException); so far 0 quarantined, 0 dropped;"
                + " unexpected failure, going on: java.lang.IllegalStateException at ");
  }

  @Test
  void saysWhatWasDroppedDuringAnOutageWithTheNextLine() {
    log.failed(FailureKind.TRANSIENT, away);
    counters.dropped(DropReason.QUEUE_FULL).incrementAndGet();
    log.checkDrops();
    assertThat(logger.lines).hasSize(1);
    time.advance(Duration.ofMinutes(1));
    log.checkDrops();
    assertThat(logger.lines.get(1))
        .contains("still failing after 60 s")
        .contains("dropped 1 items");
  }

  @Test
  void whatWasLeftUnsaidIsSaidAMinuteLater() {
    log.failed(FailureKind.TRANSIENT, away);
    log.answered();
    log.refused(new IllegalArgumentException("invalid input: secret"));
    log.checkDrops();
    assertThat(logger.lines).hasSize(2);
    time.advance(Duration.ofMinutes(1));
    log.checkDrops();
    log.checkDrops();
    assertThat(logger.lines).hasSize(3);
    assertThat(logger.lines.get(2)).contains("the writer refused an item");
  }

  @Test
  void aFailureThatNobodyVouchesForIsNamedByItsClassOnly() {
    log.failed(FailureKind.TRANSIENT, new IllegalStateException("For input string: secret"));
    assertThat(logger.lines)
        .containsExactly("WARN agent: write failed, trying again: java.lang.IllegalStateException");
  }

  @Test
  void saysAtTheEndWhatWasLost() {
    log.closed(Ledger.EMPTY);
    assertThat(logger.lines).isEmpty();
    log.closed(new Ledger(2, 1, 0, 0, 0, 0, Map.of(DropReason.CLOSE_DEADLINE, 1L)));
    assertThat(logger.lines)
        .containsExactly(
            "WARN agent: closed, items were lost: accepted 2 = stored 1 + queued 0 (0 bytes)"
                + " + spilled 0 + quarantined 0 + dropped 1 {CLOSE_DEADLINE=1}");
  }

  @Test
  void noItemIsEverLogged() throws Exception {
    record Secret(int number) {
      @Override
      public String toString() {
        return "secret";
      }
    }
    CountDownLatch reachedLast = new CountDownLatch(1);
    AsyncBatcherBuilder<Secret> builder =
        AsyncBatcher.<Secret>builder(
                "agent",
                batch -> {
                  if (batch.get(0).number == 3) {
                    reachedLast.countDown();
                    throw new IOException("away");
                  }
                  throw new IllegalArgumentException("bad row: " + batch);
                })
            .maxItemBytes(10)
            .maxDelay(Duration.ofMillis(1))
            .retryBackoff(Duration.ofMillis(1), Duration.ofMillis(1))
            .failureClassifier(
                failure ->
                    failure instanceof IllegalArgumentException
                        ? FailureKind.ITEM
                        : FailureKind.TRANSIENT);
    builder.log = logger;
    AsyncBatcher<Secret> batcher = builder.build();
    for (int i = 0; i < 4; i++) {
      batcher.offer(new Secret(i), 1);
    }
    reachedLast.await();
    batcher.offer(new Secret(4), 11);
    batcher.close(Duration.ofMillis(50));
    assertThat(logger.lines)
        .anyMatch(line -> line.contains("refused an item"))
        .anyMatch(line -> line.contains("items were lost"))
        .noneMatch(line -> line.contains("secret"));
  }

  @Test
  void aLongMessageIsCut() {
    log.failed(FailureKind.TRANSIENT, new IOException("x".repeat(10_000)));
    assertThat(logger.lines.get(0)).hasSizeLessThan(300);
  }

  @Test
  void aFailureWithABrokenMessageIsSurvived() {
    log.failed(
        FailureKind.TRANSIENT,
        new IOException() {
          private static final long serialVersionUID = 1L;

          @Override
          public String getMessage() {
            throw new IllegalStateException("no message");
          }
        });
    assertThat(logger.lines).isEmpty();
  }
}
