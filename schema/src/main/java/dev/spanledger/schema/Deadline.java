// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Breaks work off from another thread when its time is over, and every second again, as it may have
 * been between two statements; unless it is closed before. SQLite has no timeout of its own, and a
 * server that hangs does not keep its.
 */
final class Deadline implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TraceSchema.class);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final Action action;

  /** What breaks the work off. */
  @FunctionalInterface
  interface Action {
    void run() throws SQLException;
  }

  Deadline(Action action) {
    this.action = action;
  }

  /** From now on the time runs. */
  void in(Duration time) {
    CompletableFuture<Void> unused =
        closed
            .copy()
            .orTimeout(time.toMillis(), TimeUnit.MILLISECONDS)
            .exceptionallyAsync(
                late -> {
                  breakOff();
                  return null;
                });
  }

  private synchronized void breakOff() {
    if (closed.isDone()) {
      return;
    }
    try {
      action.run();
    } catch (SQLException | RuntimeException e) {
      log.debug("spanledger: a statement could not be broken off", e);
    }
    in(AGAIN);
  }

  /** Waits for a breaking off that is under way: what comes next must not be hit by it. */
  @Override
  public synchronized void close() {
    closed.complete(null);
  }
}
