// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Maintenance's work on the tables, cut into transactions that are soon over, each on a connection
 * of its own. Whoever waits for a lock on a table makes all who come later wait with it: so none is
 * waited for longer than a moment, and then tried again.
 */
final class Pieces {
  private static final int TRIES = 8;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(40);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final Database database;
  private final WriteLease lease;
  private final BooleanSupplier goesOn;

  /**
   * @param goesOn is asked before each piece
   */
  Pieces(Database database, WriteLease lease, BooleanSupplier goesOn) {
    this.database = database;
    this.lease = lease;
    this.goesOn = goesOn;
  }

  boolean goOn() {
    return goesOn.getAsBoolean();
  }

  Dialect dialect() {
    return database.dialect();
  }

  <T> T read(Database.Work<T> work) throws SQLException {
    return lease.during(() -> database.run(work));
  }

  /** In a transaction; what fails for a lock is tried again. Empty where none was to be had. */
  <T> Optional<T> write(Database.Work<T> work) throws SQLException {
    for (int tries = 1; ; tries++) {
      try {
        return Optional.of(lease.during(() -> database.inTransaction(c -> impatient(c, work))));
      } catch (SQLException e) {
        if (!SqlFailure.isOfALock(e)) {
          throw e;
        }
      }
      if (tries == TRIES || !goOn()) {
        return Optional.empty();
      }
      LockSupport.parkNanos(pause(tries).toNanos());
    }
  }

  private static Duration pause(int tries) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(tries, 10));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  private <T> T impatient(Connection connection, Database.Work<T> work) throws SQLException {
    dialect().waitBriefly(connection);
    return work.on(connection);
  }

  static int execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  /** The statement has {@link #in} for the ids, and no other parameters. */
  static int execute(Connection connection, String sql, Collection<String> ids)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, ids)) {
      return statement.executeUpdate();
    }
  }

  /** To be closed by the caller. */
  static PreparedStatement prepare(Connection connection, String sql, Collection<String> ids)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    int index = 1;
    for (String id : ids) {
      statement.setString(index++, id);
    }
    return statement;
  }

  /** So many parameters, as what follows IN. */
  static String in(Collection<String> ids) {
    return "(" + String.join(", ", Collections.nCopies(ids.size(), "?")) + ")";
  }
}
