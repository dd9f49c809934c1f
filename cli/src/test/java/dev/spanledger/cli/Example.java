// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.TestDatabase;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Two runs of a planner in one session: the first searches four times for the same thing and fails
 * at the database, the second asks once and succeeds.
 */
public final class Example {
  public static final String FAILED = "4f2a0000000000000000000000000001";
  public static final String FINE = "91bc0000000000000000000000000002";

  private static final Instant START = Typed.NOW.minusSeconds(600);
  private static final String QUESTION =
      "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Where is order A-1007?\"}]}]";
  private static final String CALL =
      "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"id\":\"c1\",\"name\":\"search\",\"arguments\":{\"q\":\"A-1007\"}}]}]";

  private Example() {}

  /** Stores them. */
  public static void store(TestDatabase database) throws SQLException {
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    schema.writer().write(failed());
    schema.writer().write(fine(FINE));
  }

  /** A run like the second one, of a minute ago. */
  static void storeAnother(TestDatabase database, String trace) throws SQLException {
    List<SpanRow> rows = new ArrayList<>();
    for (SpanRow row : fine(trace)) {
      long nanos = (System.currentTimeMillis() - 60_000) * 1_000_000L;
      rows.add(row.toBuilder().times(nanos, nanos + 1_000_000_000L, Instant.now()).build());
    }
    TraceSchema.builder(database.dataSource()).open().writer().write(rows);
  }

  private static List<SpanRow> failed() {
    List<SpanRow> rows = new ArrayList<>();
    rows.add(
        agent(FAILED, 0, 41_200)
            .set(SpanColumns.STATUS, "ERROR")
            .set(SpanColumns.ERROR_MESSAGE, "the plan failed")
            .build());
    rows.add(llm(FAILED, 2, 100, 3_100, 12_000, 400, QUESTION, CALL).build());
    for (int i = 0; i < 4; i++) {
      rows.add(tool(FAILED, 3 + i, 4_000 + i * 900L, 800, "search", "{\"q\":\"A-1007\"}").build());
    }
    String longer =
        QUESTION.substring(0, QUESTION.length() - 1)
            + ","
            + CALL.substring(1, CALL.length() - 1)
            + ",{\"role\":\"tool\",\"parts\":[{\"type\":\"tool_call_response\",\"id\":\"c1\",\"response\":\"nothing\"}]}]";
    rows.add(llm(FAILED, 7, 9_000, 1_500, 26_000, 100, longer, CALL).build());
    rows.add(
        tool(FAILED, 8, 11_000, 30_000, "db.query", "{\"sql\":\"SELECT 1\"}")
            .set(SpanColumns.STATUS, "ERROR")
            .set(SpanColumns.ERROR_TYPE, "TimeoutException")
            .set(SpanColumns.ERROR_MESSAGE, "timeout 30s\u001b[31m")
            .set(SpanColumns.OUTPUT, "{\"rows\":\"" + "x".repeat(5_000) + "\"}")
            .build());
    return rows;
  }

  private static List<SpanRow> fine(String trace) {
    return List.of(
        agent(trace, 300_000, 5_000).build(),
        llm(trace, 2, 300_100, 3_000, 12_000, 300, QUESTION, CALL).build(),
        tool(trace, 3, 303_500, 700, "search", "{\"q\":\"A-1007\"}").build());
  }

  private static SpanRow.Builder agent(String trace, long at, long ms) {
    return span(trace, 1, at, ms, "AGENT", "invoke_agent planner")
        .set(SpanColumns.AGENT_NAME, "planner")
        .set(SpanColumns.USER_ID, "ann");
  }

  private static SpanRow.Builder llm(
      String trace, long span, long at, long ms, long in, long out, String input, String output) {
    return span(trace, span, at, ms, "LLM", "chat gpt-x")
        .set(SpanColumns.PARENT_SPAN_ID, id(1))
        .set(SpanColumns.MODEL, "gpt-x")
        .set(SpanColumns.USAGE_COUNTED, true)
        .set(SpanColumns.INPUT_TOKENS, in)
        .set(SpanColumns.OUTPUT_TOKENS, out)
        .set(SpanColumns.TOTAL_TOKENS, in + out)
        .set(SpanColumns.COST_USD, new BigDecimal(in).movePointLeft(5))
        .set(SpanColumns.INPUT, input)
        .set(SpanColumns.INPUT_PREVIEW, input)
        .set(SpanColumns.OUTPUT, output);
  }

  private static SpanRow.Builder tool(
      String trace, long span, long at, long ms, String name, String input) {
    return span(trace, span, at, ms, "TOOL", "execute_tool " + name)
        .set(SpanColumns.PARENT_SPAN_ID, id(1))
        .set(SpanColumns.TOOL_NAME, name)
        .set(SpanColumns.INPUT, input)
        .set(SpanColumns.INPUT_PREVIEW, input)
        .set(SpanColumns.OUTPUT, "\"nothing\"");
  }

  private static SpanRow.Builder span(
      String trace, long span, long at, long ms, String kind, String name) {
    Instant start = START.plusMillis(at);
    long nanos = start.getEpochSecond() * 1_000_000_000L + start.getNano();
    return SpanRow.builder()
        .times(nanos, nanos + ms * 1_000_000L, Typed.NOW)
        .set(SpanColumns.TRACE_ID, trace)
        .set(SpanColumns.SPAN_ID, id(span))
        .set(SpanColumns.NAME, name)
        .set(SpanColumns.KIND, kind)
        .set(SpanColumns.STATUS, "OK")
        .set(SpanColumns.SESSION_ID, "s9")
        .set(SpanColumns.SERVICE_NAME, "shop");
  }

  private static String id(long span) {
    return "%016x".formatted(0xa000_0000_0000_0000L + span);
  }
}
