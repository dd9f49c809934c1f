// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.Partitioning;
import dev.spanledger.schema.RollupReport;
import dev.spanledger.schema.Rollups;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Usage that was counted ahead is what the spans say, whenever they come. */
class RollupsTest {
  private static final Predicate<RollupReport> TO_THE_END = RollupsTest::always;
  private static final Instant START = UsageRows.START;

  /** Hours without a mark that the views count otherwise than the spans do, in one snapshot. */
  private static final String UNMARKED_DIFFERENCES =
      """
      WITH counted AS (
        SELECT hour, service_name, environment, agent_name, kind, name, model, tool_name, sum(span_count) AS spans,
               sum(error_count) AS errors, sum(total_tokens) AS tokens, sum(unpriced_calls) AS unpriced
        FROM agent_usage_by_hour WHERE hour NOT IN (SELECT hour FROM agent_usage_stale) GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
      ), spans AS (
        SELECT hour, service_name, environment, agent_name, kind, name, model, tool_name, count(*) AS spans,
               sum(errors) AS errors, coalesce(sum(total_tokens), 0) AS tokens, sum(unpriced_calls) AS unpriced
        FROM agent_usage_spans WHERE hour NOT IN (SELECT hour FROM agent_usage_stale) GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
      )
      SELECT count(*) AS n FROM (
        SELECT * FROM (SELECT * FROM counted EXCEPT SELECT * FROM spans) AS more
        UNION ALL SELECT * FROM (SELECT * FROM spans EXCEPT SELECT * FROM counted) AS less
      ) AS differences""";

  @EachDatabase
  void whateverComesWhenTheViewsSayWhatTheSpansSay(TestDatabase database) throws SQLException {
    followsRandomSpans(database, Partitioning.DAILY, 71);
  }

  @EachDatabase
  void plainTablesLikewise(TestDatabase database) throws SQLException {
    followsRandomSpans(database, Partitioning.NONE, 72);
  }

  private static void followsRandomSpans(
      TestDatabase database, Partitioning partitioning, long seed) throws SQLException {
    TraceSchema schema = Tables.in(database.dataSource()).partitioning(partitioning).open();
    UsageRows rows = new UsageRows(seed, 0);
    Random random = new Random(seed);
    Rollups rollups = schema.upkeep().rollups();
    UsageOracle.assertTrue(database);
    Instant until = START.plus(Duration.ofHours(20));
    List<SpanRow> rest = new ArrayList<>();
    for (int step = 0; step < 12; step++) {
      for (int trace = 0; trace < 6; trace++) {
        List<SpanRow> spans = rows.trace(1 + random.nextInt(6));
        int now = random.nextInt(spans.size() + 1);
        schema.writer().write(spans.subList(0, now));
        rest.addAll(spans.subList(now, spans.size()));
      }
      assertUnmarkedHoursAreTrue(database);
      rollups.run(until, TO_THE_END);
      UsageOracle.assertTrue(database);
      until = until.plus(Duration.ofHours(random.nextInt(8)));
    }
    // Now most spans are late, and change whose usage counts in traces that others have begun.
    schema.writer().write(rest);
    assertUnmarkedHoursAreTrue(database);
    RollupReport report = rollups.run(until, TO_THE_END);
    assertThat(report.recounted()).as("seed %d", seed).isPositive();
    UsageOracle.assertTrue(database);
    assertThat(rollups.run(until, TO_THE_END).isEmpty()).isTrue();
    assertThat(Tables.count(database, "agent_usage_hourly")).isPositive();
    assertThat(Tables.count(database, "agent_usage_daily")).isPositive();
  }

  private static void assertUnmarkedHoursAreTrue(TestDatabase database) throws SQLException {
    assertThat(Tables.number(database, UNMARKED_DIFFERENCES)).isZero();
  }

