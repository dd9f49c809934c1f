// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.ingest;

import dev.spanledger.batching.Ledger;
import dev.spanledger.provider.Spanledger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Spans that have started in a real SDK are ended, one after the other on one thread, until all of
 * them are committed. Every setting is at its default.
 */
final class Ours implements Contender {
  /** Of the 32 MiB that the queue holds; with room for the spans that end between two looks. */
  private static final long ENOUGH_BYTES = 20 << 20;

  private static final int ENOUGH_SPANS = 60_000;
  private static final int LOOK_EVERY = 8;
  private static final long WAIT_NANOS = 200_000;
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Load load;
  private final Tables tables;
  private long waitedNanos;
  private int spans;

  Ours(Load load, Tables tables) {
    this.load = load;
    this.tables = tables;
  }

  @Override
  public String name() {
    return "Spanledger";
  }

  /** How many the load has. */
  int spans() {
    return spans;
  }

  /** How long the last round waited for room in the queue. */
  long waitedNanos() {
    return waitedNanos;
  }

  @Override
  public Timing round() throws Exception {
    try (Spanledger ledger = Spanledger.create(tables.emptied())) {
      List<Runnable> ends = load.start().apply(ledger.spanProcessor());
      spans = ends.size();
      tables.settle();
      Timing timing = Timing.of(() -> end(ends, ledger));
      require(ends.size(), ledger.stats().ledger());
      tables.requireOurs(ends.size());
      return timing;
    }
  }

  private void end(List<Runnable> ends, Spanledger ledger) {
    waitedNanos = 0;
    for (int i = 0; i < ends.size(); i++) {
      if (i % LOOK_EVERY == 0) {
        awaitRoom(ledger);
      }
      ends.get(i).run();
    }
    if (!ledger.flush(LONG)) {
      throw new IllegalStateException("not flushed: " + ledger.stats());
    }
  }

  /** A full queue would drop: an application that ends spans faster than this loses some. */
  private void awaitRoom(Spanledger ledger) {
    long start = System.nanoTime();
    while (!hasRoom(ledger.stats().ledger())) {
      LockSupport.parkNanos(WAIT_NANOS);
      waitedNanos += System.nanoTime() - start;
      start = System.nanoTime();
    }
  }

  private static boolean hasRoom(Ledger ledger) {
    return ledger.queuedBytes() < ENOUGH_BYTES && ledger.queued() < ENOUGH_SPANS;
  }

  private static void require(int spans, Ledger ledger) {
    if (!ledger.balanced() || ledger.stored() != spans || ledger.accepted() != spans) {
      throw new IllegalStateException(spans + " spans ended, but " + ledger);
    }
  }
}
