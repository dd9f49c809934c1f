// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.TraceColumns;
import dev.spanledger.schema.TraceRow;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.Call;
import dev.spanledger.testkit.faults.FaultyDataSource;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.util.List;

/** What is learned of a span after it was stored. */
class AmendmentTest {
  private static final String QUESTION = message("user", "Where is my order?");
  private static final String ANSWER = message("assistant", "On its way.");
  private static final String INSTRUCTIONS = "[{\"type\":\"text\",\"content\":\"Be kind.\"}]";
  private static final String TOOLS = "[{\"name\":\"search\"}]";

  @EachDatabase
  void whatIsOpenIsFilledAndTheTraceSeesIt(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    SpanWriter writer = schema.writer();
    writer.write(List.of(llm().build()));
    assertThat(writer.amend(List.of(said()))).isEqualTo(1);

    assertSays(schema, QUESTION, ANSWER);
    TraceRow trace = trace(schema);
    assertThat(trace.get(TraceColumns.INPUT_PREVIEW)).isEqualTo("Where is my order?");
    assertThat(trace.get(TraceColumns.OUTPUT_PREVIEW)).isEqualTo("On its way.");
    assertThat(trace).isEqualTo(schema.reader().recompute(SpanRows.traceId(1)).orElseThrow());
  }

  @EachDatabase
  void whatTheSpanSaidItselfStays(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    SpanWriter writer = schema.writer();
    String own = message("user", "its own");
    writer.write(
        List.of(
            llm()
                .set(SpanColumns.INPUT, own)
                .set(SpanColumns.INPUT_PREVIEW, "its own")
                .set(SpanColumns.ERROR_TYPE, "timeout")
                .build()));
    writer.amend(List.of(said()));

    assertSays(schema, own, ANSWER);
    assertThat(span(schema).get(SpanColumns.INPUT_PREVIEW)).isEqualTo("its own");
    assertThat(span(schema).get(SpanColumns.ERROR_TYPE)).isEqualTo("timeout");
    assertThat(span(schema).get(SpanColumns.ERROR_MESSAGE)).isEqualTo("broken pipe");
    assertThat(trace(schema).get(TraceColumns.INPUT_PREVIEW)).isEqualTo("its own");
  }

  @EachDatabase
  void twiceIsAsOnce(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    SpanWriter writer = schema.writer();
    writer.write(List.of(llm().build()));
    writer.amend(List.of(said()));
    TraceRow once = trace(schema);
    writer.amend(List.of(said(), said()));
    schema.writer().amend(List.of(said()));

    assertSays(schema, QUESTION, ANSWER);
    assertThat(trace(schema)).isEqualTo(once);
    assertThat(once.spanCount()).isEqualTo(1);
    assertThat(once.get(TraceColumns.INPUT_TOKENS)).isEqualTo(100);
  }

  @EachDatabase
  void theFirstErrorOfTheTraceSaysWhatWasLearned(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    SpanWriter writer = schema.writer();
    writer.write(List.of(llm().set(SpanColumns.STATUS, "ERROR").build()));
    writer.amend(List.of(said()));

    TraceRow trace = trace(schema);
    assertThat(trace.get(TraceColumns.FIRST_ERROR)).isEqualTo("java.io.IOException: broken pipe");
    assertThat(trace.get(TraceColumns.ERROR_COUNT)).isEqualTo(1);
    assertThat(trace).isEqualTo(schema.reader().recompute(SpanRows.traceId(1)).orElseThrow());
  }

  @EachDatabase
  void aSpanThatIsNotStoredIsPassedOver(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    assertThat(schema.writer().amend(List.of(said()))).isZero();
    assertThat(Tables.count(database, "agent_spans")).isZero();
    assertThat(Tables.count(database, "agent_traces")).isZero();
  }

  @EachDatabase
  void nothingToSayTouchesNothing(TestDatabase database) throws SQLException {
    FaultyDataSource source = FaultyDataSource.over(database.dataSource());
    SpanWriter writer = Tables.in(source).open().writer();
    int before = source.opened();
    assertThat(writer.amend(List.of())).isZero();
    assertThat(source.opened()).isEqualTo(before);
  }

