// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds spans that run much longer than others of their kind and name, or than any should. What is
 * usual is read from the rollups, and remembered for a while. For one thread at a time.
 */
final class Hanging {
  /** What is looked at again at each run. */
  private static final int MOST = 1_000;

  private static final int DAYS = 7;

  /** Of fewer spans nothing is concluded. */
  private static final long FEWEST = 20;

  /** Nobody waits for what is over before that. */
  private static final Duration SHORTEST = Duration.ofSeconds(10);

  private static final double QUANTILE = 0.95;
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  private final Map<Step, Usual> usual = new HashMap<>();

  /** What does the same as another. */
  private record Step(String kind, String name) {}

  /** How long 95 of 100 take at most; for ever where that is not known. */
  private record Usual(double p95Ms, long askedAt) {}

  /**
   * Marks those that were not found before.
   *
   * @param factor how many times the 95th percentile is too long
   * @param limit what is too long for anything
   */
  List<OpenSpan> find(Database database, Connection connection, double factor, Duration limit)
      throws SQLException {
    List<OpenSpan> hanging = new ArrayList<>();
    for (OpenSpan open : unmarked(database.dialect(), connection)) {
      boolean isLong = open.running().compareTo(SHORTEST) > 0;
      if (isLong && millis(open.running()) > longest(database, connection, open, factor, limit)) {
        hanging.add(open);
      }
    }
    return hanging.isEmpty()
        ? hanging
        : database.transact(connection, c -> mark(database.dialect(), c, hanging));
  }

  private List<OpenSpan> unmarked(Dialect dialect, Connection connection) throws SQLException {
    String sql =
        "%s WHERE hanging_since IS NULL AND suspected_at IS NULL AND start_time < %s ORDER BY start_time LIMIT %d"
            .formatted(OpenSpanTable.select(dialect), dialect.now(SHORTEST.negated()), MOST);
    List<OpenSpan> open = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        open.add(OpenSpan.read(dialect, rows));
      }
    }
    return open;
  }

  private double longest(
      Database database, Connection connection, OpenSpan open, double factor, Duration limit)
      throws SQLException {
    double most = millis(limit);
    if (millis(open.running()) > most) {
      return most;
    }
    Step step = new Step(open.kind(), open.name());
    Usual known = usual.get(step);
    if (known == null || System.nanoTime() - known.askedAt > REMEMBERED.toNanos()) {
      if (usual.size() >= MOST) {
        usual.clear();
      }
      known = new Usual(p95(database.dialect(), connection, step), System.nanoTime());
      usual.put(step, known);
    }
    return Math.min(most, Math.max(factor * known.p95Ms, millis(SHORTEST)));
  }

  /** By the rollups alone: without them, all spans of a week would have to be read. */
  private static double p95(Dialect dialect, Connection connection, Step step) throws SQLException {
    if (!areRolledUp(dialect, connection)) {
      return Double.POSITIVE_INFINITY;
    }
    LocalDate today = LocalDate.ofInstant(dialect.askTime(connection), ZoneOffset.UTC);
    String sql =
        "SELECT bucket_ms, sum(span_count) AS n FROM %s WHERE kind = ? AND name = ? AND day >= '%s' GROUP BY bucket_ms"
            .formatted(dialect.table("agent_duration_by_day"), today.minusDays(DAYS));
    TreeMap<Double, Long> durations = new TreeMap<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, step.kind);
      select.setString(2, step.name);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          durations.put(rows.getDouble(1), rows.getLong(2));
        }
      }
    }
    return p95(durations);
  }

  private static double p95(SortedMap<Double, Long> durations) {
    long all = durations.values().stream().mapToLong(Long::longValue).sum();
    long passed = 0;
    for (Map.Entry<Double, Long> duration : durations.entrySet()) {
      passed += duration.getValue();
      if (all >= FEWEST && passed >= QUANTILE * all) {
        return duration.getKey();
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  private static boolean areRolledUp(Dialect dialect, Connection connection) throws SQLException {
    String sql =
        "SELECT count(*) FROM %s WHERE task = 'rollups' AND closed_until IS NOT NULL"
            .formatted(dialect.table("agent_maintenance"));
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() && rows.getInt(1) > 0;
    }
  }

  private static List<OpenSpan> mark(Dialect dialect, Connection connection, List<OpenSpan> hanging)
      throws SQLException {
    String sql =
        "UPDATE %s SET hanging_since = %s WHERE trace_id = ? AND span_id = ? AND hanging_since IS NULL"
            .formatted(dialect.table("agent_open_spans"), dialect.now(Duration.ZERO));
    List<OpenSpan> marked = new ArrayList<>();
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      for (OpenSpan open : hanging) {
        update.setString(1, open.traceId());
        update.setString(2, open.spanId());
        if (update.executeUpdate() > 0) {
          marked.add(open);
        }
      }
    }
    return marked;
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }
}
