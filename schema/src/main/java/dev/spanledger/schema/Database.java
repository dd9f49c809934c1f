// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One database as the user gave it, and its dialect. Every statement of ours goes through here: one
 * connection at a time, given back as it was lent (auto-commit mode, busy timeout), and run inside
 * {@code around}, with which the caller keeps its own tracing away from our SQL. Thread-safe.
 */
record Database(DataSource dataSource, Dialect dialect, Executor around, Lease lease) {
  private static final Logger log = LoggerFactory.getLogger(TraceSchema.class);

  /** Work on a connection. */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /** Watches over a connection from when it is lent to us; the answer ends that. */
  @FunctionalInterface
  interface Lease {
    Dialect.Undo on(Connection connection) throws SQLException;

    /** Whether who has waited so long for other writers of a SQLite file goes on waiting. */
    default boolean mayWait(long waitedNanos, long usualNanos) {
      return waitedNanos < usualNanos;
    }
  }

  /** The database with no watch over its connections. */
  Database(DataSource dataSource, Dialect dialect, Executor around) {
    this(dataSource, dialect, around, connection -> () -> {});
  }

  /** The same database, whose connections are watched over. */
  Database with(Lease watch) {
    return new Database(dataSource, dialect, around, watch);
  }

  /** Runs the work on a connection in auto-commit mode. */
  <T> T run(Work<T> work) throws SQLException {
    Outcome<T> outcome = new Outcome<>();
    around.execute(() -> outcome.set(() -> borrow(work)));
    return outcome.get();
  }

  /** What the database calls itself; asks nothing that only one dialect would understand. */
  static String product(DataSource dataSource, Executor around) throws SQLException {
    Outcome<String> outcome = new Outcome<>();
    around.execute(() -> outcome.set(() -> product(dataSource)));
    return outcome.get();
  }

  private static String product(DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return connection.getMetaData().getDatabaseProductName();
    }
  }

  /** Runs the work in one transaction: committed if it returns, rolled back if it throws. */
  <T> T inTransaction(Work<T> work) throws SQLException {
    return run(connection -> transact(connection, work));
  }

  /** As {@link #inTransaction}, on a connection in auto-commit mode that is already borrowed. */
  <T> T transact(Connection connection, Work<T> work) throws SQLException {
    T result;
    try {
      dialect.begin(connection, lease);
      result = work.on(connection);
      dialect.commit(connection);
    } catch (Throwable e) {
      rollback(connection, e);
      throw e;
    }
    return result;
  }

  /** Reads through Jdbi. */
  <T> T read(Function<Handle, T> query) throws SQLException {
    return run(
        connection -> {
          try (Handle handle = Jdbi.create(connection).open()) {
            return query.apply(handle);
          }
        });
  }

  private <T> T borrow(Work<T> work) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      Dialect.Undo end = lease.on(connection);
      try {
        return inAutoCommit(connection, work);
      } finally {
        tryOn(connection, end);
      }
    }
  }

  private <T> T inAutoCommit(Connection connection, Work<T> work) throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    if (!autoCommit) {
      connection.setAutoCommit(true);
    }
    try {
      return prepared(connection, work);
    } catch (SQLException e) {
      if (SqlFailure.isOfTheSession(e)) {
        abandon(connection, e);
      }
      throw e;
    } finally {
      giveBack(connection, autoCommit);
    }
  }

  private <T> T prepared(Connection connection, Work<T> work) throws SQLException {
    Dialect.Undo undo = dialect.prepare(connection);
    try {
      return work.on(connection);
    } finally {
      tryOn(connection, undo);
    }
  }

  /**
   * A connection that broke cannot be set back; its pool throws it away, and what broke it is what
   * the caller hears of.
   */
  private static void giveBack(Connection connection, boolean autoCommit) {
    tryOn(
        connection,
        () -> {
          if (connection.getAutoCommit() != autoCommit) {
            connection.setAutoCommit(autoCommit);
          }
        });
  }

  private static void tryOn(Connection connection, Dialect.Undo undo) {
    try {
      undo.run();
    } catch (SQLException | RuntimeException e) {
      abandon(connection, e);
    }
  }

  /**
   * Ends the database's session, so that no pool can lend out one of unknown state, a transaction
   * and its locks still open in it. SQLite's driver aborts nothing: there, closing does it.
   */
  private static void abandon(Connection connection, Exception reason) {
    try {
      Connection session = connection.unwrap(Connection.class);
      session.abort(Runnable::run);
      session.close();
    } catch (SQLException | RuntimeException e) {
      reason.addSuppressed(e);
      log.debug("spanledger: a broken connection could not be closed", reason);
    }
  }

  /**
   * Closes the connection's socket, from whichever thread: what uses it throws soon. The pool's own
   * connection is asked only where it hides the driver's. SQLite's driver does nothing.
   */
  static void abort(Connection connection) {
    try {
      connection.unwrap(Connection.class).abort(Runnable::run);
    } catch (SQLException | RuntimeException | LinkageError e) {
      log.debug("spanledger: a connection could not be aborted", e);
    }
  }

  private void rollback(Connection connection, Throwable cause) {
    try {
      dialect.rollback(connection);
    } catch (SQLException | RuntimeException e) {
      cause.addSuppressed(e);
      abandon(connection, e);
    }
  }

  /** Carries a result or an exception out of a Runnable. */
  private static final class Outcome<T> {
    private @Nullable T result;
    private @Nullable SQLException failure;

    void set(Attempt<T> attempt) {
      try {
        result = attempt.get();
      } catch (SQLException e) {
        failure = e;
      }
    }

    @SuppressWarnings("NullAway") // null only if T itself is nullable
    T get() throws SQLException {
      if (failure != null) {
        throw failure;
      }
      return result;
    }
  }

  private interface Attempt<T> {
    T get() throws SQLException;
  }
}
