// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.faults;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A real Connection whose calls meet faults, and which knows in what state it was handed out. */
final class FaultyConnection extends FaultyCalls {
  private final Connection real;
  private final FaultyDataSource source;
  // Setting to its first value, from the first call that changes it: asking for the isolation of
  // every connection would send a query.
  private final Map<String, Object> before = new HashMap<>();
  private final Map<String, Object> now = new HashMap<>();
  private boolean closed;

  private FaultyConnection(Connection real, FaultyDataSource source) {
    super(real, source);
    this.real = real;
    this.source = source;
  }

  static Connection over(Connection real, FaultyDataSource source) {
    return (Connection)
        Proxy.newProxyInstance(
            FaultyConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new FaultyConnection(real, source));
  }

  @Override
  @Nullable Call callOf(Method method) {
    return Call.ofConnection(method);
  }

  @Override
  @Nullable Object pass(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    noteSetting(method.getName(), arguments);
    noteClose(method.getName());
    Object result = super.pass(proxy, method, arguments);
    return result instanceof Statement statement
        ? FaultyStatement.over(statement, (Connection) proxy, source)
        : result;
  }

  private void noteSetting(String method, Object @Nullable [] arguments) throws SQLException {
    if (arguments == null || arguments.length != 1) {
      return;
    }
    switch (method) {
      case "setAutoCommit" -> before.putIfAbsent(method, real.getAutoCommit());
      case "setReadOnly" -> before.putIfAbsent(method, real.isReadOnly());
      case "setTransactionIsolation" -> noteIsolation();
      default -> {
        return;
      }
    }
    now.put(method, arguments[0]);
  }

  private void noteIsolation() throws SQLException {
    if (!before.containsKey("setTransactionIsolation")) {
      before.put("setTransactionIsolation", real.getTransactionIsolation());
    }
  }

  private void noteClose(String method) {
    boolean closes = method.equals("close") || method.equals("abort");
    if (closes && !closed) {
      closed = true;
      source.countClosed(!before.equals(now));
    }
  }
}
