// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Bounds a writer's use of connections: a server that is silent for too long is given up, and
 * another thread can break off the call that is running. Thread-safe; one call at a time.
 */
final class WriteLease implements Database.Lease {
  /** Nothing of ours is open then, and the next connection may do better. */
  private static final String CONNECTION_EXCEPTION = "08000";

  private final int timeoutMs;
  private boolean running;
  private boolean aborted;
  private @Nullable Connection lent;

  WriteLease(Duration timeout) {
    this(Math.toIntExact(timeout.toMillis()));
  }

  private WriteLease(int timeoutMs) {
    this.timeoutMs = timeoutMs;
  }

  /** With the same timeout, for another writer. */
  WriteLease another() {
    return new WriteLease(timeoutMs);
  }

  /** A call that can be broken off. */
  interface Call<T> {
    T run() throws SQLException;
  }

  /** Runs the call; {@link #abort} reaches it until it ends. */
  <T> T during(Call<T> call) throws SQLException {
    begin();
    try {
      return call.run();
    } finally {
      end();
    }
  }

  /**
   * Closes the connection that the call has borrowed; if it has none yet, it gets none. Nothing
   * happens where no call is running: a connection that went back belongs to others.
   */
  synchronized void abort() {
    if (!running) {
      return;
    }
    aborted = true;
    if (lent != null) {
      Database.abort(lent);
    }
  }

  @Override
  public Dialect.Undo on(Connection connection) throws SQLException {
    take(connection);
    Dialect.Undo unbound = bound(connection);
    return () -> {
      release();
      unbound.run();
    };
  }

  /** Until it is broken off, or so late that whoever watches over the call would do it. */
  @Override
  public synchronized boolean mayWait(long waitedNanos, long usualNanos) {
    return !aborted && waitedNanos < TimeUnit.MILLISECONDS.toNanos(timeoutMs) / 10 * 9;
  }

  private synchronized void begin() {
    running = true;
    aborted = false;
  }

  private synchronized void end() {
    running = false;
  }

  private synchronized void take(Connection connection) throws SQLException {
    if (aborted) {
      throw new SQLException("the write was broken off", CONNECTION_EXCEPTION);
    }
    lent = connection;
  }

  private synchronized void release() {
    lent = null;
  }

  private Dialect.Undo bound(Connection connection) {
    try {
      int before = connection.getNetworkTimeout();
      if (before > 0 && before <= timeoutMs) {
        return () -> {};
      }
      connection.setNetworkTimeout(Runnable::run, timeoutMs);
      return () -> connection.setNetworkTimeout(Runnable::run, before);
    } catch (SQLException | RuntimeException | LinkageError e) {
      // A driver without such a timeout: breaking off works all the same.
      return () -> {};
    }
  }
}
