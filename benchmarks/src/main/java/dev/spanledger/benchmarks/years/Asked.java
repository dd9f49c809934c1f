// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.years;

import dev.spanledger.benchmarks.Limits;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Queries as a person or a BI tool sends them, all rows fetched. */
record Asked(Connection connection, boolean isPostgres) {
  private static final int LINES_OF_A_PLAN = 14;

  /** Milliseconds, after one that does not count. */
  double median(String sql, int rounds) throws SQLException {
    double[] millis = new double[rounds];
    answer(sql);
    for (int i = 0; i < rounds; i++) {
      long start = System.nanoTime();
      answer(sql);
      millis[i] = Limits.millis(System.nanoTime() - start);
    }
    return Limits.quantile(millis, 0.5);
  }

  private void answer(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(sql)) {
      while (answer.next()) {
        answer.getObject(1);
      }
    }
  }

  /** Prints how it is answered. */
  void explain(String name, double millis, String sql) throws SQLException {
    System.out.printf("   %s took %.0f ms:%n", name, millis);
    String explain = isPostgres ? "EXPLAIN (ANALYZE, BUFFERS) " : "EXPLAIN QUERY PLAN ";
    try (Statement statement = connection.createStatement();
        ResultSet plan = statement.executeQuery(explain + sql)) {
      int column = plan.getMetaData().getColumnCount();
      for (int line = 0; line < LINES_OF_A_PLAN && plan.next(); line++) {
        System.out.println("      " + plan.getString(column));
      }
    }
  }
}
