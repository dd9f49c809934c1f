// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.testkit.faults.DelegatingDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/** A DataSource that remembers the SQL that goes through it; COPY goes past it. Thread-safe. */
final class StatementLog extends DelegatingDataSource {
  private final List<String> statements = new CopyOnWriteArrayList<>();

  StatementLog(DataSource real) {
    super(real);
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
}
