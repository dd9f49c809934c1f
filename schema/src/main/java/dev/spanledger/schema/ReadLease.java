// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Lets a reader have a connection for so long: then what runs on it is cancelled, and a server that
 * does not heed that loses the connection.
 */
record ReadLease(Duration longest) implements Database.Lease {
  private static final Duration GRACE = Duration.ofSeconds(5);

  @Override
  public Dialect.Undo on(Connection connection) throws SQLException {
    Statement any = connection.createStatement();
    Deadline cancel = new Deadline(() -> cancel(connection, any));
    Deadline abort = new Deadline(() -> Database.abort(connection));
    cancel.in(longest);
    abort.in(longest.plus(GRACE));
    return () -> {
      abort.close();
      cancel.close();
      any.close();
    };
  }

  /** SQLite's driver takes the cancelling of one statement for that of all. */
  private static void cancel(Connection connection, Statement any) throws SQLException {
    if (!Pgjdbc.cancel(connection)) {
      any.cancel();
    }
  }
}
