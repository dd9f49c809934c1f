// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** DataSources made of a few lines: what a test wants to happen when a connection is asked for. */
final class Lending {
  private Lending() {}

  /** Where connections come from. */
  interface Source {
    Connection connection() throws SQLException;
  }

  /** Lends one connection over and over, and never closes it. */
  static DataSource of(Connection only) {
    Connection lent =
        (Connection)
            Proxy.newProxyInstance(
                Lending.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("close")) {
                    return null;
                  }
                  try {
                    return method.invoke(only, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    return from(() -> lent);
  }

  /** Lends connections that do not say whose they are. */
  static DataSource withoutUnwrapping(DataSource real) {
    return from(() -> withoutUnwrapping(real.getConnection()));
  }

  private static Connection withoutUnwrapping(Connection real) {
    return (Connection)
        Proxy.newProxyInstance(
            Lending.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("unwrap")) {
                throw new SQLException("not a wrapper");
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  static DataSource from(Source source) {
    return (DataSource)
        Proxy.newProxyInstance(
            Lending.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getConnection" -> source.connection();
                  case "isWrapperFor", "equals" -> false;
                  case "hashCode" -> 1;
                  case "toString" -> "lending";
                  default -> null;
                });
  }
}
