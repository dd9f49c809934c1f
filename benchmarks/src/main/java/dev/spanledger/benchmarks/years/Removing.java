// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.years;

import dev.spanledger.benchmarks.Finding;
import dev.spanledger.benchmarks.Goal;
import dev.spanledger.benchmarks.Limits;
import dev.spanledger.maintenance.Maintenance;
import dev.spanledger.maintenance.MaintenanceReport;
import dev.spanledger.maintenance.RetentionPolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Getting rid of the oldest day: by the retention of the maintenance, and by deleting the same rows
 * by hand; and what writers notice of it. Each removes other days, all alike.
 */
final class Removing {
  private static final double DROP_LIMIT_MS = 1_000;
  private static final double INSERT_LIMIT_MS = 250;
  private static final Goal HUNDRED_TIMES = Goal.atMost(0.01);
  private static final int DROPS = 3;
  private static final int DELETES = 2;
  private static final int DROPS_BESIDE_A_WRITER = 5;

  private final Month month;
  private final Map<String, Object> details;

  /** Traces that ended on the day so many days before today are the oldest. */
  private int oldest;

  Removing(Month month) {
    this.month = month;
    this.details = month.about();
    this.oldest = month.days();
  }

  List<Finding> measure() throws Exception {
    drop(); // What there is of the first day; and everything runs for the first time.
    long before = month.number("SELECT count(*) AS n FROM agent_spans");
    double ours = median(DROPS, this::drop);
    details.put(
        "spans a day",
        (before - month.number("SELECT count(*) AS n FROM agent_spans")) / (double) DROPS);
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Limits.milliseconds(
            "removing the oldest day", ours, DROP_LIMIT_MS * month.patience(), details));
    double bare = month.isPostgres() ? bareDrop() : Double.NaN;
    if (month.isPostgres()) {
      details.put("DROP TABLE of the day's partitions alone", bare);
    }
    findings.addAll(againstDelete(ours, bare));
    findings.add(besideAWriter());
    return findings;
  }

  /** What the server needs for it at least: rows of traces and scores stay behind. */
  private double bareDrop() throws SQLException {
    String partition = LocalDate.now(ZoneOffset.UTC).minusDays(oldest).toString().replace("-", "");
    long start = System.nanoTime();
    month.execute("DROP TABLE agent_spans_p%1$s, agent_contents_p%1$s".formatted(partition));
    oldest--;
    return Limits.millis(System.nanoTime() - start);
  }

  /** The goal is one of partitions. */
  private List<Finding> againstDelete(double ours, double bare) throws Exception {
    double[] vacuums = new double[DELETES];
    int[] number = {0};
    double delete =
        median(
            DELETES,
            () -> {
              LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(oldest);
              double millis = delete(day);
              vacuums[number[0]++] = vacuum(day);
              oldest--;
              return millis;
            });
    double vacuum = Limits.quantile(vacuums, 0.5);
    Goal goal = month.isPostgres() ? HUNDRED_TIMES : null;
    List<Finding> findings = new ArrayList<>();
    if (month.isPostgres()) {
      findings.add(
          new Finding(
              "DROP TABLE of its partitions alone",
              "DELETE of its rows",
              "ms",
              bare,
              delete,
              null,
              details));
    }
    findings.addAll(
        List.of(
            new Finding(
                "removing the oldest day", "DELETE of its rows", "ms", ours, delete, goal, details),
            new Finding(
                "removing the oldest day",
                "DELETE and VACUUM",
                "ms",
                ours,
                delete + vacuum,
                null,
                details)));
    return findings;
  }

  private Finding besideAWriter() throws Exception {
    try (SteadyWriter writer = new SteadyWriter(month.schema())) {
      for (int i = 0; i < DROPS_BESIDE_A_WRITER && oldest > 3; i++) {
        writer.during(this::drop);
      }
      double[] millis = writer.millis();
      details.put("writes beside it", millis.length);
      details.put("slowest write", Limits.quantile(millis, 1));
      details.put("median write", Limits.quantile(millis, 0.5));
      System.out.println("   " + details);
      return Limits.milliseconds(
          "p99 of writes while days are removed",
          Limits.quantile(millis, 0.99),
          INSERT_LIMIT_MS * month.patience(),
          details);
    }
  }

  /** Milliseconds, by the maintenance's own report. */
  private double drop() {
    oldest--;
    RetentionPolicy policy = RetentionPolicy.builder().days(oldest).build();
    try (Maintenance maintenance = Maintenance.builder(month.schema()).retention(policy).build()) {
      MaintenanceReport report = maintenance.runOnce();
      if (!report.led() || report.failed()) {
        throw new IllegalStateException("nothing was removed: " + report);
      }
      System.out.println("   " + report.toString().replace('\n', ' '));
      return report.jobs().stream()
          .filter(job -> job.job().equals("retention"))
          .mapToDouble(job -> job.took().toNanos() / 1e6)
          .sum();
    }
  }

  private double delete(LocalDate day) throws SQLException {
    String from = "'" + day + (month.isPostgres() ? " 00:00:00+00'" : "T'");
    String until = "'" + day.plusDays(1) + (month.isPostgres() ? " 00:00:00+00'" : "T'");
    long start = System.nanoTime();
    try (Connection connection = month.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.executeUpdate(
          "DELETE FROM agent_spans WHERE start_time >= %s AND start_time < %s"
              .formatted(from, until));
      statement.executeUpdate("DELETE FROM agent_contents WHERE day = '" + day + "'");
      statement.executeUpdate(
          "DELETE FROM agent_traces WHERE end_time >= %s AND end_time < %s".formatted(from, until));
      connection.commit();
    }
    return Limits.millis(System.nanoTime() - start);
  }

  /** Gives the room back: to later rows in PostgreSQL, to the disk in SQLite. */
  private double vacuum(LocalDate day) throws SQLException {
    String partition = day.toString().replace("-", "");
    String sql =
        month.isPostgres()
            ? "VACUUM agent_spans_p%1$s, agent_contents_p%1$s, agent_traces".formatted(partition)
            : "PRAGMA incremental_vacuum";
    long start = System.nanoTime();
    month.execute(sql);
    return Limits.millis(System.nanoTime() - start);
  }

  private interface Timed {
    double millis() throws Exception;
  }

  private static double median(int times, Timed timed) throws Exception {
    double[] millis = new double[times];
    for (int i = 0; i < times; i++) {
      millis[i] = timed.millis();
    }
    return Limits.quantile(millis, 0.5);
  }
}
