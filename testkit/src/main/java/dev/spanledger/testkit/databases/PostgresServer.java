// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.databases;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A running PostgreSQL and a user who may create databases in it.
 *
 * @param origin where the server comes from, for people: {@code embedded}
 * @param url a JDBC URL of any database in it
 * @param user who may create databases
 * @param password that user's; empty if none
 */
record PostgresServer(String origin, String url, String user, String password) {
  TestDatabase createDatabase() {
    String name = "spanledger_test_" + UUID.randomUUID().toString().replace("-", "");
    execute("CREATE DATABASE " + name);
    return new TestDatabase(
        DatabaseKind.POSTGRESQL,
        addressOf(name),
        () -> execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)"));
  }

  /** Connects, so that a wrong address shows here and not in the first test. */
  String description() {
    PGSimpleDataSource dataSource = dataSource();
    try (Connection connection = dataSource.getConnection()) {
      return "PostgreSQL %s (%s) on port %d"
          .formatted(
              connection.getMetaData().getDatabaseProductVersion(),
              origin,
              dataSource.getPortNumbers()[0]);
    } catch (SQLException e) {
      throw new IllegalStateException("No PostgreSQL answers at " + url, e);
    }
  }

  private TestDatabase.Address addressOf(String database) {
    PGSimpleDataSource dataSource = dataSource();
    dataSource.setDatabaseName(database);
    return new TestDatabase.Address(description(), urlOf(database), user, password, dataSource);
  }

  private String urlOf(String database) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(url);
    dataSource.setDatabaseName(database);
    return dataSource.getURL();
  }

  private PGSimpleDataSource dataSource() {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(url);
    dataSource.setUser(user);
    dataSource.setPassword(password);
    return dataSource;
  }

  private void execute(String sql) {
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("'" + sql + "' failed at " + url, e);
    }
  }
}