  @EachDatabase
  void besideWritersNoSpanIsMissed(TestDatabase database) throws Exception {
    TraceSchema schema = Tables.open(database);
    AtomicBoolean written = new AtomicBoolean();
    AtomicInteger writing = new AtomicInteger(2);
    Together.run(
        4,
        number ->
            () -> {
              if (number < 2) {
                UsageRows rows = new UsageRows(80 + number, 1_000L * number);
                var writer = Tables.open(database).writer();
                for (int trace = 0; trace < 60; trace++) {
                  writer.write(rows.trace(4));
                }
                written.set(writing.decrementAndGet() == 0);
              } else if (number == 2) {
                Rollups rollups = Tables.open(database).upkeep().rollups();
                for (long hour = 1; !written.get(); hour = Math.min(hour + 3, 50)) {
                  rollups.run(START.plus(Duration.ofHours(hour)), TO_THE_END);
                }
              } else {
                while (!written.get()) {
                  assertUnmarkedHoursAreTrue(database);
                }
              }
              return number;
            });
    schema.upkeep().rollups().run(START.plus(Duration.ofHours(50)), TO_THE_END);
    UsageOracle.assertTrue(database);
  }

  @EachDatabase
  void twoThatCountAtOnceCountOnce(TestDatabase database) throws Exception {
    TraceSchema schema = Tables.open(database);
    write(schema, 90, 40);
    for (int round = 1; round <= 2; round++) {
      Instant until = START.plus(Duration.ofHours(25L * round));
      Together.run(
          3, number -> () -> Tables.open(database).upkeep().rollups().run(until, TO_THE_END));
      UsageOracle.assertTrue(database);
      new UsageRows(91, 500L * round).trace(30).forEach(row -> writeOne(schema, row));
    }
    Together.run(
        3,
        number ->
            () ->
                Tables.open(database)
                    .upkeep()
                    .rollups()
                    .run(START.plus(Duration.ofHours(50)), TO_THE_END));
    UsageOracle.assertTrue(database);
  }

