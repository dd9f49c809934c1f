// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.ContentStorage;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Whatever somebody sends or deletes: traces follow from their spans, and everything reads. */
class HostileTracesTest {
  private static final List<String> VIEWS =
      List.of(
          "agent_span_messages",
          "agent_spans_full",
          "agent_llm_calls",
          "agent_tool_calls",
          "agent_sessions");

  @EachDatabase
  void theFirstOfTwoSpansOfOneIdStays(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    Tables.write(schema, SpanRows.agent(1, 1).build(), said(1, 2, 1, message("one")));
    Tables.write(schema, said(1, 2, 1, message("two")));
    assertThat(input(schema, 1, 2)).isEqualTo("[" + message("one") + "]");
    assertSound(database, schema, 1);
  }

  @EachDatabase
  void aSpanIsItsOwnParent(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    Tables.write(schema, SpanRows.llm(1, 1, 1).build(), SpanRows.llm(1, 2, 1).build());
    assertSound(database, schema, 1);
  }

  @EachDatabase
  void spansOfTwoProcessesAreAboveEachOther(TestDatabase database) throws SQLException {
    TraceSchema one = Tables.open(database);
    TraceSchema other = Tables.open(database);
    Tables.write(one, SpanRows.llm(1, 1, 3).build());
    Tables.write(other, SpanRows.llm(1, 2, 1).build());
    Tables.write(one, SpanRows.child(1, 3, 2, "TOOL").build());
    assertSound(database, one, 1);
    Tables.write(other, SpanRows.agent(1, 4).build(), SpanRows.llm(1, 5, 4).build());
    assertSound(database, other, 1);
  }

  @EachDatabase
  void thousandsOfChildrenFromThreeProcesses(TestDatabase database) throws Exception {
    int children = 5_000;
    List<TraceSchema> ledgers = IntStream.range(0, 3).mapToObj(i -> Tables.open(database)).toList();
    Tables.write(ledgers.get(0), SpanRows.agent(1, 1).build());
    Together.run(3, number -> () -> writeThird(ledgers.get(number), number, children));
    Tables.write(ledgers.get(0), SpanRows.agent(1, children + 2).build());
    assertThat(Tables.number(database, "SELECT total_tokens AS n FROM agent_traces"))
        .isEqualTo(110L * children);
    assertSound(database, ledgers.get(1), 1);
  }

  private static int writeThird(TraceSchema ledger, int number, int children) throws SQLException {
    List<SpanRow> rows =
        IntStream.range(0, children)
            .filter(i -> i % 3 == number)
            .mapToObj(i -> SpanRows.llm(1, i + 2, 1).build())
            .toList();
    for (int from = 0; from < rows.size(); from += 200) {
      ledger.writer().write(rows.subList(from, Math.min(from + 200, rows.size())));
    }
    return rows.size();
  }

  @EachDatabase
  void idsOfAnyLength(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    for (String id : List.of("", "1", "f".repeat(300), "not hex", "\0", "é\u2028\uD800")) {
      SpanRow row =
          SpanRows.llm(1, 2, 1)
              .set(SpanColumns.TRACE_ID, id)
              .set(SpanColumns.SPAN_ID, id)
              .set(SpanColumns.PARENT_SPAN_ID, id)
              .build();
      Tables.write(schema, row);
      assertThat(schema.reader().span(row.traceId(), row.spanId())).isPresent();
      assertSound(database, schema, row.traceId());
    }
  }

  @EachDatabase
  void messagesComeBackAsTheyWere(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    List<String> messages =
        List.of(
            "{\"role\":\"user\",\"parts\":[]}",
            "{\"parts\":[],\"role\":\"user\"}",
            message("]"),
            message("\\\"]},{\\\"role\\\":"),
            message("\u2028\u2029"),
            message("\\u2028\\u0041"),
            "[[\"]\"],[]]",
            "{}");
    Tables.write(
        schema,
        SpanRows.agent(1, 1).build(),
        said(1, 2, 1, messages.toArray(String[]::new)),
        said(1, 3, 1, messages.get(1), messages.get(0)));
    assertThat(input(schema, 1, 2)).isEqualTo("[" + String.join(",", messages) + "]");
    assertThat(input(schema, 1, 3)).isEqualTo("[" + messages.get(1) + "," + messages.get(0) + "]");
    assertSound(database, schema, 1);
  }

  @EachDatabase
  void aPromptOfTenThousandMessages(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    String[] messages =
        IntStream.range(0, 10_000).mapToObj(i -> message("number " + i)).toArray(String[]::new);
    Tables.write(schema, said(1, 2, 1, messages));
    assertThat(input(schema, 1, 2)).isEqualTo("[" + String.join(",", messages) + "]");
    assertSound(database, schema, 1);
  }

  @EachDatabase
  void aContentThatSomebodyDeletedIsMissingAndNothingElse(TestDatabase database)
      throws SQLException {
    TraceSchema schema = Tables.open(database);
    Tables.write(
        schema,
        SpanRows.agent(1, 1).build(),
        said(1, 2, 1, message("kept"), message("deleted")),
        said(1, 3, 1, message("kept")));
    database.execute("DELETE FROM agent_contents WHERE CAST(content AS text) LIKE '%deleted%'");
    String input = input(schema, 1, 2);
    assertThat(input).contains("kept").doesNotContain("deleted\"");
    assertThat(input(schema, 1, 3)).isEqualTo("[" + message("kept") + "]");
    assertSound(database, schema, 1);
    database.execute("DELETE FROM agent_contents");
    assertThat(input(schema, 1, 2))
        .doesNotContain("kept")
        .containsPattern("(missing_content.*){2}");
    assertSound(database, schema, 1);
  }

  @EachDatabase
  void sharedAndInlineContentsAreReadAlike(TestDatabase database) throws SQLException {
    TraceSchema shared = Tables.open(database);
    TraceSchema inline =
        Tables.in(database.dataSource()).contentStorage(ContentStorage.INLINE).open();
    Tables.write(shared, SpanRows.agent(1, 1).build(), said(1, 2, 1, message("a"), message("b")));
    Tables.write(inline, said(1, 3, 1, message("a"), message("b")));
    assertThat(input(inline, 1, 2)).isEqualTo(input(shared, 1, 3));
    assertThat(
            Tables.number(
                database,
                "SELECT count(*) AS n FROM agent_span_messages WHERE direction = 'input'"))
        .isEqualTo(4);
    assertSound(database, shared, 1);
    assertSound(database, inline, 1);
  }

  private static void assertSound(TestDatabase database, TraceSchema schema, long trace)
      throws SQLException {
    assertSound(database, schema, SpanRows.traceId(trace));
  }

  private static void assertSound(TestDatabase database, TraceSchema schema, String trace)
      throws SQLException {
    assertThat(schema.reader().trace(trace).orElseThrow().trace())
        .isEqualTo(schema.reader().recompute(trace).orElseThrow());
    assertThat(schema.repair(trace)).isFalse();
    for (String view : VIEWS) {
      database.rows("SELECT * FROM " + view);
    }
  }

  private static String input(TraceSchema schema, long trace, long span) {
    return schema
        .reader()
        .span(SpanRows.traceId(trace), SpanRows.spanId(span))
        .map(row -> row.get(SpanColumns.INPUT))
        .orElse("");
  }

  private static SpanRow said(long trace, long span, long parent, String... messages) {
    return SpanRows.llm(trace, span, parent)
        .set(
            SpanColumns.INPUT,
            List.of(messages).stream().collect(Collectors.joining(",", "[", "]")))
        .build();
  }

  private static String message(String text) {
    return "{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"" + text + "\"}]}";
  }
}
