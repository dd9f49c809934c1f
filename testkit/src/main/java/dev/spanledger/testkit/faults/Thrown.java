// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.faults;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Throws what a test asked for, and what a real call threw, as JDBC's callers expect it. */
final class Thrown {
  private Thrown() {}

  /** Returns an SQLException to throw; throws anything unchecked itself. */
  static SQLException asSql(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    return failure instanceof SQLException sql ? sql : new SQLException(failure);
  }

  static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
