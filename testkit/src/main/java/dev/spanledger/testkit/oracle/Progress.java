// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.oracle;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.time.Duration;
import java.util.Locale;

/**
 * Says on standard output what a fault test does, with its seed, and how far it is: in the short
 * form one line at the end, in the long one a line every ten seconds too. Used by one thread.
 */
public final class Progress {
  private static final long EVERY_NANOS = Duration.ofSeconds(10).toNanos();

  private final String what;
  private final int rounds;
  private final long seed;
  private final long started = System.nanoTime();
  private long said = started;

  private Progress(String what, int rounds, long seed) {
    this.what = what;
    this.rounds = rounds;
    this.seed = seed;
  }

  /**
   * Begins.
   *
   * @param what the fault, for people: {@code kill -9 of PostgreSQL}
   * @param rounds how often it will happen
   */
  public static Progress of(String what, int rounds, long seed) {
    Progress progress = new Progress(what, rounds, seed);
    if (FaultForm.current() != FaultForm.SHORT) {
      progress.say("begins");
    }
    return progress;
  }

  /** Called after each round. */
  public void round(int done, Object state) {
    long now = System.nanoTime();
    if (FaultForm.current() != FaultForm.SHORT && now - said >= EVERY_NANOS) {
      said = now;
      say(done + " done; " + state);
    }
  }

  /** Says how it ended, and how busy the machine was. */
  public void end(Object outcome) {
    OperatingSystemMXBean machine = ManagementFactory.getOperatingSystemMXBean();
    say(
        String.format(
            Locale.ROOT,
            "ended: %s (load %.1f on %d processors)",
            outcome,
            machine.getSystemLoadAverage(),
            machine.getAvailableProcessors()));
  }

  private void say(String line) {
    System.out.printf(
        Locale.ROOT,
        "[faults] %s x %d (seed %d) %.1f s: %s%n",
        what,
        rounds,
        seed,
        (System.nanoTime() - started) / 1e9,
        line);
  }
}
