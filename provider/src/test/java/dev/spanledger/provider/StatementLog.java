// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A DataSource that remembers the SQL that goes through it; COPY goes past it. Thread-safe. */
final class StatementLog implements DataSource {
  private final DataSource real;
  private final List<String> statements = new CopyOnWriteArrayList<>();

  StatementLog(DataSource real) {
    this.real = real;
  }

  /** The statements that have the text in them. */
  List<String> seen(String text) {
    return statements.stream().filter(sql -> sql.contains(text)).toList();
  }

  /** Those so far. */
  void forget() {
    statements.clear();
  }

  @Override
  public Connection getConnection() throws SQLException {
    return listening(Connection.class, real.getConnection());
  }

  private <T> T listening(Class<T> type, T target) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              if (arguments != null && arguments.length > 0 && arguments[0] instanceof String sql) {
                statements.add(sql);
              }
              try {
                Object answer = method.invoke(target, arguments);
                return method.getName().equals("createStatement")
                    ? listening(Statement.class, (Statement) answer)
                    : answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    return type.cast(proxy);
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLException("not needed");
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return real.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    real.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    real.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return real.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("statements");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return real.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return real.isWrapperFor(type);
  }
}
