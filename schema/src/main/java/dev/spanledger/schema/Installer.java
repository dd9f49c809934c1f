// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Runs the scripts that a database lacks, once, whoever else is starting at the same moment, and
 * while others write.
 */
final class Installer {
  /** "spanledg" in ASCII: serialises DDL of all processes on one PostgreSQL database. */
  static final long ADVISORY_LOCK = 0x7370616E6C656467L;

  private static final int BUSY_RETRIES = 200;
  private static final int BUSY_PAUSE_MS = 25;

  private final Database database;
  private final @Nullable String schema;
  private final Partitioning partitioning;

  Installer(Database database, @Nullable String schema, Partitioning partitioning) {
    this.database = database;
    this.schema = schema;
    this.partitioning = partitioning;
  }

  /**
   * The version that there was before, 0 for none; empty where there was nothing to do: another
   * process was quicker.
   */
  OptionalInt install(Connection connection) throws SQLException {
    if (database.dialect().sql() == SqlDialect.SQLITE && version(connection) == 0) {
      prepareSqliteFile(connection);
    }
    return database.transact(connection, this::installOnce);
  }

  private OptionalInt installOnce(Connection connection) throws SQLException {
    lockOutOthers(database.dialect(), connection);
    if (database.dialect().sql() == SqlDialect.POSTGRESQL) {
      createNamedSchema(connection);
    }
    int before = version(connection);
    if (before >= Scripts.VERSION) {
      return OptionalInt.empty();
    }
    runScript(connection, Scripts.text(database.dialect().sql(), partitioning, before));
    return OptionalInt.of(before);
  }

  private int version(Connection connection) throws SQLException {
    return new Catalog(database.dialect(), connection).version().orElse(0);
  }

  /** Until the transaction ends, nobody else changes the tables. In SQLite it has begun so. */
  static void lockOutOthers(Dialect dialect, Connection connection) throws SQLException {
    if (dialect.sql() == SqlDialect.POSTGRESQL) {
      execute(connection, "SET LOCAL lock_timeout = '60s'");
      execute(connection, "SELECT pg_advisory_xact_lock(" + ADVISORY_LOCK + ")");
    }
  }

  private void createNamedSchema(Connection connection) throws SQLException {
    if (schema == null) {
      return;
    }
    String name = PostgresDialect.quoted(schema);
    if (!isThere(connection, schema)) {
      execute(connection, "CREATE SCHEMA " + name);
    }
    execute(connection, "SET LOCAL search_path TO " + name);
  }

  private static boolean isThere(Connection connection, String schema) throws SQLException {
    try (ResultSet schemas = connection.getMetaData().getSchemas(null, null)) {
      while (schemas.next()) {
        if (schema.equals(schemas.getString("TABLE_SCHEM"))) {
          return true;
        }
      }
      return false;
    }
  }

  /** Both drivers run a text of many statements as one. */
  private static void runScript(Connection connection, String script) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(script);
    }
  }

  /** Must come before the first table, and outside a transaction. */
  private static void prepareSqliteFile(Connection connection) throws SQLException {
    execute(connection, "PRAGMA auto_vacuum = INCREMENTAL");
    for (int attempt = 1; ; attempt++) {
      try {
        execute(connection, "PRAGMA journal_mode = WAL");
        return;
      } catch (SQLException e) {
        waitUnlessLast(attempt, e);
      }
    }
  }

  /** Changing the journal mode ignores the busy timeout, so that waiting is up to us. */
  private static void waitUnlessLast(int attempt, SQLException busy) throws SQLException {
    if (attempt == BUSY_RETRIES || SqlFailure.of(busy) != SqlFailure.TRANSIENT) {
      throw busy;
    }
    try {
      Thread.sleep(BUSY_PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy;
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
