// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A connection a question, without a pool: a command asks a few and ends. Those that only read are
 * opened so that the database refuses to write. Thread-safe.
 */
final class Connections implements DataSource {
  private static final String LONGEST_VALUE = "67108864";

  private final String url;
  private final Properties properties;
  private final boolean readOnly;

  private Connections(String url, Properties properties, boolean readOnly) {
    this.url = url;
    this.properties = properties;
    this.readOnly = readOnly;
  }

  static Connections reading(Address address) {
    Properties properties = address.requireFile().properties();
    if (address.isSqlite()) {
      properties.setProperty("open_mode", "1");
      properties.setProperty("limit_length", LONGEST_VALUE);
      return new Connections(readable(address), properties, false);
    }
    ofPostgres(properties);
    properties.setProperty("readOnlyMode", "always");
    properties.setProperty("maxResultBuffer", LONGEST_VALUE);
    return new Connections(address.url(), properties, true);
  }

  static Connections writing(Address address) {
    return creating(address.requireFile());
  }

  /** As {@link #writing}, but a SQLite file may be a new one. */
  static Connections creating(Address address) {
    Properties properties = address.properties();
    if (!address.isSqlite()) {
      ofPostgres(properties);
    }
    return new Connections(address.url(), properties, false);
  }

  private static void ofPostgres(Properties properties) {
    properties.setProperty("ApplicationName", "spanledger");
    properties.setProperty("connectTimeout", "10");
  }

  /**
   * A database in WAL mode wants a file beside it. Where none can be made, and none is there,
   * nobody writes: then it can be read as one that never changes.
   */
  private static String readable(Address address) {
    Path file = address.file();
    if (file == null) {
      return address.url();
    }
    Path directory = file.toAbsolutePath().getParent();
    Path wal = file.resolveSibling(file.getFileName() + "-wal");
    boolean fixed = directory != null && !Files.isWritable(directory) && !Files.exists(wal);
    return fixed
        ? "jdbc:sqlite:"
            + file.toAbsolutePath().toUri().toString().replaceFirst("^file:/+", "file:/")
            + "?immutable=1"
        : address.url();
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = DriverManager.getConnection(url, properties);
    if (readOnly) {
      connection.setReadOnly(true);
    }
    return connection;
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("the user is that of the address");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("not a wrapper");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
