// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Quantiles of the views are within 2 % of those of all durations, sorted. */
class QuantilesTest {
  private static final int SPANS = 1_500;
  private static final List<Double> QUANTILES =
      List.of(0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1.0);

  /** As docs/tables.md has it. */
  private static final String QUANTILE =
      """
      SELECT name, min(bucket_ms) FILTER (WHERE spans_up_to >= %2$s * spans) AS ms
      FROM (
        SELECT name, bucket_ms,
               sum(sum(span_count)) OVER (PARTITION BY name) AS spans,
               sum(sum(span_count)) OVER (PARTITION BY name ORDER BY bucket_ms) AS spans_up_to
        FROM agent_duration_by_%1$s
        GROUP BY name, bucket_ms
      ) AS durations
      GROUP BY name""";

  @EachDatabase
  void areWithinTwoPerCentOfTheExactOnes(TestDatabase database) throws SQLException {
    long seed = 170;
    Random random = new Random(seed);
    TraceSchema schema = Tables.open(database);
    Map<String, List<Double>> durations =
        Map.of(
            "anything", write(schema, 1, () -> (long) Math.exp(random.nextDouble() * 37)),
            "like a model", write(schema, 2, () -> (long) (2e9 * Math.exp(random.nextGaussian()))),
            "mostly nothing", write(schema, 3, () -> Math.max(0, random.nextInt(3) - 1L)),
            "edges", write(schema, 4, () -> Math.round(Math.pow(1.04, random.nextInt(900)))));
    assertQuantiles(database, durations, "nothing was counted ahead, seed " + seed);
    schema.upkeep().rollups().run(SpanRows.NOW.plus(Duration.ofHours(1)), report -> true);
    assertQuantiles(database, durations, "an hour was counted");
    schema.upkeep().rollups().run(SpanRows.NOW.plus(Duration.ofDays(1)), report -> true);
    assertQuantiles(database, durations, "the day was counted");
  }

  private interface Durations {
    long nanos();
  }

  /** The longest that a span may have taken is a year; an hour has all of them. */
  private static List<Double> write(TraceSchema schema, long trace, Durations durations)
      throws SQLException {
    List<SpanRow> rows = new ArrayList<>();
    List<Double> written = new ArrayList<>();
    String name =
        List.of("anything", "like a model", "mostly nothing", "edges").get((int) trace - 1);
    Instant start = SpanRows.NOW;
    long startNanos = start.getEpochSecond() * 1_000_000_000L;
    for (int span = 1; span <= SPANS; span++) {
      long nanos = durations.nanos();
      rows.add(
          SpanRow.builder()
              .times(startNanos, startNanos + nanos, start)
              .set(SpanColumns.TRACE_ID, SpanRows.traceId(trace))
              .set(SpanColumns.SPAN_ID, SpanRows.spanId(span))
              .set(SpanColumns.NAME, name)
              .set(SpanColumns.KIND, "TOOL")
              .set(SpanColumns.STATUS, "OK")
              .build());
      written.add(nanos <= Duration.ofDays(365).toNanos() ? nanos / 1e6 : 0.0);
    }
    schema.writer().write(rows);
    return written.stream().sorted().toList();
  }

  private static void assertQuantiles(
      TestDatabase database, Map<String, List<Double>> durations, String when) throws SQLException {
    for (String unit : List.of("hour", "day")) {
      for (double quantile : QUANTILES) {
        for (Map<String, Object> row : database.rows(QUANTILE.formatted(unit, quantile))) {
          List<Double> sorted = durations.get(row.get("name"));
          double exact = sorted.get((int) Math.ceil(quantile * sorted.size()) - 1);
          assertThat(((Number) row.get("ms")).doubleValue())
              .as("%s: %s of %s by %s", when, quantile, row.get("name"), unit)
              .isBetween(exact * 0.98, exact * 1.02);
        }
      }
    }
  }
}
