// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;

/**
 * The worker's daemon thread, and its successor should it ever die: the worker survives whatever is
 * thrown, but a stack or a heap that runs out at the wrong moment can end any thread. Thread-safe.
 */
final class WorkerThread {

  private final ThreadFactory threads;
  private final BatchWorker<?> worker;
  private final Runnable restarted;
  private volatile Thread thread;

  WorkerThread(ThreadFactory threads, BatchWorker<?> worker, Runnable restarted) {
    this.threads = threads;
    this.worker = worker;
    this.restarted = restarted;
    this.thread = newThread();
  }

  void start() {
    thread.start();
  }

  /** Starts another if the worker has died before its work was over. */
  synchronized void restartIfDead() {
    if (thread.getState() != Thread.State.TERMINATED || worker.isOver()) {
      return;
    }
    try {
      Thread successor = newThread();
      successor.start();
      thread = successor;
      restarted.run();
    } catch (Throwable e) {
      // No memory for a thread: whoever looks next tries again.
    }
  }

  boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  void unpark() {
    LockSupport.unpark(thread);
  }

  private Thread newThread() {
    Thread fresh = threads.newThread(worker);
    fresh.setDaemon(true);
    return fresh;
  }
}
