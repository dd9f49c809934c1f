// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import dev.spanledger.schema.TraceReader;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners what is new in the tables. One thread asks the database ten times a second, and
 * only while somebody listens, and a minute longer: who comes back within that time has missed
 * nothing that still is in the ring. It tells one listener after the other, none of whom may make
 * it wait. A database that does not answer is asked again every second; nothing is missed
 * meanwhile. Thread-safe.
 */
final class LiveFeed implements AutoCloseable {
  static final int MOST_LISTENERS = 64;

  private static final Logger log = LoggerFactory.getLogger(ViewerServer.class);
  private static final long PAUSE_MILLIS = 100;
  private static final long PAUSE_AFTER_FAILURE_MILLIS = 1_000;
  private static final long IDLE_NANOS = 60_000_000_000L;

  private final LiveSource source;
  private final LongSupplier nanoTime;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final Consumer<Runnable> thread;
  private boolean running;
  private boolean closed;

  /** Hears what is new. Called by one thread, which must not be made to wait. */
  interface Listener {
    /** False where it listens no more. */
    boolean hear(LiveRing ring, String epoch, LiveSource source, long nanoTime);

    void end();
  }

  /**
   * A feed.
   *
   * @param thread runs what it is given, until that ends, on a thread of its own
   */
  LiveFeed(LiveSource source, LongSupplier nanoTime, Consumer<Runnable> thread) {
    this.source = source;
    this.nanoTime = nanoTime;
    this.thread = thread;
  }

  static LiveFeed of(TraceReader reader, LongSupplier nanoTime) {
    return new LiveFeed(new TableSource(reader, nanoTime), nanoTime, LiveFeed::daemon);
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "spanledger-viewer-live");
    thread.setDaemon(true);
    thread.start();
  }

  /** False where too many listen already. */
  synchronized boolean join(Listener listener) {
    if (closed || listeners.size() >= MOST_LISTENERS) {
      return false;
    }
    listeners.add(listener);
    if (!running) {
      running = true;
      thread.accept(this::run);
    }
    return true;
  }

  private void run() {
    Round round = new Round();
    while (true) {
      round.once();
      if (!goesOn(round)) {
        return;
      }
    }
  }

  private synchronized boolean goesOn(Round round) {
    if (closed || round.isIdle()) {
      running = false;
      return false;
    }
    try {
      pause(round.failed ? PAUSE_AFTER_FAILURE_MILLIS : PAUSE_MILLIS);
      return true;
    } catch (InterruptedException e) {
      running = false;
      return false;
    }
  }

  private synchronized void pause(long millis) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long left = millis;
    while (!closed && left > 0) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
    }
  }

  /** How many listen. */
  int listeners() {
    return listeners.size();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    listeners.forEach(Listener::end);
    listeners.clear();
  }

  /** What is done again and again, from when somebody listens until nobody has for long. */
  final class Round {
    private final LiveRing ring = new LiveRing();
    private final String epoch = Long.toString(System.currentTimeMillis(), 36);
    private boolean started;
    private boolean failed;
    private long heard = nanoTime.getAsLong();

    void once() {
      ask();
      long now = nanoTime.getAsLong();
      if (started) {
        for (Listener listener : listeners) {
          tell(listener, now);
        }
      }
      heard = listeners.isEmpty() ? heard : now;
    }

    private void ask() {
      try {
        if (!started) {
          source.start();
          started = true;
        }
        ring.add(source.next());
        failed = false;
      } catch (RuntimeException e) {
        if (!failed) {
          log.warn("spanledger: the live feed cannot read the database, and tries again", e);
        }
        failed = true;
      }
    }

    private void tell(Listener listener, long now) {
      boolean listens = false;
      try {
        listens = listener.hear(ring, epoch, source, now);
      } catch (RuntimeException e) {
        log.warn("spanledger: a listener of the live feed fails", e);
      }
      if (!listens) {
        listeners.remove(listener);
        listener.end();
      }
    }

    boolean isIdle() {
      return listeners.isEmpty() && nanoTime.getAsLong() - heard > IDLE_NANOS;
    }
  }
}
