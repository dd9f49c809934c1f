// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The shipped scripts for PostgreSQL's roles, run by an owner of the tables who is no superuser.
 */
record RoleScripts(TestDatabase database, Role owner) implements AutoCloseable {

  /** Tables whose owner may make roles and schemas, and nothing that needs a superuser. */
  static RoleScripts in(TestDatabase database) throws SQLException {
    Role owner =
        Role.in(database)
            .grant("USAGE, CREATE ON SCHEMA public")
            .grant(
                "CREATE ON DATABASE "
                    + database.rows("SELECT current_database() AS n").get(0).get("n"));
    database.execute("ALTER ROLE " + owner.name() + " CREATEROLE");
    Tables.in(owner.dataSource()).open();
    return new RoleScripts(database, owner);
  }

  RoleScripts run(String name) throws SQLException {
    execute(owner, text(name));
    return this;
  }

  /** A role that logs in, and has the rights that the script gives to this one. */
  Role member(String group) throws SQLException {
    return Role.in(database).grant(group);
  }

  TraceSchema schema() {
    return Tables.in(owner.dataSource()).open();
  }

  static String text(String name) {
    String path = "/dev/spanledger/schema/postgresql/roles/" + name + ".sql";
    try (InputStream script = TraceSchema.class.getResourceAsStream(path)) {
      return new String(script.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void execute(Role role, String sql) throws SQLException {
    try (Connection connection = role.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** How many rows the role gets; it has to read them all. */
  static int count(Role role, String query) throws SQLException {
    try (Connection connection = role.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      int count = 0;
      while (rows.next()) {
        count++;
      }
      return count;
    }
  }

  /** The first column of what the role gets, as text. */
  static List<String> texts(Role role, String query) throws SQLException {
    try (Connection connection = role.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(String.valueOf(rows.getString(1)));
      }
      return texts;
    }
  }

  @Override
  public void close() throws SQLException {
    owner.close();
  }
}