  @EachDatabase
  void itIsAllOrNothing(TestDatabase database) throws SQLException {
    FaultyDataSource source = FaultyDataSource.over(database.dataSource());
    TraceSchema schema = Tables.in(source).open();
    SpanWriter writer = schema.writer();
    writer.write(List.of(llm().build(), SpanRows.llm(1, 2, 9).build()));
    int failures = 0;
    while (failsAt(failures, source, writer)) {
      failures++;
      source.heal();
      assertThat(span(schema).get(SpanColumns.OUTPUT_PREVIEW)).as("try %d", failures).isNull();
    }
    source.heal();
    assertThat(failures).isGreaterThanOrEqualTo(4);
    assertSays(schema, QUESTION, ANSWER);
  }

  @EachDatabase
  void manyWritersAtOnceFillARowOnce(TestDatabase database) throws Exception {
    TraceSchema schema = Tables.open(database);
    schema.writer().write(List.of(llm().build(), SpanRows.llm(1, 2, 9).build()));
    Together.run(
        8, number -> () -> schema.writer().amend(List.of(number % 2 == 0 ? said() : said(2))));
    assertSays(schema, QUESTION, ANSWER);
    assertThat(trace(schema))
        .isEqualTo(schema.reader().recompute(SpanRows.traceId(1)).orElseThrow());
  }

  private static boolean failsAt(int call, FaultyDataSource source, SpanWriter writer) {
    source.fail(Call.EXECUTE).after(call);
    try {
      writer.amend(List.of(said()));
      return false;
    } catch (SQLException e) {
      return true;
    }
  }

  private static SpanRow.Builder llm() {
    return SpanRows.llm(1, 1, 9);
  }

  private static SpanRow said() {
    return said(1);
  }

  private static SpanRow said(int span) {
    SpanRow there = SpanRows.llm(1, span, 9).build();
    return SpanRow.builder()
        .set(SpanColumns.TRACE_ID, there.traceId())
        .set(SpanColumns.SPAN_ID, there.spanId())
        .set(SpanColumns.START_TIME, there.startTime())
        .set(SpanColumns.KIND, there.kind())
        .set(SpanColumns.INPUT, QUESTION)
        .set(SpanColumns.INPUT_PREVIEW, "Where is my order?")
        .set(SpanColumns.OUTPUT, ANSWER)
        .set(SpanColumns.OUTPUT_PREVIEW, "On its way.")
        .set(SpanColumns.SYSTEM_INSTRUCTIONS, INSTRUCTIONS)
        .set(SpanColumns.TOOL_DEFINITIONS, TOOLS)
        .set(SpanColumns.FINISH_REASONS, List.of("stop"))
        .set(SpanColumns.ERROR_TYPE, "java.io.IOException")
        .set(SpanColumns.ERROR_MESSAGE, "broken pipe")
        .build();
  }

  private static void assertSays(TraceSchema schema, String input, String output) {
    SpanRow span = span(schema);
    assertThat(span.get(SpanColumns.INPUT)).isEqualTo(input);
    assertThat(span.get(SpanColumns.OUTPUT)).isEqualTo(output);
    assertThat(span.get(SpanColumns.SYSTEM_INSTRUCTIONS)).isEqualTo(INSTRUCTIONS);
    assertThat(span.get(SpanColumns.TOOL_DEFINITIONS)).isEqualTo(TOOLS);
    assertThat(span.get(SpanColumns.FINISH_REASONS)).containsExactly("stop");
  }

  private static SpanRow span(TraceSchema schema) {
    return schema.reader().span(SpanRows.traceId(1), SpanRows.spanId(1)).orElseThrow();
  }

  private static TraceRow trace(TraceSchema schema) {
    return schema.reader().trace(SpanRows.traceId(1)).orElseThrow().trace();
  }

  private static String message(String role, String text) {
    return "[{\"role\":\"%s\",\"parts\":[{\"type\":\"text\",\"content\":\"%s\"}]}]"
        .formatted(role, text);
  }
}
