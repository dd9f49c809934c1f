// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The worker's clock and its way to wait. Tests bring their own. */
interface Time {

  Duration CENTURY = Duration.ofDays(36_500);

  /** The JVM's clock. */
  Time SYSTEM =
      new Time() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void park(long nanos) {
          LockSupport.parkNanos(AsyncBatcher.class, nanos);
        }
      };

  /** The duration in nanoseconds, cut to between 0 and a century: sums with it never overflow. */
  static long nanosOf(Duration duration) {
    if (duration.isNegative()) {
      return 0;
    }
    return duration.compareTo(CENTURY) > 0 ? CENTURY.toNanos() : duration.toNanos();
  }

  /** Nanoseconds since some fixed moment; only differences mean something. */
  long nanos();

  /** Waits at most so long, whatever interrupts came before: an interrupted thread cannot park. */
  default void pause(long nanos) {
    Thread.interrupted();
    park(nanos);
  }

  /** Waits at most so long. May return early, as {@link LockSupport#parkNanos(Object, long)}. */
  void park(long nanos);
}
