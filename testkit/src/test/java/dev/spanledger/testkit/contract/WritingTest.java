// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.TraceColumns;
import dev.spanledger.schema.TraceRow;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.schema.WriteResult;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.Call;
import dev.spanledger.testkit.faults.FaultyDataSource;
import dev.spanledger.testkit.rows.RandomRows;
import dev.spanledger.testkit.rows.SpanRows;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;

class WritingTest {
  @EachDatabase
  void storesSpansAndTheirTrace(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    WriteResult result =
        schema
            .writer()
            .write(
                List.of(
                    SpanRows.agent(1, 1).set(SpanColumns.SESSION_ID, "s").build(),
                    SpanRows.llm(1, 2, 1).set(SpanColumns.COST_USD, new BigDecimal("0.1")).build(),
                    SpanRows.llm(1, 3, 1).set(SpanColumns.COST_USD, new BigDecimal("0.2")).build(),
                    SpanRows.child(1, 4, 1, "TOOL")
                        .set(SpanColumns.STATUS, "ERROR")
                        .set(SpanColumns.ERROR_TYPE, "Timeout")
                        .build()));
    assertThat(result).isEqualTo(new WriteResult(4, 0));
    TraceRow trace = schema.reader().trace(SpanRows.traceId(1)).orElseThrow().trace();
    assertThat(trace.name()).isEqualTo("span 1");
    assertThat(trace.status()).isEqualTo("OK");
    assertThat(trace.durationMs()).isEqualTo(13);
    assertThat(trace.spanCount()).isEqualTo(4);
    assertThat(trace.get(TraceColumns.ROOT_SPAN_ID)).isEqualTo(SpanRows.spanId(1));
    assertThat(trace.get(TraceColumns.SESSION_ID)).isEqualTo("s");
    assertThat(trace.get(TraceColumns.LLM_CALLS)).isEqualTo(2);
    assertThat(trace.get(TraceColumns.TOOL_CALLS)).isEqualTo(1);
    assertThat(trace.get(TraceColumns.ERROR_COUNT)).isEqualTo(1);
    assertThat(trace.get(TraceColumns.FIRST_ERROR)).isEqualTo("Timeout");
    assertThat(trace.get(TraceColumns.TOTAL_TOKENS)).isEqualTo(220);
    assertThat(trace.get(TraceColumns.COST_USD)).isEqualByComparingTo("0.3");
    assertThat(trace.get(TraceColumns.MODELS)).containsExactly("gpt-5");
  }

  @EachDatabase
  void anEmptyBatchDoesNothing(TestDatabase database) throws SQLException {
    FaultyDataSource source = FaultyDataSource.over(database.dataSource());
    SpanWriter writer = Tables.in(source).open().writer();
    int opened = source.opened();
    assertThat(writer.write(List.of())).isEqualTo(new WriteResult(0, 0));
    assertThat(source.opened()).isEqualTo(opened);
  }

  @EachDatabase
  void theSameBatchTwiceCountsOnce(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    SpanWriter writer = schema.writer();
    List<SpanRow> batch = new RandomRows(1).of(1, 5, 6);
    assertThat(writer.write(batch)).isEqualTo(new WriteResult(30, 0));
    assertThat(writer.write(batch)).isEqualTo(new WriteResult(0, 30));
    assertThat(schema.writer().write(batch)).isEqualTo(new WriteResult(0, 30));
    Tables.assertTrue(database, schema.reader(), batch);
  }

  @EachDatabase
  void overlappingBatchesCountOnce(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    List<SpanRow> rows = new RandomRows(2).of(1, 4, 10);
    SpanWriter writer = schema.writer();
    assertThat(writer.write(rows.subList(0, 25)).inserted()).isEqualTo(25);
    assertThat(writer.write(rows.subList(10, 40))).isEqualTo(new WriteResult(15, 15));
    Tables.assertTrue(database, schema.reader(), rows);
  }

  @EachDatabase
  void aSpanThatIsTwiceInABatchIsStoredOnceAsItFirstCame(TestDatabase database)
      throws SQLException {
    TraceSchema schema = Tables.open(database);
    SpanRow first = SpanRows.agent(1, 1).set(SpanColumns.NAME, "first").build();
    SpanRow second = SpanRows.agent(1, 1).set(SpanColumns.NAME, "second").build();
    assertThat(schema.writer().write(List.of(first, second, first)))
        .isEqualTo(new WriteResult(1, 2));
    assertThat(schema.writer().write(List.of(second))).isEqualTo(new WriteResult(0, 1));
    assertThat(schema.reader().span(first.traceId(), first.spanId()).orElseThrow().name())
        .isEqualTo("first");
    Tables.assertTrue(database, schema.reader(), List.of(first));
  }

  @EachDatabase
  void aFailureAtAnyStatementLeavesNothing(TestDatabase database) throws SQLException {
    FaultyDataSource source = FaultyDataSource.over(database.dataSource());
    TraceSchema schema = Tables.in(source).open();
    SpanWriter writer = schema.writer();
    List<SpanRow> batch = new RandomRows(3).of(1, 3, 4);
    int before = source.calls(Call.EXECUTE);
    int failures = 0;
    for (boolean failed = true; failed; failures += failed ? 1 : 0) {
      source.fail(Call.EXECUTE).after(failures);
      failed = fails(writer, batch);
      source.heal();
      if (failed) {
        assertThat(Tables.count(database, "agent_spans")).as("%d calls in", failures).isZero();
        assertThat(Tables.count(database, "agent_contents")).isZero();
        assertThat(Tables.count(database, "agent_traces")).isZero();
      }
      assertThat(source.open()).isZero();
    }
    assertThat(failures).as("of %d calls", source.calls(Call.EXECUTE) - before).isGreaterThan(3);
    Tables.assertTrue(database, schema.reader(), batch);
  }

  @EachDatabase
  void anErrorThatIsNoExceptionLeavesNothingEither(TestDatabase database) throws SQLException {
    FaultyDataSource source = FaultyDataSource.over(database.dataSource());
    TraceSchema schema = Tables.in(source).open();
    SpanWriter writer = schema.writer();
    writer.write(List.of(SpanRows.agent(1, 1).build()));
    for (int calls = 0; calls < 3; calls++) {
      source.fail(Call.PREPARE).after(calls).with(() -> new OutOfMemoryError("injected"));
      assertThatThrownBy(() -> writer.write(List.of(SpanRows.agent(2, 1).build())))
          .isInstanceOf(OutOfMemoryError.class);
      source.heal();
      assertThat(Tables.count(database, "agent_spans")).isEqualTo(1);
      assertThat(source.open()).isZero();
    }
  }

  private static boolean fails(SpanWriter writer, List<SpanRow> batch) {
    try {
      writer.write(batch);
      return false;
    } catch (SQLException e) {
      return true;
    }
  }
}
