// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.TraceColumns;
import dev.spanledger.schema.TraceRow;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.DoubleCounting;
import dev.spanledger.testkit.rows.SpanRows;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;

/** Usage is counted once, after every commit and in whatever order, batches and processes. */
class UsageOnceTest {
  private static final int WRITERS = 3;
  private static final int SHUFFLES = 6;

  @EachDatabase
  void inOneBatchAndSpanBySpanChildrenFirst(TestDatabase database) throws Exception {
    with(database, schema -> childrenFirst(database, schema));
  }

  private static void childrenFirst(TestDatabase database, TraceSchema schema) throws SQLException {
    SpanWriter writer = schema.writer();
    long trace = 0;
    for (DoubleCounting fixture : DoubleCounting.ALL) {
      writer.write(fixture.rows(++trace));
      assertCountedOnce(database, schema, fixture, trace);
      List<SpanRow> childrenFirst = new ArrayList<>(fixture.rows(++trace));
      Collections.reverse(childrenFirst);
      for (SpanRow row : childrenFirst) {
        writer.write(List.of(row));
        assertRepaired(schema, trace, fixture.what());
      }
      assertCountedOnce(database, schema, fixture, trace);
    }
  }

  @EachDatabase
  void inAnyOrderOfArrival(TestDatabase database) throws Exception {
    with(database, schema -> anyOrder(database, schema));
  }

  private static void anyOrder(TestDatabase database, TraceSchema schema) throws SQLException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    SpanWriter writer = schema.writer();
    long trace = 0;
    for (DoubleCounting fixture : DoubleCounting.ALL) {
      for (int shuffle = 0; shuffle < SHUFFLES; shuffle++) {
        List<SpanRow> rows = new ArrayList<>(fixture.rows(++trace));
        Collections.shuffle(rows, random);
        for (int from = 0, to; from < rows.size(); from = to) {
          to = Math.min(rows.size(), from + 1 + random.nextInt(3));
          writer.write(rows.subList(from, to));
          assertRepaired(schema, trace, fixture + ", seed " + seed);
        }
        assertCountedOnce(database, schema, fixture, trace);
      }
    }
  }

  @EachDatabase
  void byThreeWritersAtTheSameTime(TestDatabase database) throws Exception {
    with(database, schema -> together(database, schema));
  }

  private static void together(TestDatabase database, TraceSchema schema) throws Exception {
    long seed = new Random().nextLong();
    List<SpanRow> rows = new ArrayList<>();
    for (int trace = 1; trace <= DoubleCounting.ALL.size(); trace++) {
      rows.addAll(DoubleCounting.ALL.get(trace - 1).rows(trace));
    }
    Collections.shuffle(rows, new Random(seed));
    Together.run(WRITERS, number -> writing(schema, everyThird(rows, number)));
    for (int trace = 1; trace <= DoubleCounting.ALL.size(); trace++) {
      assertRepaired(schema, trace, "seed " + seed);
      assertCountedOnce(database, schema, DoubleCounting.ALL.get(trace - 1), trace);
    }
    assertNoDeadlocks(database);
  }

  private static void with(TestDatabase database, Check check) throws Exception {
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setDataSource(database.dataSource());
      pool.setMaximumPoolSize(WRITERS + 1);
      check.run(Tables.in(pool).open());
    }
  }

  private interface Check {
    void run(TraceSchema schema) throws Exception;
  }

  private static List<SpanRow> everyThird(List<SpanRow> rows, int number) {
    List<SpanRow> own = new ArrayList<>();
    for (int i = number; i < rows.size(); i += WRITERS) {
      own.add(rows.get(i));
    }
    return own;
  }

  private static Callable<Integer> writing(TraceSchema schema, List<SpanRow> rows) {
    SpanWriter writer = schema.writer();
    return () -> {
      int inserted = 0;
      for (int from = 0; from < rows.size(); from += 7) {
        List<SpanRow> batch = rows.subList(from, Math.min(rows.size(), from + 7));
        inserted += writer.write(batch).inserted();
      }
      return inserted;
    };
  }

  private static void assertNoDeadlocks(TestDatabase database) throws SQLException {
    if (database.kind() == DatabaseKind.POSTGRESQL) {
      assertThat(
              Tables.number(
                  database,
                  "SELECT deadlocks AS n FROM pg_stat_database WHERE datname = current_database()"))
          .isZero();
    }
  }

  /** What is stored is what follows from the spans, and nothing is left to repair. */
  private static void assertRepaired(TraceSchema schema, long trace, String what) {
    String id = SpanRows.traceId(trace);
    TraceRow stored = schema.reader().trace(id).orElseThrow().trace();
    assertThat(stored).as(what).isEqualTo(schema.reader().recompute(id).orElseThrow());
    assertThat(schema.repair(id)).as("%s: repair changed something", what).isFalse();
  }

  private static void assertCountedOnce(
      TestDatabase database, TraceSchema schema, DoubleCounting fixture, long trace)
      throws SQLException {
    String id = SpanRows.traceId(trace);
    TraceRow row = schema.reader().trace(id).orElseThrow().trace();
    assertThat(totals(row)).as(fixture.what()).isEqualTo(fixture.totals());
    String counted = " FROM agent_spans WHERE usage_counted = %s AND trace_id = '" + id + "'";
    String rows = counted.formatted(database.kind() == DatabaseKind.SQLITE ? "1" : "true");
    assertThat(
            Tables.column(
                database, "SELECT span_id" + rows + " AND total_tokens IS NOT NULL ORDER BY 1"))
        .as(fixture.what())
        .isEqualTo(fixture.countedSpans());
    Map<String, Object> sums =
        database.rows("SELECT sum(input_tokens) AS tokens, sum(cost_usd) AS usd" + rows).get(0);
    assertThat(number(sums.get("tokens"))).isEqualTo(row.get(TraceColumns.INPUT_TOKENS));
    assertThat(usd(sums.get("usd"))).isEqualTo(usd(row.get(TraceColumns.COST_USD)));
  }

  private static String totals(TraceRow row) {
    return "%d+%d %s %d %d"
        .formatted(
            row.get(TraceColumns.INPUT_TOKENS),
            row.get(TraceColumns.OUTPUT_TOKENS),
            usd(row.get(TraceColumns.COST_USD)),
            row.get(TraceColumns.LLM_CALLS),
            row.get(TraceColumns.TOOL_CALLS));
  }

  private static long number(Object sum) {
    return sum == null ? 0 : ((Number) sum).longValue();
  }

  private static String usd(Object sum) {
    return sum == null ? "-" : new BigDecimal(sum.toString()).stripTrailingZeros().toPlainString();
  }
}
