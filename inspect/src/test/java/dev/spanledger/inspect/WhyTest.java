// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.inspect.Why.Finding;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

class WhyTest {
  @EachDatabase
  void theFirstErrorIsTheCauseAndNotWhatItTookDown(TestDatabase database) throws SQLException {
    Finding error =
        finding(
            Why.Type.FIRST_ERROR,
            database,
            row(1, 0, "AGENT", "agent", 0, 100).set(SpanColumns.STATUS, "OK"),
            row(2, 1, "CHAIN", "chain", 0, 90).set(SpanColumns.STATUS, "ERROR"),
            row(3, 2, "TOOL", "late", 50, 90).set(SpanColumns.STATUS, "ERROR"),
            row(4, 2, "TOOL", "db.query", 1, 31)
                .set(SpanColumns.STATUS, "ERROR")
                .set(SpanColumns.ERROR_MESSAGE, "timeout\n  30 ms"));
    assertThat(error.text())
        .isEqualTo("db.query (3) failed after 30 ms: timeout 30 ms; agent (1) went on");
    assertThat(error.spans()).containsExactly(2, 1);
  }

  @EachDatabase
  void theSlowestPathLeadsToTheTimeThatIsItsOwn(TestDatabase database) throws SQLException {
    Finding slowest =
        finding(
            Why.Type.SLOWEST_PATH,
            database,
            row(1, 0, "AGENT", "agent", 0, 100),
            row(2, 1, "LLM", "quick", 0, 10),
            row(3, 1, "CHAIN", "chain", 10, 100),
            row(4, 3, "TOOL", "slow", 20, 95),
            row(5, 3, "TOOL", "beside it", 20, 90));
    assertThat(slowest.text()).isEqualTo("slow (4) took 75 ms by itself, 75 % of the run");
    assertThat(slowest.spans()).containsExactly(0, 2, 3);
  }

  /** Children that run beyond their parents may leave nobody any time of its own. */
  @EachDatabase
  void aStepThatTookNearlyNothingIsNoFinding(TestDatabase database) throws SQLException {
    List<Finding> findings =
        all(
            database,
            row(1, 0, "AGENT", "agent", 0, 1_000),
            row(2, 1, "CHAIN", "chain", 0, 999),
            row(3, 2, "TOOL", "beyond", 0, 1_001));
    assertThat(findings).noneMatch(finding -> finding.type() == Why.Type.SLOWEST_PATH);
  }

  @EachDatabase
  void theCostliestCallIsAPartOfAll(TestDatabase database) throws SQLException {
    Finding dearest =
        finding(
            Why.Type.COSTLIEST_CALL,
            database,
            row(1, 0, "AGENT", "agent", 0, 100),
            call(2, 1, 12_000, 400, "0.30"),
            call(3, 1, 50, 40_000, "0.11"));
    assertThat(dearest.text()).isEqualTo("chat (2) cost $0.30 of $0.41 (12k \u2192 400 tokens)");
    assertThat(
            finding(
                    Why.Type.COSTLIEST_CALL,
                    database,
                    row(1, 0, "AGENT", "agent", 0, 100),
                    call(2, 1, 12_000, 400, null))
                .text())
        .isEqualTo("chat (2) has most tokens (12k \u2192 400 tokens); what it cost is not known");
  }

  @EachDatabase
  void aLoopIsCounted(TestDatabase database) throws SQLException {
    List<SpanRow.Builder> rows = new ArrayList<>(List.of(row(1, 0, "AGENT", "agent", 0, 100)));
    for (int span = 2; span <= 7; span++) {
      rows.add(
          row(span, 1, "TOOL", "search", span * 10L, span * 10L + 5)
              .set(SpanColumns.INPUT_PREVIEW, "{\"q\":\"x\"}"));
    }
    Finding loop = finding(Why.Type.REPEATED_CALLS, database, rows.toArray(SpanRow.Builder[]::new));
    assertThat(loop.text()).isEqualTo("search (2) was called 6 times in a row with the same input");
    assertThat(loop.spans()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @EachDatabase
  void aGrowingContextIsTold(TestDatabase database) throws SQLException {
    Finding growth =
        finding(
            Why.Type.CONTEXT_GROWTH,
            database,
            row(1, 0, "AGENT", "planner", 0, 100),
            call(2, 1, 1_200, 10, null),
            call(3, 1, 9_000, 10, null),
            call(4, 1, 48_000, 10, null));
    assertThat(growth.text())
        .isEqualTo("the context of planner grew from 1.2k to 48k tokens over 3 calls");
    assertThat(growth.spans()).containsExactly(3, 1);
  }

  @EachDatabase
  void aQuietRunHasNoErrorAndNoLoop(TestDatabase database) throws SQLException {
    assertThat(all(database, row(1, 0, "AGENT", "agent", 0, 100)))
        .extracting(Finding::type)
        .containsExactly(Why.Type.SLOWEST_PATH);
  }

  private static Finding finding(Why.Type type, TestDatabase database, SpanRow.Builder... rows)
      throws SQLException {
    return all(database, rows).stream()
        .filter(finding -> finding.type() == type)
        .findFirst()
        .orElseThrow();
  }

  private static List<Finding> all(TestDatabase database, SpanRow.Builder... rows)
      throws SQLException {
    return Why.of(Stored.run(database, rows));
  }

  private static SpanRow.Builder call(
      long span, long parent, long input, long output, String costUsd) {
    return row(span, parent, "LLM", "chat", span, span + 1)
        .set(SpanColumns.INPUT_TOKENS, input)
        .set(SpanColumns.OUTPUT_TOKENS, output)
        .set(SpanColumns.TOTAL_TOKENS, input + output)
        .set(SpanColumns.COST_USD, costUsd == null ? null : new BigDecimal(costUsd))
        .set(SpanColumns.USAGE_COUNTED, true);
  }

  private static SpanRow.Builder row(
      long span, long parent, String kind, String name, long fromMs, long toMs) {
    return Stored.row(span, parent, kind, name, fromMs, toMs);
  }
}
