// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import dev.spanledger.testkit.spans.Hostile;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What no database takes as it is, both take as {@link SpanRow} repairs it. */
class HostileRowsTest {
  /** Long enough for what differs by size, short enough to be in every column of a row. */
  private static final int LONGEST = 6_000;

  @EachDatabase
  void everyTextInEveryColumn(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    SpanWriter writer = schema.writer();
    List<SpanRow> rows = new ArrayList<>();
    for (Map.Entry<String, String> text : Hostile.texts().entrySet()) {
      SpanRow row = inEveryColumn(rows.size(), shortened(text.getValue()));
      writer.write(List.of(row));
      ReadBack.assertEqual(schema.reader(), row, text.getKey());
      rows.add(row);
    }
    assertViewsReadable(database);
    Tables.assertTrue(database, schema.reader(), rows);
  }

  /** In ids too, whatever the trace is called then. */
  private static SpanRow inEveryColumn(int number, String text) {
    SpanRow.Builder row = SpanRows.llm(1, number, 1);
    for (Column<String> column : SpanColumnsOf.TEXT) {
      row.set(column, text);
    }
    for (Column<List<String>> column : SpanColumnsOf.TEXTS) {
      row.set(column, Arrays.asList(text, null, "second", text));
    }
    // Without this, texts that are cut or repaired to the same id would be one span.
    return row.set(SpanColumns.SPAN_ID, number + text).set(SpanColumns.KIND, "LLM").build();
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + text.charAt(0);
  }

  @EachDatabase
  void everyLargeTextInAPayload(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    SpanWriter writer = schema.writer();
    int number = 0;
    for (Map.Entry<String, String> text : Hostile.texts().entrySet()) {
      SpanRow row =
          SpanRows.llm(2, number++, 1)
              .set(SpanColumns.INPUT, text.getValue())
              .set(SpanColumns.ATTRIBUTES, text.getValue())
              .set(SpanColumns.SYSTEM_INSTRUCTIONS, text.getValue())
              .set(SpanColumns.STATUS_MESSAGE, text.getValue())
              .set(SpanColumns.SESSION_ID, text.getValue())
              .build();
      writer.write(List.of(row));
      ReadBack.assertEqual(schema.reader(), row, text.getKey());
    }
    assertViewsReadable(database);
  }

  @EachDatabase
  void everyNumberInEveryColumn(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    List<SpanRow> rows = new ArrayList<>();
    for (Map.Entry<String, Double> number : Hostile.numbers().entrySet()) {
      SpanRow.Builder row = SpanRows.llm(3, rows.size(), 1);
      SpanColumnsOf.DOUBLE.stream()
          .filter(column -> !column.equals(SpanColumns.DURATION_MS))
          .forEach(column -> row.set(column, number.getValue()));
      rows.add(write(schema, row.build(), number.getKey()));
    }
    for (long number : new long[] {Long.MIN_VALUE, -1, 0, 40_000, 1L << 40, Long.MAX_VALUE}) {
      SpanRow.Builder row = SpanRows.llm(3, rows.size(), 1);
      SpanColumnsOf.LONG.forEach(column -> row.set(column, number));
      rows.add(write(schema, row.build(), "number " + number));
    }
    for (String usd :
        List.of("-1", "0", "1E-30", "0.1234567891", "1E8", "999999999.9999999999", "1E400")) {
      SpanRow.Builder row = SpanRows.llm(100 + rows.size(), 1, 1);
      SpanColumnsOf.MONEY.forEach(column -> row.set(column, new BigDecimal(usd)));
      rows.add(write(schema, row.build(), "USD " + usd));
    }
    Tables.assertTrue(database, schema.reader(), rows);
  }

  @EachDatabase
  void everyTime(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    List<SpanRow> rows = new ArrayList<>();
    for (Map.Entry<String, Hostile.Times> times : Hostile.times().entrySet()) {
      SpanRow.Builder row =
          SpanRows.llm(4, rows.size(), 1)
              .times(times.getValue().start(), times.getValue().end(), SpanRows.NOW);
      rows.add(write(schema, row.build(), times.getKey()));
    }
    for (Instant time : List.of(Instant.MIN, Instant.MAX, SpanRows.NOW.plusNanos(999))) {
      SpanRow.Builder row =
          SpanRows.llm(5, rows.size(), 1)
              .set(SpanColumns.START_TIME, time)
              .set(SpanColumns.END_TIME, time);
      rows.add(write(schema, row.build(), "time " + time));
    }
    Tables.assertTrue(database, schema.reader(), rows);
    assertThat(schema.reader().list(TraceQuery.all()).traces()).hasSize(2);
  }

  private static SpanRow write(TraceSchema schema, SpanRow row, String what) throws SQLException {
    Tables.write(schema, row);
    ReadBack.assertEqual(schema.reader(), row, what);
    return row;
  }

  private static void assertViewsReadable(TestDatabase database) throws SQLException {
    for (String view :
        List.of(
            "agent_span_messages",
            "agent_spans_full",
            "agent_llm_calls",
            "agent_tool_calls",
            "agent_sessions")) {
      assertThat(database.rows("SELECT * FROM " + view)).as(view).isNotNull();
    }
  }
}
