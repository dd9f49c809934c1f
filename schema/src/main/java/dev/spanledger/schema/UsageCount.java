// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Counts an hour from its spans, and a day from its hours, in place of what was counted before. */
final class UsageCount {
  private static final Duration HOUR = Duration.ofHours(1);

  private static final String NAMES =
      "service_name, environment, agent_name, kind, name, model, tool_name";
  private static final String SUMS =
      "span_count, error_count, input_tokens, output_tokens, total_tokens, cache_read_tokens,"
          + " cache_write_tokens, reasoning_tokens, cost_usd, unpriced_calls, duration_sum_ms, duration_max_ms";

  /** By name and bucket first: one pass over the spans gives sums and histogram. */
  private static final String COUNT_HOUR =
      """
      INSERT INTO %1$s (hour, ordinal, %3$s, %4$s, duration_histogram)
      SELECT %5$s, row_number() OVER (), %3$s,
             sum(spans), sum(errors),
             coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0), coalesce(sum(total_tokens), 0),
             coalesce(sum(cache_read_tokens), 0), coalesce(sum(cache_write_tokens), 0), coalesce(sum(reasoning_tokens), 0),
             sum(cost_usd), sum(unpriced_calls), sum(duration_ms), max(longest_ms), %7$s
      FROM (
        SELECT %3$s, duration_bucket AS bucket, count(*) AS spans, sum(errors) AS errors,
               sum(input_tokens) AS input_tokens, sum(output_tokens) AS output_tokens, sum(total_tokens) AS total_tokens,
               sum(cache_read_tokens) AS cache_read_tokens, sum(cache_write_tokens) AS cache_write_tokens,
               sum(reasoning_tokens) AS reasoning_tokens,
               sum(cost_usd) AS cost_usd, sum(unpriced_calls) AS unpriced_calls, sum(duration_ms) AS duration_ms,
               max(duration_ms) AS longest_ms
        FROM %2$s
        WHERE start_time >= %5$s AND start_time < %6$s
        GROUP BY %3$s, duration_bucket
      ) AS buckets
      GROUP BY %3$s""";

  private static final String COUNT_DAY =
      """
      INSERT INTO %1$s (day, ordinal, %3$s, %4$s, duration_histogram)
      SELECT %5$s, row_number() OVER (), %3$s, %4$s, duration_histogram
      FROM (
        SELECT %3$s,
               sum(span_count) AS span_count, sum(error_count) AS error_count, sum(input_tokens) AS input_tokens,
               sum(output_tokens) AS output_tokens, sum(total_tokens) AS total_tokens,
               sum(cache_read_tokens) AS cache_read_tokens, sum(cache_write_tokens) AS cache_write_tokens,
               sum(reasoning_tokens) AS reasoning_tokens, sum(cost_usd) AS cost_usd, sum(unpriced_calls) AS unpriced_calls,
               sum(duration_sum_ms) AS duration_sum_ms, max(duration_max_ms) AS duration_max_ms
        FROM %2$s WHERE hour >= %6$s AND hour < %7$s GROUP BY %3$s
      ) AS sums
      JOIN (
        SELECT %3$s, %9$s AS duration_histogram
        FROM (
          SELECT %3$s, bucket, sum(spans) AS spans
          FROM (SELECT %3$s, %8$s WHERE hour >= %6$s AND hour < %7$s) AS unrolled
          GROUP BY %3$s, bucket
        ) AS buckets
        GROUP BY %3$s
      ) AS histograms USING (%3$s)""";

  /**
   * Where the databases differ.
   *
   * @param histogram an aggregate over rows of {@code bucket} and {@code spans}
   * @param unrolled what reads those of each hour back: the columns behind the names, and FROM
   */
  private record Words(String histogram, String unrolled) {
    static final Words POSTGRESQL =
        new Words(
            "ARRAY[array_agg(bucket ORDER BY bucket), array_agg(spans::integer ORDER BY bucket)]",
            "unnest(duration_histogram[1:1]) AS bucket, unnest(duration_histogram[2:2]) AS spans FROM %s");
    static final Words SQLITE =
        new Words(
            "json_group_object(CAST(bucket AS TEXT), spans)",
            "CAST(n.key AS INTEGER) AS bucket, n.value AS spans FROM %s CROSS JOIN json_each(duration_histogram) AS n");
  }

  private final Dialect dialect;
  private final Connection connection;
  private final Words words;

  UsageCount(Dialect dialect, Connection connection) {
    this.dialect = dialect;
    this.connection = connection;
    this.words = dialect.sql() == SqlDialect.POSTGRESQL ? Words.POSTGRESQL : Words.SQLITE;
  }

  /** Says whether there are any spans in it. */
  boolean hour(Instant hour) throws SQLException {
    delete("agent_usage_hourly", "hour", hour);
    return execute(
            COUNT_HOUR.formatted(
                dialect.table("agent_usage_hourly"),
                dialect.table("agent_usage_spans"),
                NAMES,
                SUMS,
                dialect.literal(hour),
                dialect.literal(hour.plus(HOUR)),
                words.histogram))
        > 0;
  }

  /** After its hours. */
  void day(LocalDate day) throws SQLException {
    delete("agent_usage_daily", "day", day);
    execute(
        COUNT_DAY.formatted(
            dialect.table("agent_usage_daily"),
            dialect.table("agent_usage_hourly"),
            NAMES,
            SUMS,
            dialect.literal(day),
            dialect.literal(start(day)),
            dialect.literal(start(day.plusDays(1))),
            words.unrolled.formatted(dialect.table("agent_usage_hourly")),
            words.histogram));
  }

  boolean hasSpans(Instant from, Instant to) throws SQLException {
    String sql =
        "SELECT 1 FROM %s WHERE start_time >= %s AND start_time < %s LIMIT 1"
            .formatted(dialect.table("agent_spans"), dialect.literal(from), dialect.literal(to));
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next();
    }
  }

  static LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private void delete(String table, String column, Object value) throws SQLException {
    execute(
        "DELETE FROM %s WHERE %s = %s"
            .formatted(dialect.table(table), column, dialect.literal(value)));
  }

  private int execute(String sql) throws SQLException {
    return Pieces.execute(connection, sql);
  }
}
