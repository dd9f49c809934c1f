// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What is in the database, asked without any DDL: even {@code IF NOT EXISTS} needs the right to
 * create.
 */
final class Catalog {
  private static final Set<String> UPDATED =
      Set.of("agent_spans", "agent_traces", "agent_maintenance");

  private final Dialect dialect;
  private final Connection connection;

  Catalog(Dialect dialect, Connection connection) {
    this.dialect = dialect;
    this.connection = connection;
  }

  /** The newest script that has run; empty where none has. */
  OptionalInt version() throws SQLException {
    if (!exists("spanledger_schema")) {
      return OptionalInt.empty();
    }
    try (Statement statement = connection.createStatement();
        ResultSet version =
            statement.executeQuery(
                "SELECT max(version) AS version FROM " + dialect.table("spanledger_schema"))) {
      return version.next() && version.getInt(1) > 0
          ? OptionalInt.of(version.getInt(1))
          : OptionalInt.empty();
    }
  }

  boolean exists(String table) throws SQLException {
    return !columns(table).isEmpty();
  }

  /** What a writer needs and the database lacks, as {@code table} or {@code table.column}. */
  List<String> missing() throws SQLException {
    List<String> missing = new ArrayList<>();
    missingColumns("agent_spans", SpanColumns.STORED, missing);
    missingColumns("agent_traces", TraceColumns.STORED, missing);
    for (String name :
        List.of(
            "agent_contents",
            "agent_quarantine",
            "agent_maintenance",
            "agent_usage_stale",
            "agent_model_prices",
            "agent_model_aliases",
            "agent_spans_full")) {
      if (!exists(name)) {
        missing.add(name);
      }
    }
    return missing;
  }

  /** Whether spans are kept by the day. */
  boolean isPartitioned() throws SQLException {
    if (dialect.sql() != SqlDialect.POSTGRESQL) {
      return false;
    }
    return ask(
        "SELECT relkind = 'p' FROM pg_class WHERE oid = to_regclass(?)",
        dialect.table("agent_spans"));
  }

  /** Rows of spans and traces are updated: a span says how another's usage counts. */
  boolean mayWrite(String table) throws SQLException {
    return dialect.sql() != SqlDialect.POSTGRESQL
        || (may("SELECT", table)
            && may("INSERT", table)
            && (!UPDATED.contains(table) || may("UPDATE", table)));
  }

  /** Whether rows can be put, changed and removed. */
  boolean mayChange(String table) throws SQLException {
    if (dialect.sql() != SqlDialect.POSTGRESQL) {
      return true;
    }
    for (String privilege : List.of("SELECT", "INSERT", "UPDATE", "DELETE")) {
      if (!may(privilege, table)) {
        return false;
      }
    }
    return true;
  }

  boolean mayDelete(String table) throws SQLException {
    return dialect.sql() != SqlDialect.POSTGRESQL || may("DELETE", table);
  }

  boolean mayInsert(String table) throws SQLException {
    return dialect.sql() != SqlDialect.POSTGRESQL || may("INSERT", table);
  }

  boolean mayRead(String table) throws SQLException {
    return dialect.sql() != SqlDialect.POSTGRESQL || may("SELECT", table);
  }

  private boolean may(String privilege, String table) throws SQLException {
    return ask(
        "SELECT has_table_privilege(to_regclass(?), '" + privilege + "')", dialect.table(table));
  }

  private void missingColumns(String table, List<Column<?>> wanted, List<String> missing)
      throws SQLException {
    Set<String> there = columns(table);
    if (there.isEmpty()) {
      missing.add(table);
      return;
    }
    wanted.stream()
        .filter(column -> !there.contains(column.name()))
        .forEach(column -> missing.add(table + "." + column.name()));
  }

  private Set<String> columns(String table) throws SQLException {
    return types(table).keySet();
  }

  /** The columns that there are, each with its type, and {@code not null} behind it. */
  Map<String, String> types(String table) throws SQLException {
    String sql =
        dialect.sql() == SqlDialect.POSTGRESQL
            ? "SELECT attname, format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' not null' ELSE '' END FROM pg_attribute WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped"
            : "SELECT name, type || CASE WHEN \"notnull\" THEN ' not null' ELSE '' END FROM pragma_table_info(?)";
    Map<String, String> columns = new HashMap<>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, dialect.table(table));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          columns.put(rows.getString(1), rows.getString(2));
        }
      }
    }
    return columns;
  }

  private boolean ask(String sql, String parameter) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, parameter);
      try (ResultSet answer = query.executeQuery()) {
        return answer.next() && answer.getBoolean(1);
      }
    }
  }
}
