// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.appthread;

import dev.spanledger.testkit.faults.DelegatingDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** A database that is there, refuses connections, or never answers, as told. Thread-safe. */
final class SwitchedDataSource extends DelegatingDataSource {
  private static final long LOOK_NANOS = 200_000;

  /** What asking for a connection comes to. */
  enum Answer {
    CONNECTION,
    REFUSAL,
    SILENCE
  }

  private volatile Answer answer = Answer.CONNECTION;

  SwitchedDataSource(DataSource real) {
    super(real);
  }

  void answers(Answer next) {
    answer = next;
  }

  @Override
  public Connection getConnection() throws SQLException {
    while (answer == Answer.SILENCE) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    if (answer == Answer.REFUSAL) {
      throw new SQLException("Connection refused", "08001");
    }
    return real.getConnection();
  }
}
