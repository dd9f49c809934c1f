// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.Call;
import dev.spanledger.testkit.faults.FaultyDataSource;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** What many spans share is stored once a day. */
class ContentsTest {
  private static final String INSTRUCTIONS =
      "[{\"type\":\"text\",\"content\":\"Be kind. \u00E4\"}]";
  private static final String TOOLS = "[{\"name\":\"search\"}]";
  private static final String RESOURCE = "{\"service.name\":\"shop\"}";

  @EachDatabase
  void eachContentIsStoredOnceADay(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    SpanWriter writer = schema.writer();
    writer.write(List.of(llm(1, 1, 0), llm(1, 2, 0), llm(2, 1, 0)));
    writer.write(List.of(llm(3, 1, 0)));
    schema.writer().write(List.of(llm(4, 1, 0)));
    assertThat(Tables.count(database, "agent_contents")).isEqualTo(3);
    writer.write(List.of(llm(5, 1, 1)));
    assertThat(Tables.count(database, "agent_contents")).isEqualTo(6);
    assertThat(
            Tables.column(
                database,
                "SELECT content_type FROM agent_contents WHERE bytes > 0 GROUP BY content_type ORDER BY 1"))
        .containsExactly("instructions", "resource", "tools");
    assertReadable(schema.reader(), llm(4, 1, 0));
    assertReadable(schema.reader(), llm(5, 1, 1));
  }

  @EachDatabase
  void bytesAreThoseOfUtf8(TestDatabase database) throws SQLException {
    Tables.write(Tables.open(database), llm(1, 1, 0));
    assertThat(
            Tables.number(
                database,
                "SELECT bytes AS n FROM agent_contents WHERE content_type = 'instructions'"))
        .isEqualTo(INSTRUCTIONS.length() + 1);
  }

  @EachDatabase
  void aContentOfARolledBackTransactionIsSentAgain(TestDatabase database) throws SQLException {
    FaultyDataSource source = FaultyDataSource.over(database.dataSource());
    TraceSchema schema = Tables.in(source).open();
    SpanWriter writer = schema.writer();
    writer.write(List.of(SpanRows.agent(9, 1).build()));
    int calls = source.calls(Call.EXECUTE);
    writer.write(List.of(SpanRows.agent(9, 2).build()));
    int callsOfAWrite = source.calls(Call.EXECUTE) - calls;
    for (int after = 0; after <= callsOfAWrite; after++) {
      source.fail(Call.EXECUTE).after(after);
      assertThatThrownBy(() -> writer.write(List.of(llm(1, 1, 0))))
          .as("call %d of the write", after)
          .isInstanceOf(SQLException.class);
      source.heal();
      assertThat(Tables.count(database, "agent_contents")).isZero();
    }
    writer.write(List.of(llm(1, 1, 0)));
    assertReadable(schema.reader(), llm(1, 1, 0));
  }

  @EachDatabase
  void concurrentWritersStoreEachContentOnce(TestDatabase database) throws Exception {
    TraceSchema schema = Tables.open(database);
    List<SpanRow> rows = IntStream.range(0, 200).mapToObj(ContentsTest::withManyContents).toList();
    Together.run(
        8, number -> () -> schema.writer().write(number % 2 == 0 ? rows : rows.subList(50, 150)));
    assertThat(Tables.count(database, "agent_contents")).isEqualTo(100 + 50 + 20);
    for (SpanRow row : rows.subList(0, 20)) {
      assertReadable(schema.reader(), row);
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aDayThatWasDroppedGetsItsContentsAgain(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    SpanWriter writer = schema.writer();
    writer.write(List.of(llm(1, 1, 0)));
    database.execute("DROP TABLE agent_spans_p20261120", "DROP TABLE agent_contents_p20261120");
    writer.write(List.of(llm(2, 1, 0)));
    assertReadable(schema.reader(), llm(2, 1, 0));
    assertThat(Tables.count(database, "agent_contents")).isEqualTo(3);
  }

  private static SpanRow withManyContents(int number) {
    return SpanRows.llm(number % 7, number, 0)
        .set(SpanColumns.SYSTEM_INSTRUCTIONS, "[" + number % 100 + "]")
        .set(SpanColumns.TOOL_DEFINITIONS, "[\"tool\"," + number % 50 + "]")
        .set(SpanColumns.RESOURCE, "{\"r\":" + number % 20 + "}")
        .build();
  }

  private static SpanRow llm(int trace, int span, int daysAgo) {
    return SpanRows.at(SpanRows.NOW.minus(Duration.ofDays(daysAgo)))
        .set(SpanColumns.TRACE_ID, SpanRows.traceId(trace))
        .set(SpanColumns.SPAN_ID, SpanRows.spanId(span))
        .set(SpanColumns.KIND, "LLM")
        .set(SpanColumns.SYSTEM_INSTRUCTIONS, INSTRUCTIONS)
        .set(SpanColumns.TOOL_DEFINITIONS, TOOLS)
        .set(SpanColumns.RESOURCE, RESOURCE)
        .build();
  }

  @EachDatabase
  void whatErasureRemovesIsStoredAgainByAWriterThatKnewIt(TestDatabase database)
      throws SQLException {
    TraceSchema schema = Tables.open(database);
    SpanWriter writer = schema.writer();
    writer.write(List.of(llm(1, 1, 0)));
    long contents = Tables.count(database, "agent_contents");
    assertThat(contents).isPositive();
    database.execute(
        "DELETE FROM agent_contents",
        "UPDATE agent_maintenance SET epoch = epoch + 1 WHERE task = 'contents'");
    writer.write(List.of(llm(1, 2, 0)));
    assertThat(Tables.count(database, "agent_contents")).isEqualTo(contents);
    database.execute("DELETE FROM agent_contents");
    writer.write(List.of(llm(1, 3, 0)));
    assertThat(Tables.count(database, "agent_contents"))
        .as("relied on while the epoch is the same")
        .isZero();
  }

  private static void assertReadable(TraceReader reader, SpanRow written) {
    SpanRow read = reader.span(written.traceId(), written.spanId()).orElseThrow();
    assertThat(read.get(SpanColumns.SYSTEM_INSTRUCTIONS))
        .isEqualTo(written.get(SpanColumns.SYSTEM_INSTRUCTIONS));
    assertThat(read.get(SpanColumns.TOOL_DEFINITIONS))
        .isEqualTo(written.get(SpanColumns.TOOL_DEFINITIONS));
    assertThat(read.get(SpanColumns.RESOURCE)).isEqualTo(written.get(SpanColumns.RESOURCE));
  }
}
