// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * What PostgreSQL's own driver can do beyond JDBC, where it is there and its pool lets it through.
 * The only class that names the driver's: without them everything is done by plain JDBC.
 */
final class Pgjdbc {
  private Pgjdbc() {}

  /** Whether {@link #copyIn} finds the driver. */
  static boolean isBehind(Connection connection) {
    try {
      return unwrap(connection) != null;
    } catch (LinkageError e) {
      return false;
    }
  }

  /** Begins a COPY … FROM STDIN. */
  static CopyIn copyIn(Connection connection, String sql) throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
  }

  /**
   * Lets the driver keep no statements in the server, where it would look for them after a
   * transaction pooler has gone on to another server process. The answer undoes it.
   */
  static Dialect.Undo withoutNamedStatements(Connection connection) {
    try {
      PGConnection driver = unwrap(connection);
      if (driver == null || driver.getPrepareThreshold() == 0) {
        return () -> {};
      }
      int before = driver.getPrepareThreshold();
      driver.setPrepareThreshold(0);
      return () -> driver.setPrepareThreshold(before);
    } catch (LinkageError e) {
      return () -> {};
    }
  }

  /** Cancels what runs on the connection; false where there is no such driver to do it. */
  static boolean cancel(Connection connection) throws SQLException {
    try {
      PGConnection driver = unwrap(connection);
      if (driver == null) {
        return false;
      }
      driver.cancelQuery();
      return true;
    } catch (LinkageError e) {
      return false;
    }
  }

  private static @Nullable PGConnection unwrap(Connection connection) {
    try {
      return connection.unwrap(PGConnection.class);
    } catch (SQLException | RuntimeException e) {
      return null;
    }
  }
}
