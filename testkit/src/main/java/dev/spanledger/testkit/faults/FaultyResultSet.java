// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.faults;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.ResultSet;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A real ResultSet whose calls meet faults. */
final class FaultyResultSet extends FaultyCalls {
  private final Statement statement;

  private FaultyResultSet(ResultSet real, Statement statement, FaultyDataSource source) {
    super(real, source);
    this.statement = statement;
  }

  static ResultSet over(ResultSet real, Statement statement, FaultyDataSource source) {
    return (ResultSet)
        Proxy.newProxyInstance(
            FaultyResultSet.class.getClassLoader(),
            new Class<?>[] {ResultSet.class},
            new FaultyResultSet(real, statement, source));
  }

  @Override
  @Nullable Call callOf(Method method) {
    return null;
  }

  @Override
  @Nullable Object pass(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    return method.getName().equals("getStatement")
        ? statement
        : super.pass(proxy, method, arguments);
  }
}
