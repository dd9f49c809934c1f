// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.databases;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * An empty database that belongs to one test and is gone after {@link #close()}.
 *
 * <p>Get one as a parameter of an {@link EachDatabase} test, which closes it, or by {@link #open}.
 * Thread-safe, as the {@link DataSource} is.
 */
public final class TestDatabase implements AutoCloseable {
  private final DatabaseKind kind;
  private final Address address;
  private final Runnable disposal;

  /** Where a database is, and how to connect to it. */
  record Address(
      String description, String jdbcUrl, String user, String password, DataSource dataSource) {}

  TestDatabase(DatabaseKind kind, Address address, Runnable disposal) {
    this.kind = kind;
    this.address = address;
    this.disposal = disposal;
  }

  /**
   * Opens a fresh, empty database. The first PostgreSQL one in a JVM starts the server (see {@link
   * EachDatabase} for which); later ones take some tens of milliseconds.
   *
   * @throws IllegalStateException if no PostgreSQL can be had; the message lists what was tried
   */
  public static TestDatabase open(DatabaseKind kind) {
    return switch (kind) {
      case SQLITE -> SqliteFile.create();
      case POSTGRESQL -> SharedPostgres.server().createDatabase();
    };
  }

  /**
   * As {@link #open}, but what is committed is on the disk: for measuring. PostgreSQL is the one at
   * {@code SPANLEDGER_TEST_PG_URL}, or else an embedded server of its own that takes no shortcuts.
   *
   * @throws IllegalStateException if no such PostgreSQL can be had
   */
  public static TestDatabase openDurable(DatabaseKind kind) {
    if (kind != DatabaseKind.POSTGRESQL) {
      return open(kind);
    }
    TestDatabase database = SharedPostgres.durable().createDatabase();
    database.requireOn("fsync");
    database.requireOn("synchronous_commit");
    return database;
  }

  private void requireOn(String setting) {
    try {
      if (!rows("SHOW " + setting).get(0).containsValue("on")) {
        close();
        throw new IllegalStateException(description() + " has " + setting + " switched off");
      }
    } catch (SQLException e) {
      throw new IllegalStateException("No answer from " + description(), e);
    }
  }

  /** Returns which dialect it speaks. */
  public DatabaseKind kind() {
    return kind;
  }

  /** Returns what runs, for people: {@code PostgreSQL 17.11 (embedded) on port 41213}. */
  public String description() {
    return address.description();
  }

  /** Returns a JDBC URL without credentials; see {@link #user()} and {@link #password()}. */
  public String jdbcUrl() {
    return address.jdbcUrl();
  }

  /** Returns the user to connect as; empty for SQLite. */
  public String user() {
    return address.user();
  }

  /** Returns the user's password; empty if there is none. */
  public String password() {
    return address.password();
  }

  /** Returns a DataSource without a pool: each connection is a new one. */
  public DataSource dataSource() {
    return address.dataSource();
  }

  /**
   * Runs statements, each committed by itself.
   *
   * @throws SQLException as the database says
   */
  public void execute(String... statements) throws SQLException {
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /**
   * Runs a query and returns its rows: column label in lower case to the driver's own Java value.
   *
   * @throws SQLException as the database says
   */
  public List<Map<String, @Nullable Object>> rows(String query) throws SQLException {
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      return Rows.of(statement.executeQuery(query));
    }
  }

  /** Drops the database, even if connections to it are open. Closing twice does nothing. */
  @Override
  public void close() {
    disposal.run();
  }

  @Override
  public String toString() {
    return description();
  }
}
