// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * Says what goes wrong without flooding the log: at once the first time, then at most once a minute
 * with counts. It never sees an item, and it shows no message of a failure that an item caused.
 *
 * <p>Used by the worker only, except {@link #closed}. A logger that throws is ignored.
 */
final class QuietLog {

  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Logger log;
  private final String name;
  private final Time time;
  private final Counters counters;

  private final Throttle failures = new Throttle();
  private final Throttle setups = new Throttle();
  private final Throttle refusals = new Throttle();
  private final Throttle drops = new Throttle();
  private long failedTries;
  private long failingSinceNanos;
  private boolean failureSaid;
  private boolean setupSaid;
  private long dropsSaid;

  QuietLog(Logger log, String name, Time time, Counters counters) {
    this.log = log;
    this.name = name;
    this.time = time;
    this.counters = counters;
  }

  /** A write, or a quarantine, failed and will be tried again. */
  void failed(FailureKind kind, Throwable failure) {
    if (failedTries == 0) {
      failingSinceNanos = time.nanos();
    }
    failedTries++;
    boolean due = failures.isDue();
    if (kind == FailureKind.SETUP && !setupSaid && setups.isDue()) {
      quietly(() -> saySetup(failure));
    } else if (due) {
      quietly(() -> sayFailure(failure));
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
  }

  /** An item was refused and is quarantined or dropped. */
  void refused(Throwable cause) {
    if (refusals.isDue()) {
      quietly(
          () ->
              log.warn(
                  "{}: the writer refused an item ({}); so far {} quarantined, {} dropped",
                  name,
                  cause.getClass().getName(),
                  counters.quarantined.get(),
                  counters.dropped(DropReason.REJECTED).get()));
    }
  }

  /** Looks whether items were dropped since the last line. */
  void checkDrops() {
    long dropped = counters.droppedAtOffer() + counters.droppedLater();
    if (dropped > dropsSaid && drops.isDue()) {
      long more = dropped - dropsSaid;
      dropsSaid = dropped;
      quietly(() -> log.warn("{}: dropped {} items; in all {}", name, more, droppedByReason()));
    }
  }

  /** Called once, by whichever thread ends the batcher. */
  void closed(Ledger ledger) {
    if (ledger.droppedTotal() > 0) {
      quietly(() -> log.warn("{}: closed, items were lost: {}", name, ledger));
    }
  }

  /** The worker's own code threw something: the worker goes on. */
  void survived(Throwable failure) {
    if (failures.isDue()) {
      quietly(() -> log.warn("{}: unexpected failure, going on", name, failure));
    }
  }

  /** The worker's thread had died, of what nobody could see. */
  void restarted(long times) {
    if (failures.isDue()) {
      quietly(() -> log.warn("{}: the worker had died, started again ({} times)", name, times));
    }
  }

  private void saySetup(Throwable failure) {
    failureSaid = true;
    setupSaid = true;
    log.warn("{}: the database is not set up, waiting: {}", name, FailureText.whole(failure));
  }

  private void sayFailure(Throwable failure) {
    String line = FailureText.line(failure);
    if (failureSaid) {
      log.warn(
          "{}: still failing after {} s, {} tries: {}", name, failingSeconds(), failedTries, line);
    } else {
      log.warn("{}: write failed, trying again: {}", name, line);
    }
    failureSaid = true;
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
