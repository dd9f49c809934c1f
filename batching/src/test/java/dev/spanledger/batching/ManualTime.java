// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A clock that moves when the test says so, or by each wait. It remembers the waits. */
final class ManualTime implements Time {

  final List<Duration> waits = new CopyOnWriteArrayList<>();
  private final boolean movedByWaits;
  private final long step;
  // Close to the overflow, as System.nanoTime() may be.
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);

  private ManualTime(boolean movedByWaits, long step) {
    this.movedByWaits = movedByWaits;
    this.step = step;
  }

  static ManualTime standing() {
    return new ManualTime(false, 0);
  }

  static ManualTime movedByWaits() {
    return new ManualTime(true, 0);
  }

  /** Moves by so much for each real millisecond that somebody waits. */
  static ManualTime flowing(Duration step) {
    return new ManualTime(false, step.toNanos());
  }

  void advance(Duration by) {
    nanos.addAndGet(by.toNanos());
  }

  @Override
  public long nanos() {
    return nanos.get();
  }

  @Override
  public void park(long wait) {
    if (movedByWaits) {
      waits.add(Duration.ofNanos(wait));
      nanos.addAndGet(wait);
    } else {
      // Returns early, as any park may, so that an advance is seen soon.
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      nanos.addAndGet(Math.min(wait, step));
    }
  }
}
