// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Threads that begin at the same moment. */
final class Together {
  private static final int LONGEST_SECONDS = 60;

  private Together() {}

  /**
   * Runs the tasks of numbers 0 to {@code threads - 1}; throws what the first failing one threw.
   */
  static <T> List<T> run(int threads, IntFunction<Callable<T>> tasks) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    CyclicBarrier start = new CyclicBarrier(threads);
    try {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Callable<T> task = tasks.apply(i);
        running.add(
            executor.submit(
                () -> {
                  start.await();
                  return task.call();
                }));
      }
      return results(running);
    } finally {
      executor.shutdownNow();
    }
  }

  private static <T> List<T> results(List<Future<T>> running) throws Exception {
    List<T> results = new ArrayList<>();
    for (Future<T> task : running) {
      try {
        results.add(task.get(LONGEST_SECONDS, TimeUnit.SECONDS));
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      }
    }
    return results;
  }
}
