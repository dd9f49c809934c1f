// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a ledger ends: once, whoever asks for it. Thread-safe. */
final class Closing {
  private static final Logger log = LoggerFactory.getLogger(Spanledger.class);

  private final Pipelines pipelines;
  private final @Nullable AutoCloseable owned;
  private final Tracing tracing;
  private final ExitHook exitHook;

  // Both under the lock of this.
  private boolean closed;
  private boolean drained;

  Closing(Pipelines pipelines, Settings settings, Tracing tracing, @Nullable AutoCloseable owned) {
    this.pipelines = pipelines;
    this.tracing = tracing;
    this.owned = owned;
    this.exitHook = new ExitHook(() -> now(settings.closeTimeout()));
  }

  /** Of a ledger that records nothing. */
  static Closing ofDisabled(Pipelines none, Settings settings, @Nullable AutoCloseable owned) {
    return new Closing(none, settings, Tracing.off(none), owned);
  }

  /** When the JVM ends, if not before. */
  void onExit() {
    exitHook.set();
  }

  /**
   * Whoever closes second waits for the first: a shutdown hook that returned early would cut the
   * draining short.
   *
   * @return whether everything that was queued is written
   */
  synchronized boolean now(Duration timeout) {
    if (!closed) {
      tracing.end(timeout);
      drained = pipelines.close(timeout);
      closeOwned();
      closed = true;
      exitHook.takeBack();
    }
    return drained;
  }

  private void closeOwned() {
    if (owned == null) {
      return;
    }
    try {
      owned.close();
    } catch (Exception e) {
      log.warn("spanledger: its connection pool did not close", e);
    }
  }
}
