// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.years;

import dev.spanledger.benchmarks.Finding;
import dev.spanledger.benchmarks.Limits;
import dev.spanledger.maintenance.Maintenance;
import dev.spanledger.maintenance.MaintenanceReport;
import dev.spanledger.sqlexamples.SqlExample;
import dev.spanledger.sqlexamples.SqlExamples;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The questions of {@code sql-examples} that are answered from what was counted ahead and from the
 * hours since, as they are: over 30 days.
 */
final class Rollups {
  private static final double LIMIT_MS = 50;

  private final Month month;
  private final int rounds;

  Rollups(Month month, int rounds) {
    this.month = month;
    this.rounds = rounds;
  }

  Finding measure() throws SQLException {
    count();
    Map<String, Object> all = new LinkedHashMap<>();
    double limit = LIMIT_MS * month.patience();
    double slowest = 0;
    String which = "";
    try (Connection connection = month.dataSource().getConnection()) {
      SqlExample.Dialect dialect = SqlExample.Dialect.of(connection);
      Asked asked = new Asked(connection, month.isPostgres());
      for (SqlExample question : questions()) {
        String sql = question.sql(dialect);
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
    Map<String, Object> details = month.about();
    details.put("counted until", countedUntil());
    System.out.println("   rollups: " + all + " " + details);
    details.put("milliseconds", all);
    return Limits.milliseconds(
        "slowest of %d rollup questions, %d days (%s)".formatted(all.size(), month.days(), which),
        slowest,
        limit,
        details);
  }

  /** As the maintenance does it by itself, but at once. */
  private void count() throws SQLException {
    try (Maintenance maintenance = Maintenance.builder(month.schema()).build()) {
      MaintenanceReport report = maintenance.runOnce();
      System.out.println("   " + report.toString().replace('\n', ' '));
    }
    month.execute(month.isPostgres() ? "VACUUM ANALYZE" : "ANALYZE");
  }

  /** Where nothing is counted ahead, the questions count all spans while they are asked. */
  private String countedUntil() throws SQLException {
    String sql =
        "SELECT coalesce(CAST(closed_until AS text), 'nothing') AS n FROM agent_maintenance WHERE task = 'rollups'";
    return month.text(sql);
  }

  static List<SqlExample> questions() {
    return SqlExamples.all().stream().filter(Rollups::isOne).toList();
  }

  /** Whether it is answered from the rollups. */
  static boolean isOne(SqlExample question) {
    String sql = question.sql(SqlExample.Dialect.POSTGRESQL);
    return sql.contains("agent_usage_by_") || sql.contains("agent_duration_by_");
  }
}