  private static void writeOne(TraceSchema schema, SpanRow row) {
    try {
      schema.writer().write(List.of(row));
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @EachDatabase
  void whatIsPricedOrRepairedLaterIsCountedAgain(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    write(schema, 100, 30);
    database.execute("UPDATE agent_spans SET cost_status = 'COMPUTED' WHERE cost_usd IS NOT NULL");
    Rollups rollups = schema.upkeep().rollups();
    Instant until = START.plus(Duration.ofHours(70));
    rollups.run(until, TO_THE_END);
    schema.reprice(START, until, row -> row.set(SpanColumns.COST_USD, new BigDecimal("0.5")));
    assertThat(rollups.run(until, TO_THE_END).recounted()).isPositive();
    UsageOracle.assertTrue(database);

    String trace = SpanRows.traceId(101);
    Tables.write(schema, SpanRows.llm(101, 1, 9).build());
    rollups.run(until, TO_THE_END);
    database.execute(
        "UPDATE agent_spans SET usage_counted = FALSE WHERE trace_id = '" + trace + "'");
    assertThat(schema.repair(trace)).isTrue();
    assertThat(rollups.run(until, TO_THE_END).recounted()).isEqualTo(1);
    UsageOracle.assertTrue(database);
  }

  @EachDatabase
  void whatWasChangedByHandIsRebuilt(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    write(schema, 110, 30);
    Rollups rollups = schema.upkeep().rollups();
    rollups.run(START.plus(Duration.ofHours(55)), TO_THE_END);
    database.execute(
        "UPDATE agent_spans SET name = 'renamed'",
        "DELETE FROM agent_spans WHERE status = 'ERROR'");
    List<Long> left = new ArrayList<>();
    RollupReport report =
        rollups.rebuild(
            START,
            START.plus(Duration.ofDays(3)),
            progress -> {
              left.add(progress.left());
              return true;
            });
    assertThat(report.recounted()).isBetween(30L, 60L);
    assertThat(left).as("progress").isSortedAccordingTo((a, b) -> Long.compare(b, a));
    UsageOracle.assertTrue(database);
  }

  @EachDatabase
  void aRebuildThatWasStoppedIsFinishedByTheNextRun(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    write(schema, 120, 30);
    Rollups rollups = schema.upkeep().rollups();
    Instant until = START.plus(Duration.ofHours(55));
    rollups.run(until, TO_THE_END);
    database.execute("UPDATE agent_spans SET name = 'renamed'");
    AtomicInteger pieces = new AtomicInteger();
    RollupReport report = rollups.rebuild(START, until, any -> pieces.incrementAndGet() < 5);
    assertThat(report.left()).isPositive();
    rollups.run(until, TO_THE_END);
    UsageOracle.assertTrue(database);
  }

  @EachDatabase
  void hoursWhoseSpansAreGoneStayAsTheyWereCounted(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    write(schema, 130, 40);
    Rollups rollups = schema.upkeep().rollups();
    Instant until = START.plus(Duration.ofHours(55));
    rollups.run(until, TO_THE_END);
    List<Object> before = firstDay(database);
    schema.upkeep().remember("retention", "{\"purged_before\":\"2026-11-19\"}");
    database.execute("DELETE FROM agent_spans WHERE start_time < '2026-11-19T00:00:00.000000Z'");
    write(schema, 131, 40);
    rollups.run(until, TO_THE_END);
    RollupReport report = rollups.rebuild(Instant.EPOCH, until, TO_THE_END);
    assertThat(report.frozenBefore()).isEqualTo(LocalDate.parse("2026-11-19"));
    assertThat(report.toString()).contains("left as they are before 2026-11-19");
    assertThat(firstDay(database)).isEqualTo(before).isNotEmpty();
    assertThat(Tables.count(database, "agent_usage_stale")).isZero();
  }

  private static List<Object> firstDay(TestDatabase database) throws SQLException {
    List<Object> rows = new ArrayList<>();
    rows.addAll(
        database.rows(
            "SELECT * FROM agent_usage_by_day WHERE day < '2026-11-19' ORDER BY 1,2,5,6,7"));
    rows.addAll(
        database.rows(
            "SELECT * FROM agent_usage_by_hour WHERE hour < '2026-11-19T00:00:00.000000Z' ORDER BY 1,2,5,6,7"));
    return rows;
  }

  /** Clocks that are wrong give spans of any year since 2000. */
  @EachDatabase
  void yearsWithoutSpansAreSoonOver(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.in(database.dataSource()).partitioning(Partitioning.NONE).open();
    for (String start :
        List.of("2001-02-03T04:05:06Z", "2019-01-01T00:00:00Z", "2026-11-18T07:00:00Z")) {
      Instant time = Instant.parse(start);
      Tables.write(
          schema,
          SpanRows.at(time)
              .set(SpanColumns.TRACE_ID, SpanRows.traceId(time.getEpochSecond()))
              .set(SpanColumns.SPAN_ID, SpanRows.spanId(1))
              .set(SpanColumns.NAME, start)
              .set(SpanColumns.KIND, "CHAIN")
              .set(SpanColumns.STATUS, "OK")
              .build());
    }
    AtomicInteger pieces = new AtomicInteger();
    RollupReport report =
        schema.upkeep().rollups().run(SpanRows.NOW, progress -> pieces.incrementAndGet() > 0);
    assertThat(report.hours()).isEqualTo(3);
    assertThat(pieces.get()).isLessThan(300);
    UsageOracle.assertTrue(database);
  }

  @EachDatabase
  void anEmptyDatabaseHasNothingToCount(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    Rollups rollups = schema.upkeep().rollups();
    assertThat(rollups.run(START, TO_THE_END).isEmpty()).isTrue();
    assertThat(rollups.rebuild(START, SpanRows.NOW, TO_THE_END).isEmpty()).isTrue();
    write(schema, 140, 10);
    rollups.run(SpanRows.NOW, TO_THE_END);
    UsageOracle.assertTrue(database);
  }

  @EachDatabase
  void whatWasCountedLongAgoCanGo(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    write(schema, 150, 40);
    Rollups rollups = schema.upkeep().rollups();
    rollups.run(START.plus(Duration.ofHours(55)), TO_THE_END);
    assertThat(rollups.purge(LocalDate.parse("2026-11-19"), TO_THE_END)).isPositive();
    assertThat(firstDay(database)).isEmpty();
    assertThat(Tables.count(database, "agent_usage_daily")).isPositive();
    assertThat(rollups.purge(LocalDate.parse("2026-11-19"), TO_THE_END)).isZero();
  }

  private static void write(TraceSchema schema, long seed, int traces) throws SQLException {
    UsageRows rows = new UsageRows(seed, seed * 1_000);
    schema
        .writer()
        .write(Stream.generate(() -> rows.trace(3)).limit(traces).flatMap(List::stream).toList());
  }

  private static boolean always(RollupReport report) {
    return true;
  }
}
