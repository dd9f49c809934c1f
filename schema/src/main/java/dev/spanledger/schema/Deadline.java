// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Breaks a statement off from another thread when its time is over, unless it is closed before.
 * SQLite has no timeout of its own, and a server that hangs does not keep its.
 */
final class Deadline implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TraceSchema.class);

  private final CountDownLatch over = new CountDownLatch(1);

  private final Duration timeout;
  private final Statement statement;

  private Deadline(Duration timeout, Statement statement) {
    this.timeout = timeout;
    this.statement = statement;
  }

  static Deadline in(Duration timeout, Statement statement) {
    return new Deadline(timeout, statement);
  }

  /** From now on the time runs. */
  void start() {
    Thread watch = new Thread(this::watch, "spanledger-deadline");
    watch.setDaemon(true);
    watch.start();
  }

  private void watch() {
    try {
      if (!over.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        statement.cancel();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      log.debug("spanledger: a statement could not be broken off", e);
    }
  }

  @Override
  public void close() {
    over.countDown();
  }
}
