// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Says what goes wrong without flooding the log: at once the first time, then in one line a minute,
 * whatever and however much it is. Two lines come beside that: what to do about a database that is
 * not set up, once; and that it works again.
 *
 * <p>It never sees an item. Of a failure it says what the {@link FailureClassifier} describes.
 *
 * <p>Used by the worker only, except {@link #closed} and {@link #restarted}. A logger that throws
 * is ignored.
 */
final class QuietLog {

  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Logger log;
  private final String name;
  private final Time time;
  private final Counters counters;
  private final FailureText text;

  private final Throttle lines = new Throttle();
  private final Throttle setups = new Throttle();
  private long failedTries;
  private long failingSinceNanos;
  private boolean failureSaid;
  private boolean setupSaid;
  private @Nullable Throwable failure;
  private @Nullable Throwable refusal;
  private @Nullable Throwable survived;
  private long dropsSaid;

  QuietLog(AsyncBatcherBuilder<?> settings, Counters counters) {
    this.log = settings.log;
    this.name = settings.name;
    this.time = settings.time;
    this.counters = counters;
    this.text = new FailureText(settings.failureClassifier);
  }

  /** A write, or a quarantine, failed and will be tried again. */
  void failed(FailureKind kind, Throwable cause) {
    if (failedTries == 0) {
      failingSinceNanos = time.nanos();
    }
    failedTries++;
    failure = cause;
    if (kind == FailureKind.SETUP && !setupSaid && setups.isDue()) {
      lines.isDue(); // Counts as this minute's line.
      quietly(() -> saySetup(cause));
    } else {
      sayIfDue();
    }
  }

  /** The writer or the quarantine answered again. */
  void answered() {
    if (failureSaid) {
      quietly(
          () ->
              log.info(
                  "{}: works again after {} s, {} failed tries",
                  name,
                  failingSeconds(),
                  failedTries));
    }
    failedTries = 0;
    failureSaid = false;
    setupSaid = false;
    failure = null;
  }

  /** An item was refused and is quarantined or dropped. */
  void refused(Throwable cause) {
    refusal = cause;
    sayIfDue();
  }

  /** Looks whether items were dropped, or something else was left unsaid, since the last line. */
  void checkDrops() {
    if (dropped() > dropsSaid || refusal != null || survived != null) {
      sayIfDue();
    }
  }

  /** The worker's own code threw something: the worker goes on. */
  void survived(Throwable cause) {
    survived = cause;
    sayIfDue();
  }

  /** The worker's thread had died, of what nobody could see. Happens too rarely to be throttled. */
  void restarted(long times) {
    quietly(() -> log.warn("{}: the worker had died and is started again ({} times)", name, times));
  }

  /** Called once, by whichever thread ends the batcher. */
  void closed(Ledger ledger) {
    if (ledger.droppedTotal() > 0) {
      quietly(() -> log.warn("{}: closed, items were lost: {}", name, ledger));
    }
  }

  private void saySetup(Throwable cause) {
    failureSaid = true;
    setupSaid = true;
    log.warn("{}: the database is not set up, waiting: {}", name, text.instruction(cause));
  }

  private void sayIfDue() {
    if (lines.isDue()) {
      quietly(() -> log.warn("{}: {}", name, String.join("; ", news())));
    }
  }

  /** All that is new; afterwards nothing is. */
  private List<String> news() {
    List<String> news = new ArrayList<>();
    if (failure != null) {
      news.add(failing(failure));
      failureSaid = true;
    }
    if (dropped() > dropsSaid) {
      long more = dropped() - dropsSaid;
      dropsSaid += more;
      news.add("dropped %d items; in all %s".formatted(more, droppedByReason()));
    }
    if (refusal != null) {
      news.add(refusing(refusal));
      refusal = null;
    }
    if (survived != null) {
      news.add("unexpected failure, going on: " + FailureText.where(survived));
      survived = null;
    }
    return news;
  }

  private String failing(Throwable cause) {
    String line = text.line(cause);
    return failureSaid
        ? "still failing after %d s, %d tries: %s".formatted(failingSeconds(), failedTries, line)
        : "write failed, trying again: " + line;
  }

  private String refusing(Throwable cause) {
    return "the writer refused an item (%s); so far %d quarantined, %d dropped"
        .formatted(
            text.line(cause),
            counters.quarantined.get(),
            requireNonNull(counters.dropped(DropReason.REJECTED)).get());
  }

  private long dropped() {
    return counters.droppedAtOffer() + counters.droppedLater();
  }

  private long failingSeconds() {
    return TimeUnit.NANOSECONDS.toSeconds(time.nanos() - failingSinceNanos);
  }

  private Map<DropReason, Long> droppedByReason() {
    Map<DropReason, Long> counts = counters.dropped();
    counts.values().removeIf(count -> count == 0);
    return counts;
  }

  private static void quietly(Runnable line) {
    try {
      line.run();
    } catch (Throwable e) {
      // The items matter more than the line.
    }
  }

  /** Lets one line a minute pass. */
  private final class Throttle {

    private boolean passed;
    private long passedNanos;

    boolean isDue() {
      long now = time.nanos();
      if (passed && now - passedNanos < MINUTE_NANOS) {
        return false;
      }
      passed = true;
      passedNanos = now;
      return true;
    }
  }
}
