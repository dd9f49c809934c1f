// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** The views are what people's SQL relies on. */
class ViewsTest {
  @EachDatabase
  void messagesAreInOrderWithTheirDirectionAndRole(TestDatabase database) throws SQLException {
    Tables.write(
        Tables.open(database),
        SpanRows.llm(1, 1, 9)
            .set(SpanColumns.SESSION_ID, "s")
            .set(SpanColumns.INPUT, "[{\"role\":\"system\"},{\"role\":\"user\",\"n\":1}]")
            .set(SpanColumns.OUTPUT, "[{\"role\":\"assistant\"}]")
            .build(),
        SpanRows.child(1, 2, 9, "TOOL").set(SpanColumns.INPUT, "[{\"role\":\"none\"}]").build());
    assertThat(messages(database))
        .containsExactly(
            "input 0 system {\"role\":\"system\"}",
            "input 1 user {\"role\":\"user\",\"n\":1}",
            "output 0 assistant {\"role\":\"assistant\"}");
    assertThat(database.rows("SELECT * FROM agent_span_messages").get(0))
        .containsEntry("trace_id", SpanRows.traceId(1))
        .containsEntry("span_id", SpanRows.spanId(1))
        .containsEntry("session_id", "s")
        .containsEntry("model", "gpt-5");
  }

  /** A framework that sends plain strings must not break the view for all the others. */
  @EachDatabase
  void messagesThatAreNoObjectsAreJsonToo(TestDatabase database) throws SQLException {
    Tables.write(
        Tables.open(database),
        SpanRows.llm(1, 1, 9)
            .set(SpanColumns.INPUT, "[\"say \\\"hi\\\"\",7,2.5,true,false,null,[1],{\"a\":1}]")
            .set(SpanColumns.OUTPUT, "{\"role\":\"assistant\"}")
            .build(),
        SpanRows.llm(1, 2, 9).set(SpanColumns.INPUT, "not JSON").build(),
        SpanRows.llm(1, 3, 9).build());
    assertThat(messages(database))
        .containsExactly(
            "input 0 null \"say \\\"hi\\\"\"",
            "input 1 null 7",
            "input 2 null 2.5",
            "input 3 null true",
            "input 4 null false",
            "input 5 null null",
            "input 6 null [1]",
            "input 7 null {\"a\":1}");
  }

  private static List<String> messages(TestDatabase database) throws SQLException {
    return database
        .rows("SELECT * FROM agent_span_messages ORDER BY span_id, direction, ordinal")
        .stream()
        .map(
            row ->
                "%s %s %s %s"
                    .formatted(
                        row.get("direction"),
                        row.get("ordinal"),
                        row.get("role"),
                        row.get("message")))
        .toList();
  }

  @EachDatabase
  void callsAreSpansOfTheirKind(TestDatabase database) throws SQLException {
    Tables.write(
        Tables.open(database),
        SpanRows.agent(1, 1).build(),
        SpanRows.llm(1, 2, 1).build(),
        SpanRows.child(1, 3, 1, "TOOL")
            .set(SpanColumns.TOOL_NAME, "search")
            .set(SpanColumns.INPUT, "{\"q\":1}")
            .set(SpanColumns.OUTPUT, "\"found\"")
            .build(),
        SpanRows.child(1, 4, 1, "TOOL").set(SpanColumns.NAME, "execute_tool x").build());
    assertThat(Tables.column(database, "SELECT span_id FROM agent_llm_calls"))
        .containsExactly(SpanRows.spanId(2));
    List<Map<String, Object>> tools =
        database.rows("SELECT * FROM agent_tool_calls ORDER BY span_id");
    assertThat(tools)
        .extracting(row -> row.get("tool_name"))
        .containsExactly("search", "execute_tool x");
    assertThat(tools.get(0).get("arguments")).hasToString("{\"q\":1}");
    assertThat(tools.get(0).get("result")).hasToString("\"found\"");
  }

  @EachDatabase
  void aSessionIsItsTracesTakenTogether(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    for (int trace = 1; trace <= 3; trace++) {
      Tables.write(
          schema,
          SpanRows.agent(trace, 1)
              .set(SpanColumns.SESSION_ID, "s")
              .set(SpanColumns.USER_ID, "u")
              .set(SpanColumns.STATUS, trace == 2 ? "ERROR" : "OK")
              .build(),
          SpanRows.llm(trace, 2, 1)
              .set(SpanColumns.COST_USD, trace == 3 ? null : new BigDecimal("0.125"))
              .build());
    }
    Tables.write(schema, SpanRows.agent(4, 1).build());
    List<Map<String, Object>> sessions = database.rows("SELECT * FROM agent_sessions");
    assertThat(sessions).hasSize(1);
    Map<String, Object> session = sessions.get(0);
    assertThat(session).containsEntry("session_id", "s").containsEntry("user_id", "u");
    assertThat(number(session, "trace_count")).isEqualTo(3);
    assertThat(number(session, "failed_traces")).isEqualTo(1);
    assertThat(number(session, "llm_calls")).isEqualTo(3);
    assertThat(number(session, "total_tokens")).isEqualTo(330);
    assertThat(number(session, "cost_usd")).isEqualTo(0.25);
    assertThat(number(session, "busy_ms")).isEqualTo(33);
  }

  private static double number(Map<String, Object> row, String column) {
    return ((Number) row.get(column)).doubleValue();
  }

  @EachDatabase
  void fullSpansHaveTheSharedContentsOfTheirOwnDay(TestDatabase database) throws SQLException {
    Tables.write(
        Tables.open(database),
        SpanRows.llm(1, 1, 9)
            .set(SpanColumns.RESOURCE, "{\"r\":1}")
            .set(SpanColumns.TOOL_DEFINITIONS, "[1]")
            .build(),
        SpanRows.agent(1, 2).build());
    List<Map<String, Object>> spans =
        database.rows(
            "SELECT resource, tool_definitions, system_instructions FROM agent_spans_full ORDER BY span_id");
    assertThat(spans.get(0).get("resource")).hasToString("{\"r\":1}");
    assertThat(spans.get(0).get("tool_definitions")).hasToString("[1]");
    assertThat(spans.get(0).get("system_instructions")).isNull();
    assertThat(spans.get(1).values()).containsOnlyNulls();
  }
}
