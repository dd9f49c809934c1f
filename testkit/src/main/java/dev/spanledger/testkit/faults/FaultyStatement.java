// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.faults;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A real Statement whose calls, and those of its results, meet faults. */
final class FaultyStatement extends FaultyCalls {
  private final Connection connection;
  private final FaultyDataSource source;

  private FaultyStatement(Statement real, Connection connection, FaultyDataSource source) {
    super(real, source);
    this.connection = connection;
    this.source = source;
  }

  static Object over(Statement real, Connection connection, FaultyDataSource source) {
    return Proxy.newProxyInstance(
        FaultyStatement.class.getClassLoader(),
        new Class<?>[] {typeOf(real)},
        new FaultyStatement(real, connection, source));
  }

  private static Class<?> typeOf(Statement real) {
    if (real instanceof CallableStatement) {
      return CallableStatement.class;
    }
    return real instanceof PreparedStatement ? PreparedStatement.class : Statement.class;
  }

  @Override
  @Nullable Call callOf(Method method) {
    return Call.ofStatement(method);
  }

  @Override
  @Nullable Object pass(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getName().equals("getConnection")) {
      return connection;
    }
    Object result = super.pass(proxy, method, arguments);
    return result instanceof ResultSet rows
        ? FaultyResultSet.over(rows, (Statement) proxy, source)
        : result;
  }
}
