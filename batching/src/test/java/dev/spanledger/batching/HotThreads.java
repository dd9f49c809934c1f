// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

/** Runs a task on many threads that start together. */
final class HotThreads {

  interface Task {
    void run(int thread) throws Exception;
  }

  private final List<FutureTask<Void>> tasks = new ArrayList<>();

  private HotThreads() {}

  /** Runs them to their end. */
  static void run(int threads, Task task) throws Exception {
    start(threads, task).join();
  }

  static HotThreads start(int threads, Task task) {
    HotThreads all = new HotThreads();
    CountDownLatch together = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      int number = i;
      FutureTask<Void> one =
          new FutureTask<>(
              () -> {
                together.countDown();
                together.await();
                task.run(number);
                return null;
              });
      all.tasks.add(one);
      Thread thread = new Thread(one, "hot-" + i);
      thread.setDaemon(true);
      thread.start();
    }
    return all;
  }

  /** Waits for their end; what one of them threw fails the test. */
  void join() throws Exception {
    for (FutureTask<Void> task : tasks) {
      task.get();
    }
  }
}
