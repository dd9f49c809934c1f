// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.provider.Spanledger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** How to reach a database, in JDBC and from a shell. */
record DatabaseAddress(String url, @Nullable String user, @Nullable String password) {
  private static final String SQLITE = "jdbc:sqlite:";

  /**
   * Opens a pool, as applications do.
   *
   * @throws SQLException where the database cannot be reached
   */
  HikariDataSource open() throws SQLException {
    // A pool would try for half a minute before it reported a wrong password.
    connect().close();
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(4);
    if (isSqlite()) {
      // SQLite has one writer at a time; the others wait this long, in milliseconds.
      config.addDataSourceProperty("busy_timeout", "10000");
    }
    return new HikariDataSource(config);
  }

  /**
   * Opens a ledger with a pool of its own.
   *
   * @throws SQLException where the database cannot be reached
   */
  Spanledger openLedger() throws SQLException {
    connect().close();
    return Spanledger.open(url, user, password);
  }

  /**
   * Connects once.
   *
   * @throws SQLException where the database cannot be reached; the message is one line
   */
  Connection connect() throws SQLException {
    Properties login = new Properties();
    if (user != null) {
      login.setProperty("user", user);
    }
    if (password != null) {
      login.setProperty("password", password);
    }
    try {
      Connection connection = DriverManager.getConnection(url, login);
      // SQLite opens any file, and looks into it later only.
      connection.getMetaData().getTables(null, null, "%", null).close();
      return connection;
    } catch (SQLException e) {
      throw new SQLException("cannot open " + this + ": " + reason(e), e);
    }
  }

  private String reason(SQLException error) {
    // Some messages repeat the URL, and with it a password that it carries.
    String reason = OneLine.of(error).replace(url, toString());
    return reason.startsWith("No suitable driver")
        ? reason + "; URLs begin with jdbc:sqlite: or jdbc:postgresql:"
        : reason;
  }

  /** The shell command that runs a query there. */
  String shellCommand(String sql) {
    if (isSqlite()) {
      return "sqlite3 -box '" + file() + "' \"" + sql + "\"";
    }
    String login = user == null ? "" : " -U " + user;
    return "psql"
        + login
        + " -d '"
        + withoutParameters().substring("jdbc:".length())
        + "' -c \""
        + sql
        + "\"";
  }

  /** Without anything secret. */
  @Override
  public String toString() {
    return isSqlite() ? file().toString() : withoutParameters();
  }

  private boolean isSqlite() {
    return url.startsWith(SQLITE);
  }

  private Path file() {
    return Path.of(withoutParameters().substring(SQLITE.length())).toAbsolutePath();
  }

  private String withoutParameters() {
    return url.replaceFirst("\\?.*", "");
  }
}
