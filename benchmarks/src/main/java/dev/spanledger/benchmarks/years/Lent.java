// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.years;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** A DataSource that notes how many connections are lent at a time, and for how long. */
final class Lent {
  private final DataSource real;
  private final AtomicInteger lent = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();

  Lent(DataSource real) {
    this.real = real;
  }

  DataSource dataSource() {
    return proxy(
        DataSource.class,
        (proxy, method, arguments) -> {
          Object answer = call(real, method, arguments);
          return answer instanceof Connection connection ? noted(connection) : answer;
        });
  }

  int most() {
    return most.get();
  }

  /** Of all connections that were given back. */
  long nanos() {
    return nanos.get();
  }

  private Connection noted(Connection connection) {
    most.accumulateAndGet(lent.incrementAndGet(), Math::max);
    long since = System.nanoTime();
    return proxy(
        Connection.class,
        (proxy, method, arguments) -> {
          if (method.getName().equals("close") && !connection.isClosed()) {
            lent.decrementAndGet();
            nanos.addAndGet(System.nanoTime() - since);
          }
          return call(connection, method, arguments);
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
