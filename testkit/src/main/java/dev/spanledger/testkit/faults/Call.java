// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.faults;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** The JDBC calls that a {@link FaultyDataSource} counts and can let fail. */
public enum Call {
  /** {@code DataSource.getConnection}. */
  CONNECT,
  /** {@code Connection.createStatement}, {@code prepareStatement}, {@code prepareCall}. */
  PREPARE,
  /** Every {@code Statement.execute…}. */
  EXECUTE,
  /** {@code Connection.unwrap}, on the way to a driver's own API such as PostgreSQL's COPY. */
  UNWRAP,
  /** {@code Connection.commit}. */
  COMMIT,
  /** {@code Connection.rollback}, also to a savepoint. */
  ROLLBACK,
  /** {@code Connection.close}. */
  CLOSE,
  /**
   * Every call on a Connection, Statement or ResultSet but {@code close}: one that throws without
   * closing is a leak of the driver's own.
   */
  ANY;

  static @Nullable Call ofConnection(Method method) {
    return switch (method.getName()) {
      case "createStatement", "prepareStatement", "prepareCall" -> PREPARE;
      case "unwrap" -> UNWRAP;
      case "commit" -> COMMIT;
      case "rollback" -> ROLLBACK;
      case "close" -> CLOSE;
      default -> null;
    };
  }

  static @Nullable Call ofStatement(Method method) {
    return method.getName().startsWith("execute") ? EXECUTE : null;
  }
}
