// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.faults;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whether bytes may move through a proxy, how late, and which reply must not. Thread-safe. */
final class Traffic {
  private final AtomicReference<@Nullable String> trap = new AtomicReference<>();
  private boolean stopped;
  private Duration delay = Duration.ZERO;

  synchronized void flow(Duration newDelay) {
    stopped = false;
    delay = newDelay;
    notifyAll();
  }

  synchronized void stop() {
    stopped = true;
  }

  /** Blocks while traffic is stopped, then for the delay. */
  void pass() throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(awaitFlow().toNanos());
  }

  private synchronized Duration awaitFlow() throws InterruptedException {
    while (stopped) {
      wait();
    }
    return delay;
  }

  void cutAtReply(String text) {
    trap.set(text);
  }

  boolean hasTrap() {
    return trap.get() != null;
  }

  /** Returns true to one caller whose reply holds the text, and forgets the text. */
  boolean springsTrap(String reply) {
    String text = trap.get();
    return text != null && reply.contains(text) && trap.compareAndSet(text, null);
  }
}
