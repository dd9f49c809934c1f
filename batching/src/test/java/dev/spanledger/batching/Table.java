// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A writer that keeps what is written, and behaves as the test asks for each try. */
final class Table<T> implements BatchWriter<T> {

  /** What happens in a try before the batch is kept. */
  interface Behaviour<T> {
    void onTry(int number, List<T> batch) throws Exception;
  }

  private final Behaviour<T> behaviour;
  private final BlockingQueue<List<T>> written = new LinkedBlockingQueue<>();
  private final List<T> rows = new ArrayList<>();
  private final Semaphore tries = new Semaphore(0);
  private int tryNumber;

  Table(Behaviour<T> behaviour) {
    this.behaviour = behaviour;
  }

  static <T> Table<T> healthy() {
    return new Table<>((number, batch) -> {});
  }

  /** Fails the first tries, then works. */
  static <T> Table<T> failing(int times, Throwable failure) {
    return new Table<>(
        (number, batch) -> {
          if (number <= times) {
            raise(failure);
          }
        });
  }

  static void raise(Throwable failure) throws Exception {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (Exception) failure;
  }

  @Override
  public void write(List<T> batch) throws Exception {
    tryNumber++;
    tries.release();
    behaviour.onTry(tryNumber, batch);
    synchronized (rows) {
      rows.addAll(batch);
    }
    written.add(batch);
  }

  List<T> rows() {
    synchronized (rows) {
      return List.copyOf(rows);
    }
  }

  /** The next written batch; fails the test if none comes. */
  List<T> nextBatch() throws InterruptedException {
    List<T> batch = written.poll(10, TimeUnit.SECONDS);
    if (batch == null) {
      throw new AssertionError("no batch was written");
    }
    return batch;
  }

  /** Waits until so many more tries have begun. */
  void awaitTries(int count) throws InterruptedException {
    if (!tries.tryAcquire(count, 10, TimeUnit.SECONDS)) {
      throw new AssertionError("the writer was not tried");
    }
  }
}
