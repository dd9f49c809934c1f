// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A connection on which for a while nothing can be written, nor take longer than it may. */
final class QuerySession {
  private static final String POSTGRES_RELATIONS =
      """
      SELECT c.relname AS relation, a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = to_regclass(%s))
        AND c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition
        AND (c.relname LIKE 'agent\\_%%' OR c.relname = 'spanledger_schema')
        AND has_column_privilege(c.oid, a.attnum, 'SELECT')
      ORDER BY c.relname, a.attnum""";

  private static final String SQLITE_RELATIONS =
      """
      SELECT m.name AS relation, c.name AS "column", c.type AS type
      FROM sqlite_master m JOIN pragma_table_info(m.name) c
      WHERE m.type IN ('table', 'view')
        AND (m.name LIKE 'agent\\_%' ESCAPE '\\' OR m.name = 'spanledger_schema')
      ORDER BY m.name, c.cid""";

  private QuerySession() {}

  /** Begins it; the answer ends it and leaves no trace. */
  static Dialect.Undo begin(Dialect dialect, Connection connection, Duration timeout)
      throws SQLException {
    return dialect instanceof PostgresDialect postgres
        ? postgres(postgres.schema(), connection, timeout)
        : sqlite(connection);
  }

  /** What is said of texts must be as {@link SqlTokens} reads them. */
  private static Dialect.Undo postgres(
      @Nullable String schema, Connection connection, Duration timeout) throws SQLException {
    connection.setAutoCommit(false);
    try {
      execute(connection, "SET TRANSACTION READ ONLY");
      execute(connection, "SET LOCAL standard_conforming_strings = on");
      execute(connection, "SET LOCAL TimeZone = 'UTC'");
      execute(connection, "SET LOCAL statement_timeout = " + timeout.toMillis());
      if (schema != null) {
        execute(connection, "SET LOCAL search_path = %s, public".formatted(schema));
      }
    } catch (SQLException e) {
      end(connection);
      throw e;
    }
    return () -> end(connection);
  }

  private static void end(Connection connection) throws SQLException {
    connection.rollback();
    connection.setAutoCommit(true);
  }

  private static Dialect.Undo sqlite(Connection connection) throws SQLException {
    execute(connection, "PRAGMA query_only = ON");
    return () -> execute(connection, "PRAGMA query_only = OFF");
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** A query for the tables and views beside {@code agent_traces}, with their columns. */
  static String relations(Dialect dialect) {
    return dialect instanceof PostgresDialect
        ? POSTGRES_RELATIONS.formatted(dialect.literal(dialect.table("agent_traces")))
        : SQLITE_RELATIONS;
  }
}
