// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * A DataSource that makes a span of every statement, as JDBC wrappers do that know nothing of
 * suppressed instrumentation.
 */
final class TracedDataSource {
  private final Tracer tracer;

  private TracedDataSource(Tracer tracer) {
    this.tracer = tracer;
  }

  static DataSource wrap(DataSource dataSource, Tracer tracer) {
    return new TracedDataSource(tracer).proxy(DataSource.class, dataSource, "");
  }

  private <T> T proxy(Class<T> type, Object target, String sql) {
    Object proxy =
        Proxy.newProxyInstance(
            TracedDataSource.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, args) -> call(target, method, args, sql));
    return type.cast(proxy);
  }

  private Object call(Object target, Method method, Object[] args, String sql) throws Throwable {
    boolean namesSql = args != null && args.length > 0 && args[0] instanceof String;
    String statement = namesSql ? (String) args[0] : sql;
    if (!method.getName().startsWith("execute")) {
      return wrapped(invoke(target, method, args), statement);
    }
    Span span = tracer.spanBuilder(statement).startSpan();
    try {
      return invoke(target, method, args);
    } finally {
      span.end();
    }
  }

  private Object wrapped(Object result, String sql) {
    if (result instanceof Connection) {
      return proxy(Connection.class, result, "");
    } else if (result instanceof PreparedStatement) {
      return proxy(PreparedStatement.class, result, sql);
    }
    return result instanceof Statement ? proxy(Statement.class, result, "") : result;
  }

  private static Object invoke(Object target, Method method, Object[] args) throws Throwable {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
