// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that wait for the database: as many questions at a time, and a few more that wait for
 * their turn. Further ones are refused.
 */
final class Workers implements AutoCloseable {
  private static final int WAITING = 128;

  private final ThreadPoolExecutor executor;

  Workers(String name, int threads) {
    AtomicInteger number = new AtomicInteger();
    executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            work -> {
              Thread thread =
                  new Thread(work, "spanledger-" + name + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
  }

  /** False where there are too many already. */
  boolean run(Runnable work) {
    try {
      executor.execute(work);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Does not wait for those that work. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
