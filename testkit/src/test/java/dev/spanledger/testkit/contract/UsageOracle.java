// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.testkit.databases.TestDatabase;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the views of usage must say, worked out in Java from the stored spans. */
final class UsageOracle {
  private static final List<String> NAMES =
      List.of("service_name", "environment", "agent_name", "kind", "name", "model", "tool_name");
  private static final List<String> TOKENS =
      List.of(
          "input_tokens",
          "output_tokens",
          "total_tokens",
          "cache_read_tokens",
          "cache_write_tokens",
          "reasoning_tokens");

  private UsageOracle() {}

  /** Every view says what follows from the spans that are stored now. */
  static void assertTrue(TestDatabase database) throws SQLException {
    List<Map<String, Object>> spans = database.rows("SELECT * FROM agent_spans");
    for (String unit : List.of("hour", "day")) {
      assertThat(usage(database.rows("SELECT * FROM agent_usage_by_" + unit), unit))
          .as("agent_usage_by_%s", unit)
          .isEqualTo(sums(spans, unit));
      assertThat(durations(database.rows("SELECT * FROM agent_duration_by_" + unit), unit))
          .as("agent_duration_by_%s", unit)
          .isEqualTo(buckets(spans, unit));
    }
  }

  private static Map<String, String> usage(List<Map<String, Object>> rows, String unit) {
    Map<String, String> usage = new TreeMap<>();
    for (Map<String, Object> row : rows) {
      Sum sum = new Sum();
      sum.spans = number(row, "span_count");
      sum.errors = number(row, "error_count");
      TOKENS.forEach(column -> sum.tokens.put(column, number(row, column)));
      sum.cost = row.get("cost_usd") == null ? null : decimal(row, "cost_usd");
      sum.unpriced = number(row, "unpriced_calls");
      sum.durationMs = decimal(row, "duration_sum_ms");
      sum.longestMs = decimal(row, "duration_max_ms");
      String before = usage.put(key(row, time(row, unit)), sum.toString());
      assertThat(before).as("a second row of %s", row).isNull();
    }
    return usage;
  }

  private static Map<String, String> sums(List<Map<String, Object>> spans, String unit) {
    Map<String, Sum> sums = new TreeMap<>();
    for (Map<String, Object> span : spans) {
      sums.computeIfAbsent(key(span, start(span, unit)), key -> new Sum()).add(span);
    }
    Map<String, String> texts = new TreeMap<>();
    sums.forEach((key, sum) -> texts.put(key, sum.toString()));
    return texts;
  }

  private static Map<String, Long> durations(List<Map<String, Object>> rows, String unit) {
    Map<String, Long> spans = new TreeMap<>();
    for (Map<String, Object> row : rows) {
      String key = key(row, time(row, unit)) + "|" + bucket(((Number) row.get("bucket_ms")));
      spans.merge(key, number(row, "span_count"), Long::sum);
    }
    return spans;
  }

  private static Map<String, Long> buckets(List<Map<String, Object>> spans, String unit) {
    return spans.stream()
        .collect(
            Collectors.groupingBy(
                span ->
                    key(span, start(span, unit)) + "|" + bucket((Number) span.get("duration_ms")),
                TreeMap::new,
                Collectors.counting()));
  }

  /** Powers of 1.04: what stands for a bucket is within it. */
  private static long bucket(Number ms) {
    double duration = ms.doubleValue();
    return duration == 0 ? Long.MIN_VALUE : (long) Math.ceil(Math.log(duration) / Math.log(1.04));
  }

  private static String key(Map<String, Object> row, String time) {
    return NAMES.stream()
        .map(name -> Objects.toString(row.get(name), ""))
        .collect(Collectors.joining("|", time + "|", ""));
  }

  private static String time(Map<String, Object> row, String unit) {
    return unit.equals("day") ? row.get("day").toString() : instant(row.get("hour")).toString();
  }

  private static String start(Map<String, Object> span, String unit) {
    String start = instant(span.get("start_time")).toString();
    return unit.equals("day") ? start.substring(0, 10) : start.substring(0, 13) + ":00:00Z";
  }

  private static Instant instant(Object time) {
    return time instanceof Timestamp timestamp
        ? timestamp.toInstant()
        : Instant.parse(time.toString());
  }

  private static boolean isTrue(@Nullable Object value) {
    return Boolean.TRUE.equals(value) || Integer.valueOf(1).equals(value);
  }

  private static long number(Map<String, Object> row, String column) {
    return row.get(column) instanceof Number number ? number.longValue() : 0;
  }

  private static BigDecimal decimal(Map<String, Object> row, String column) {
    return new BigDecimal(row.get(column).toString());
  }

  private static final class Sum {
    private long spans;
    private long errors;
    private final Map<String, Long> tokens = new TreeMap<>();
    private @Nullable BigDecimal cost;
    private long unpriced;
    private BigDecimal durationMs = BigDecimal.ZERO;
    private BigDecimal longestMs = BigDecimal.ZERO;

    private void add(Map<String, Object> span) {
      boolean counted = isTrue(span.get("usage_counted"));
      spans++;
      errors += "ERROR".equals(span.get("status")) ? 1 : 0;
      TOKENS.forEach(c -> tokens.merge(c, counted ? number(span, c) : 0, Long::sum));
      if (counted && span.get("cost_usd") != null) {
        BigDecimal own = decimal(span, "cost_usd");
        cost = cost == null ? own : cost.add(own);
      } else if (counted && span.get("total_tokens") != null) {
        unpriced++;
      }
      durationMs = durationMs.add(decimal(span, "duration_ms"));
      longestMs = longestMs.max(decimal(span, "duration_ms"));
    }

    @Override
    public String toString() {
      return "%d spans, %d errors, %s, %s USD, %d unpriced, %s ms, at most %s ms"
          .formatted(
              spans, errors, tokens, plain(cost), unpriced, plain(durationMs), plain(longestMs));
    }

    private static String plain(@Nullable BigDecimal number) {
      return number == null ? "no" : number.setScale(9).stripTrailingZeros().toPlainString();
    }
  }
}
