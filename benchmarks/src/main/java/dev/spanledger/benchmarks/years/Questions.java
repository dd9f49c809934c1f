// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.years;

import dev.spanledger.benchmarks.Finding;
import dev.spanledger.benchmarks.Limits;
import dev.spanledger.sqlexamples.SqlExample;
import dev.spanledger.sqlexamples.SqlExamples;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every question of {@code sql-examples} to the spans, over one day instead of a week or a month.
 * The slowest counts; those that are over the limit say how they were answered.
 */
final class Questions {
  private static final double LIMIT_MS = 300;

  private final Month month;
  private final int rounds;

  Questions(Month month, int rounds) {
    this.month = month;
    this.rounds = rounds;
  }

  Finding measure() throws SQLException {
    Map<String, Object> all = new TreeMap<>();
    double limit = LIMIT_MS * month.patience();
    double slowest = 0;
    String which = "";
    try (Connection connection = month.dataSource().getConnection()) {
      Asked asked = new Asked(connection, month.isPostgres());
      SqlExample.Dialect dialect = SqlExample.Dialect.of(connection);
      for (SqlExample question : SqlExamples.all()) {
        if (Rollups.isOne(question)) {
          continue;
        }
        String sql = ofOneDay(question.sql(dialect));
        double millis = asked.median(sql, rounds);
        all.put(question.name(), millis);
        if (millis > slowest) {
          slowest = millis;
          which = question.name();
        }
        if (millis > limit) {
          asked.explain(question.name(), millis, sql);
        }
      }
    }
    long missed = all.values().stream().filter(millis -> (double) millis > limit).count();
    System.out.printf("   %d questions, %d over %.0f ms: %s%n", all.size(), missed, limit, all);
    Map<String, Object> details = month.about();
    details.put("milliseconds", all);
    return Limits.milliseconds(
        "slowest of %d questions, a day (%s)".formatted(all.size(), which),
        slowest,
        limit,
        details);
  }

  /** As their pages say: the days in the condition are to be changed. */
  static String ofOneDay(String sql) {
    return sql.replace("interval '7 days'", "interval '1 day'")
        .replace("interval '8 days'", "interval '2 days'")
        .replace("interval '30 days'", "interval '1 day'")
        .replace("interval '144 hours'", "interval '0 hours'")
        .replace("'-7 days'", "'-1 day'")
        .replace("'-8 days'", "'-2 days'")
        .replace("'-30 days'", "'-1 day'")
        .replace("'-6 days'", "'-0 days'");
  }
}
