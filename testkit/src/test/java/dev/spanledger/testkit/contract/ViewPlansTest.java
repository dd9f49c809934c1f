// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;

/** Looking at one span or one trace must not read the contents of all others. */
class ViewPlansTest {
  private static final int SPANS = 3_000;
  private static final List<String> VIEWS = List.of("agent_spans_full", "agent_span_messages");

  @BeforeEach
  void aDayOfTracesAndItsContents(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    List<SpanRow> rows = new ArrayList<>();
    for (int span = 0; span < SPANS; span++) {
      String message = "{\"role\":\"user\",\"parts\":[\"" + span + "\"]}";
      rows.add(
          SpanRows.llm(span / 10, span, 0)
              .set(SpanColumns.INPUT, "[" + message + "]")
              .set(SpanColumns.OUTPUT, "[" + message.replace("user", "assistant") + "]")
              .set(SpanColumns.SYSTEM_INSTRUCTIONS, "[" + span + "]")
              .set(SpanColumns.ATTRIBUTES, "{\"a\":\"" + span + "x".repeat(500) + "\"}")
              .build());
    }
    schema.writer().write(rows);
    if (database.kind() == DatabaseKind.POSTGRESQL) {
      database.execute("ANALYZE"); // as its autovacuum does; nobody does it in SQLite
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void postgresLooksContentsUpByTheirKeys(TestDatabase database) throws SQLException {
    for (String view : VIEWS) {
      String plan = plan(database, "EXPLAIN (ANALYZE, TIMING off)", view, "query plan");
      assertThat(plan).contains("Index Scan using agent_contents_p20261120_pkey");
      assertThat(plan).doesNotContain("Seq Scan on agent_contents_p20261120");
      assertThat(plan.lines().filter(line -> line.contains("on agent_contents_p20261121")))
          .isNotEmpty()
          .allMatch(line -> line.contains("never executed"));
    }
  }

  /** A server that compiles what it thinks is expensive would compile for seconds. */
  @EachDatabase(DatabaseKind.POSTGRESQL)
  void postgresThinksThatATraceIsCheap(TestDatabase database) throws SQLException {
    for (String view : VIEWS) {
      String plan = plan(database, "EXPLAIN", view, "query plan");
      String cost = plan.replaceFirst("(?s).*?cost=[0-9.]+\\.\\.([0-9.]+) .*", "$1");
      assertThat(Double.parseDouble(cost)).as(view).isLessThan(100_000);
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void sqliteLooksContentsUpByTheirKeys(TestDatabase database) throws SQLException {
    for (String view : VIEWS) {
      String plan = plan(database, "EXPLAIN QUERY PLAN", view, "detail");
      assertThat(plan).contains("SEARCH c USING INDEX sqlite_autoindex_agent_contents_1");
      assertThat(plan.lines().filter(line -> line.contains("agent_contents")))
          .allMatch(line -> line.matches(".*\\(day=\\? AND content_id=\\?\\)( LEFT-JOIN)?"));
      assertThat(plan).contains("sqlite_autoindex_agent_spans_1 (trace_id=?");
      assertThat(plan).doesNotContainPattern("SCAN (s|c|i|agent_spans|agent_contents)\\b");
    }
  }

  private static String plan(TestDatabase database, String explain, String view, String column)
      throws SQLException {
    return database
        .rows(
            explain + " SELECT * FROM " + view + " WHERE trace_id = '" + SpanRows.traceId(7) + "'")
        .stream()
        .map(row -> String.valueOf(row.get(column)))
        .collect(Collectors.joining("\n"));
  }
}
