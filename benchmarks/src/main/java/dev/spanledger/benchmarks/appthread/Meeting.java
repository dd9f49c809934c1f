// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.appthread;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where threads wait for each other without being parked, so that they go on at the same moment. A
 * thread that waits in vain, because the others have finished, goes on alone.
 */
final class Meeting {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final int threads;
  private final AtomicInteger arrived = new AtomicInteger();

  Meeting(int threads) {
    this.threads = threads;
  }

  void await() {
    int round = arrived.getAndIncrement() / threads;
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (arrived.get() / threads == round) {
      if (System.nanoTime() > end) {
        arrived.getAndIncrement();
      }
      Thread.onSpinWait();
    }
  }
}
