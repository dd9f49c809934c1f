// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.appthread;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A database that is there, refuses connections, or never answers, as told. Thread-safe. */
final class SwitchedDataSource implements DataSource {
  private static final long LOOK_NANOS = 200_000;

  /** What asking for a connection comes to. */
  enum Answer {
    CONNECTION,
    REFUSAL,
    SILENCE
  }

  private final DataSource real;
  private volatile Answer answer = Answer.CONNECTION;

  SwitchedDataSource(DataSource real) {
    this.real = real;
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

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return real.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    real.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    real.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return real.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return real.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return real.isWrapperFor(type);
  }
}
