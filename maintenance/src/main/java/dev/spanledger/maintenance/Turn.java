// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.maintenance;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * One run's leave to work: it keeps the lease, goes slowly where it shall not be felt, and ends
 * when the process does. For the thread of the run.
 */
final class Turn {
  /** Nobody notices a pause of this length, and no job is held up by a single slow piece. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private static final Duration RENEWED_EVERY = Duration.ofMinutes(1);

  private final double share;
  private final Stop stop;
  private final BooleanSupplier lease;
  private final LongSupplier nanoTime;
  private long workedSince;
  private long renewedAt;
  private boolean over;

  /** The end of the process' work, for which can be waited. */
  interface Stop {
    /** Waits so long, or until work shall stop; says whether it shall. */
    boolean within(Duration pause);
  }

  /**
   * @param share of the time that is worked: 1 for without pauses
   * @param lease renews it; false where it is lost
   */
  Turn(double share, Stop stop, BooleanSupplier lease, LongSupplier nanoTime) {
    this.share = share;
    this.stop = stop;
    this.lease = lease;
    this.nanoTime = nanoTime;
    this.workedSince = nanoTime.getAsLong();
    this.renewedAt = workedSince;
  }

  /** To be asked before each piece of work. */
  boolean goesOn() {
    over = over || stop.within(pause()) || !isLeaseKept();
    workedSince = nanoTime.getAsLong();
    return !over;
  }

  private Duration pause() {
    long worked = nanoTime.getAsLong() - workedSince;
    Duration pause = Duration.ofNanos((long) (worked * (1 / share - 1)));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  private boolean isLeaseKept() {
    long now = nanoTime.getAsLong();
    if (now - renewedAt < RENEWED_EVERY.toNanos()) {
      return true;
    }
    renewedAt = now;
    return lease.getAsBoolean();
  }
}
