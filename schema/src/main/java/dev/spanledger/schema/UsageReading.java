// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Reads usage from the views over the hours that maintenance has counted and the spans since. */
final class UsageReading {
  private static final Column.Table TABLE = new Column.Table();
  private static final List<Column<?>> COLUMNS =
      List.of(
          TABLE.text("name"),
          TABLE.bigint("calls"),
          TABLE.bigint("errors"),
          TABLE.bigint("input_tokens"),
          TABLE.bigint("output_tokens"),
          TABLE.bigint("total_tokens"),
          TABLE.decimal("cost_usd"),
          TABLE.bigint("unpriced_calls"));
  private static final List<Column<?>> POINT =
      List.of(
          TABLE.instant("hour"),
          TABLE.bigint("calls"),
          TABLE.bigint("errors"),
          TABLE.bigint("total_tokens"),
          TABLE.decimal("cost_usd"));
  private static final List<Column<?>> DURATION =
      List.of(TABLE.text("name"), TABLE.real("bucket_ms"), TABLE.bigint("spans"));

  private final Dialect dialect;
  private final Handle handle;
  private final UsageQuery query;

  UsageReading(Dialect dialect, Handle handle, UsageQuery query) {
    this.dialect = dialect;
    this.handle = handle;
    this.query = query;
  }

  UsageAnswer answer() {
    Map<String, SortedMap<Double, Long>> durations = durations();
    List<UsageAnswer.Row> rows =
        bound(
                """
                SELECT %1$s AS name, sum(CASE WHEN %2$s THEN span_count ELSE 0 END) AS calls,
                       sum(CASE WHEN %2$s THEN error_count ELSE 0 END) AS errors,
                       sum(input_tokens) AS input_tokens, sum(output_tokens) AS output_tokens,
                       sum(total_tokens) AS total_tokens, sum(cost_usd) AS cost_usd,
                       sum(unpriced_calls) AS unpriced_calls
                FROM %3$s WHERE hour >= ? AND hour < ? AND %1$s <> ''
                GROUP BY %1$s""",
                "agent_usage_by_hour")
            .map((rows1, context) -> row(rows1, durations))
            .list();
    return new UsageAnswer(
        query.from(),
        query.until(),
        rows.stream()
            .filter(row -> row.calls() > 0)
            .sorted(
                Comparator.comparingLong(UsageReading::tokens)
                    .thenComparingLong(UsageAnswer.Row::calls)
                    .reversed()
                    .thenComparing(UsageAnswer.Row::name))
            .toList(),
        series());
  }

  private static long tokens(UsageAnswer.Row row) {
    return row.inputTokens() + row.outputTokens();
  }

  private UsageAnswer.Row row(ResultSet rows, Map<String, SortedMap<Double, Long>> durations)
      throws SQLException {
    ColumnValues values = ColumnValues.read(dialect, rows, COLUMNS);
    String name = values.required("name", String.class);
    SortedMap<Double, Long> buckets = durations.getOrDefault(name, new TreeMap<>());
    return new UsageAnswer.Row(
        name,
        values.count("calls"),
        values.count("errors"),
        quantile(buckets, 0.5),
        quantile(buckets, 0.95),
        values.count("input_tokens"),
        values.count("output_tokens"),
        values.money("cost_usd"),
        values.count("unpriced_calls"));
  }

  private Map<String, SortedMap<Double, Long>> durations() {
    Map<String, SortedMap<Double, Long>> durations = new HashMap<>();
    bound(
            """
            SELECT %1$s AS name, bucket_ms, sum(span_count) AS spans
            FROM %3$s WHERE hour >= ? AND hour < ? AND %1$s <> '' AND %2$s
            GROUP BY %1$s, bucket_ms""",
            "agent_duration_by_hour")
        .map((rows, context) -> ColumnValues.read(dialect, rows, DURATION))
        .forEach(
            bucket ->
                durations
                    .computeIfAbsent(bucket.required("name", String.class), n -> new TreeMap<>())
                    .merge(bucket.real("bucket_ms"), bucket.count("spans"), Long::sum));
    return durations;
  }

  private static double quantile(SortedMap<Double, Long> buckets, double quantile) {
    long all = buckets.values().stream().mapToLong(count -> count).sum();
    long rank = (long) Math.ceil(all * quantile);
    for (Map.Entry<Double, Long> bucket : buckets.entrySet()) {
      rank -= bucket.getValue();
      if (rank <= 0) {
        return bucket.getKey();
      }
    }
    return 0;
  }

  private List<UsageAnswer.Point> series() {
    SortedMap<Instant, UsageAnswer.Point> series = new TreeMap<>();
    bound(
            """
            SELECT %4$s, sum(CASE WHEN %2$s THEN span_count ELSE 0 END) AS calls,
                   sum(CASE WHEN %2$s THEN error_count ELSE 0 END) AS errors,
                   sum(total_tokens) AS total_tokens, sum(cost_usd) AS cost_usd
            FROM %3$s WHERE hour >= ? AND hour < ? AND %1$s <> ''
            GROUP BY hour""",
            "agent_usage_by_hour")
        .map((rows, context) -> point(rows))
        .forEach(point -> series.merge(point.start(), point, UsageReading::together));
    return List.copyOf(series.values());
  }

  private UsageAnswer.Point point(ResultSet rows) throws SQLException {
    ColumnValues values = ColumnValues.read(dialect, rows, POINT);
    Instant hour = values.required("hour", Instant.class);
    return new UsageAnswer.Point(
        query.isByHour() ? hour : hour.truncatedTo(ChronoUnit.DAYS),
        query.isByHour() ? Duration.ofHours(1) : Duration.ofDays(1),
        values.count("calls"),
        values.count("errors"),
        values.count("total_tokens"),
        values.money("cost_usd"));
  }

  private static UsageAnswer.Point together(UsageAnswer.Point one, UsageAnswer.Point other) {
    return new UsageAnswer.Point(
        one.start(),
        one.length(),
        one.calls() + other.calls(),
        one.errors() + other.errors(),
        one.totalTokens() + other.totalTokens(),
        TraceRow.sumOfKnown(one.costUsd(), other.costUsd()));
  }

  private Query bound(String sql, String view) {
    return handle
        .createQuery(
            sql.formatted(
                query.by().column(),
                query.by().calls(),
                dialect.table(view),
                dialect.instant("hour")))
        .bind(0, dialect.parameter(query.from()))
        .bind(1, dialect.parameter(query.until()));
  }
}
