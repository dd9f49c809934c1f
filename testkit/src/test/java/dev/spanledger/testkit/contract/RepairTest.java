// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceRow;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.DoubleCounting;
import dev.spanledger.testkit.rows.RandomRows;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What somebody has done to the rows follows from the spans again. */
class RepairTest {
  private static final int TRACES = 12;

  @EachDatabase
  void totalsAndFlagsThatWereChangedByHand(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    schema.writer().write(rows());
    List<TraceRow> before = traces(schema);
    List<String> flags = flags(database);
    database.execute(
        "UPDATE agent_traces SET input_tokens = input_tokens + 1, cost_usd = 12.5, name = 'x', status = 'RUNNING', handled_errors = 7, merge_keys = ''",
        "UPDATE agent_spans SET usage_counted = (parent_span_id IS NULL), self_duration_ms = 0.25");
    assertThat(traces(schema)).doesNotContainAnyElementsOf(before);

    for (TraceRow trace : before) {
      assertThat(schema.repair(trace.traceId())).as(trace.traceId()).isTrue();
      assertThat(schema.repair(trace.traceId())).as(trace.traceId()).isFalse();
    }
    assertThat(traces(schema)).isEqualTo(before);
    assertThat(flags(database)).isEqualTo(flags);
  }

  @EachDatabase
  void aTraceThatIsMissing(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    schema.writer().write(rows());
    List<TraceRow> before = traces(schema);
    database.execute("DELETE FROM agent_traces");
    for (TraceRow trace : before) {
      assertThat(schema.repair(trace.traceId())).isTrue();
    }
    assertThat(traces(schema)).isEqualTo(before);
    assertThat(schema.repair(SpanRows.traceId(9_999))).as("no such trace").isFalse();
  }

  @EachDatabase
  void aModelCallThatWasDeletedBelowTheSumOfAnAgent(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    SpanRow agent =
        SpanRows.agent(1, 1)
            .set(SpanColumns.INPUT_TOKENS, 100L)
            .set(SpanColumns.TOTAL_TOKENS, 100L)
            .build();
    Tables.write(schema, agent, SpanRows.llm(1, 2, 1).build());
    assertThat(Tables.number(database, "SELECT total_tokens AS n FROM agent_traces"))
        .isEqualTo(110);
    database.execute("DELETE FROM agent_spans WHERE kind = 'LLM'");
    assertThat(schema.repair(agent.traceId())).isTrue();
    assertThat(Tables.number(database, "SELECT total_tokens AS n FROM agent_traces"))
        .isEqualTo(100);
    assertThat(schema.reader().span(agent.traceId(), agent.spanId()).orElseThrow())
        .extracting(row -> row.get(SpanColumns.USAGE_COUNTED))
        .isEqualTo(true);
  }

  private static List<SpanRow> rows() {
    long seed = new Random().nextLong();
    List<SpanRow> rows = new ArrayList<>(new RandomRows(seed).of(1, TRACES, 10));
    for (int i = 0; i < DoubleCounting.ALL.size(); i++) {
      rows.addAll(DoubleCounting.ALL.get(i).rows(100 + i));
    }
    return rows;
  }

  private static List<TraceRow> traces(TraceSchema schema) {
    return schema.reader().list(TraceQuery.all().limit(1_000)).traces();
  }

  private static List<String> flags(TestDatabase database) throws SQLException {
    return database
        .rows(
            "SELECT trace_id, span_id, kind, usage_counted, self_duration_ms, cost_usd, cost_status, price_ref FROM agent_spans ORDER BY trace_id, span_id")
        .stream()
        .map(Object::toString)
        .toList();
  }
}
