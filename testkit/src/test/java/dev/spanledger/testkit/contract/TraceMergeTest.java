// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceRow;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.RandomRows;
import dev.spanledger.testkit.rows.SpanRows;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A trace's row depends on its spans alone: not on batches, their order, or who wrote them. */
class TraceMergeTest {
  private static final int TRACES = 20;
  private static final int SPANS = 12;

  @EachDatabase
  void anyOrderOfAnyBatchesGivesTheSameRows(TestDatabase database) throws Exception {
    long seed = new Random().nextLong();
    List<SpanRow> rows = new RandomRows(seed).of(1, TRACES, SPANS);
    List<TraceRow> expected = rowsOfOneBatch(database, rows);
    Random random = new Random(seed);
    for (int threads : new int[] {1, 4}) {
      try (TestDatabase shared = TestDatabase.open(database.kind())) {
        TraceSchema schema = Tables.open(shared);
        List<List<List<SpanRow>>> work = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          work.add(batches(rows, random));
        }
        Together.run(threads, number -> () -> writeAll(schema.writer(), work.get(number)));
        assertThat(all(schema)).as("seed %d, %d threads", seed, threads).isEqualTo(expected);
        Tables.assertTrue(shared, schema.reader(), rows);
      }
    }
  }

  /** Every span once, in batches of random size and order. */
  private static List<List<SpanRow>> batches(List<SpanRow> rows, Random random) {
    List<SpanRow> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, random);
    List<List<SpanRow>> batches = new ArrayList<>();
    for (int from = 0; from < shuffled.size(); ) {
      int to = Math.min(shuffled.size(), from + 1 + random.nextInt(40));
      batches.add(shuffled.subList(from, to));
      from = to;
    }
    return batches;
  }

  @Test
  void bothDialectsMergeAlike() throws SQLException {
    List<SpanRow> rows = new RandomRows(7).of(1, TRACES, SPANS);
    try (TestDatabase sqlite = TestDatabase.open(DatabaseKind.SQLITE);
        TestDatabase postgres = TestDatabase.open(DatabaseKind.POSTGRESQL)) {
      assertThat(rowsOfSmallBatches(sqlite, rows)).isEqualTo(rowsOfSmallBatches(postgres, rows));
    }
  }

  @EachDatabase
  void aSumThatIsTooLargeStopsAtTheColumnsBound(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    SpanWriter writer = schema.writer();
    List<SpanRow> rows = new ArrayList<>();
    for (int span = 1; span <= 4; span++) {
      rows.add(
          SpanRows.llm(1, span, 9)
              .set(SpanColumns.INPUT_TOKENS, Long.MAX_VALUE)
              .set(SpanColumns.OUTPUT_TOKENS, Long.MIN_VALUE)
              .set(SpanColumns.TOTAL_TOKENS, Long.MAX_VALUE)
              .set(SpanColumns.COST_USD, new BigDecimal("999999998.5"))
              .build());
    }
    writer.write(rows.subList(0, 2));
    writer.write(rows.subList(2, 3));
    writer.write(rows.subList(3, 4));
    Tables.assertTrue(database, schema.reader(), rows);
  }

  @EachDatabase
  void spanIdsOfOddLengthDoNotDisturbTheMerge(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    SpanWriter writer = schema.writer();
    List<SpanRow> rows = new ArrayList<>();
    for (String id : List.of("", "1", "ä".repeat(16), "\uD83D\uDE00", "x".repeat(500))) {
      rows.add(
          SpanRows.agent(1, rows.size())
              .set(SpanColumns.SPAN_ID, id)
              .set(SpanColumns.SESSION_ID, "session of " + rows.size())
              .build());
      writer.write(rows.subList(rows.size() - 1, rows.size()));
    }
    Tables.assertTrue(database, schema.reader(), rows);
  }

  private static List<TraceRow> rowsOfOneBatch(TestDatabase database, List<SpanRow> rows)
      throws SQLException {
    TraceSchema schema = Tables.open(database);
    schema.writer().write(rows);
    return all(schema);
  }

  private static List<TraceRow> rowsOfSmallBatches(TestDatabase database, List<SpanRow> rows)
      throws SQLException {
    TraceSchema schema = Tables.open(database);
    writeAll(schema.writer(), batches(rows, new Random(1)));
    return all(schema);
  }

  private static int writeAll(SpanWriter writer, List<List<SpanRow>> batches) throws SQLException {
    int inserted = 0;
    for (List<SpanRow> batch : batches) {
      inserted += writer.write(batch).inserted();
    }
    return inserted;
  }

  private static List<TraceRow> all(TraceSchema schema) {
    return schema.reader().list(TraceQuery.all().limit(1_000)).traces();
  }
}
