// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The columns that users add to {@code agent_spans}: nullable, and without a default. */
record AddedColumns(Database database, Connection connection) {
  private static final String TABLE = "agent_spans";
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  /** The database's own: one that it fills, and those that every table has. */
  private static final Set<String> DATABASES =
      Set.of("ingested_at", "tableoid", "xmin", "cmin", "xmax", "cmax", "ctid", "rowid", "oid");

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  /** Ours, and after them the added ones. */
  static List<Column<?>> with(List<Column<?>> ours, List<Column<?>> added) {
    return added.isEmpty() ? ours : Stream.concat(ours.stream(), added.stream()).toList();
  }

  /** The name, if a column may have it. */
  static String checkedName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a column's name must have 1 to 63 lower-case letters, digits and underscores, and begin with a letter, but is '%s'"
              .formatted(name));
    }
    if (DATABASES.contains(name) || SpanColumns.named(name) != null) {
      throw new IllegalArgumentException(
          "the column name '%s' is taken: choose another, best with a prefix of your own"
              .formatted(name));
    }
    return name;
  }

  /** The columns, if a table may have them beside ours. */
  static List<Column<?>> checked(List<Column<?>> columns) {
    Set<String> names = new HashSet<>();
    for (Column<?> column : columns) {
      if (!column.isAdded()) {
        throw new IllegalArgumentException(column.name() + " is not a column that can be added");
      }
      if (!names.add(column.name())) {
        throw new IllegalArgumentException("there are two columns named " + column.name());
      }
    }
    return List.copyOf(columns);
  }

  /** Brings them to what the mode asks for; without any DDL where all are there. */
  void bringAbout(SchemaMode mode) throws SQLException {
    List<Column<?>> missing = missing(connection);
    if (!missing.isEmpty() && mode == SchemaMode.CREATE) {
      create(missing);
    } else if (!missing.isEmpty()) {
      throw new TraceSchemaException(
          "%s lacks %s, and schema.mode does not let Spanledger add what is missing; run:%n%s"
              .formatted(table(), names(missing), sql(missing)));
    }
    requireTypes();
  }

  private void create(List<Column<?>> missing) throws SQLException {
    try {
      database.transact(connection, this::createOnce);
    } catch (SQLException e) {
      if (SqlFailure.of(e) != SqlFailure.SETUP && !LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        throw e;
      }
      throw new TraceSchemaException(
          "%s lacks %s, and this role could not add what is missing (%s); run as the table's owner:%n%s"
              .formatted(table(), names(missing), e.getMessage(), sql(missing)),
          e);
    }
  }

  /** Looks again: another process may have added them while this one waited. */
  private Void createOnce(Connection locked) throws SQLException {
    Installer.lockOutOthers(database.dialect(), locked);
    try (Statement statement = locked.createStatement()) {
      for (Column<?> column : missing(locked)) {
        statement.execute(sql(column));
      }
    }
    return null;
  }

  private List<Column<?>> missing(Connection asked) throws SQLException {
    Set<String> there = new Catalog(database.dialect(), asked).types(TABLE).keySet();
    return database.dialect().added().stream()
        .filter(column -> !there.contains(column.name()))
        .collect(Collectors.toUnmodifiableList());
  }

  /** A value of another type would cost the span that has it, and NOT NULL all that have none. */
  private void requireTypes() throws SQLException {
    Map<String, String> types = new Catalog(database.dialect(), connection).types(TABLE);
    List<String> wrong = new ArrayList<>();
    for (Column<?> column : database.dialect().added()) {
      String type = String.valueOf(types.get(column.name()));
      String wanted = database.dialect().type(column);
      if (!type.equalsIgnoreCase(wanted)) {
        wrong.add("%s is %s and must be %s".formatted(column.name(), type, wanted));
      }
    }
    if (!wrong.isEmpty()) {
      throw new TraceSchemaException(
          "%s has a column of another type: %s, NULL allowed; give the column another name, or change its type"
              .formatted(table(), String.join("; ", wrong)));
    }
  }

  private String sql(List<Column<?>> columns) {
    return columns.stream().map(column -> sql(column) + ";").collect(Collectors.joining("\n"));
  }

  private String sql(Column<?> column) {
    return "ALTER TABLE %s ADD COLUMN %s %s"
        .formatted(table(), column.sql(), database.dialect().type(column));
  }

  private String table() {
    return database.dialect().table(TABLE);
  }

  private static String names(List<Column<?>> columns) {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }
}
