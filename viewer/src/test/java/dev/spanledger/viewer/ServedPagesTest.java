// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Compare, Session and Stats over a real database and its server. */
@ExtendWith(WithChromium.class)
class ServedPagesTest {
  private final TestDatabase database;
  private final Viewed viewed;
  private final Tab tab;
  private final PlayedDay day;

  ServedPagesTest(Chromium chromium, TestDatabase database) {
    this.database = database;
    viewed = Viewed.of(database);
    day = PlayedDay.into(viewed);
    tab = chromium.tab();
    tab.open(viewed.viewer.url()).expect("tbody .what a").hasCount(50);
  }

  @AfterEach
  void close() {
    tab.assertQuiet(viewed.viewer.address());
    tab.close();
    viewed.close();
  }

  private Tab open(String view) {
    return tab.open(viewed.viewer.address() + "#/" + view);
  }

  @EachDatabase
  void comparesTwoThatWereTicked() {
    open("traces?agent=support").expect("tbody .what a").hasCount(2);
    tab.press("j", "x", "j", "x", "c").at("#/compare/" + day.firstTurn + "/" + day.secondTurn);
    tab.expect("[role=status].muted").hasText("1 the same · 3 changed · 0 only in A · 0 only in B");
    tab.expect(".totals tbody tr >> nth=1").containsText("invoke_agent support");
    tab.press("n", "n").expect("tr.here").containsText("execute_tool find_order");
    tab.expect(".pane .diff-removed").hasText("-   \"order\": 1");
    tab.click("text=Open in B").expect(".tg-row.selected").containsText("find_order");
  }

  @EachDatabase
  void comparesRunsOfDifferentSteps() {
    open("compare/" + day.firstTurn + "/" + day.failing);
    tab.expect("[role=status].muted").containsText("only in B");
    tab.expect(".steps .change-added").not().hasCount(0);
    tab.expect(".steps .change-removed").not().hasCount(0);
    tab.press("d").expect(".steps .change-same").hasCount(0);
    tab.press("x").at("#/compare/" + day.failing + "/" + day.firstTurn + "?only=1");
    tab.click(".steps .change-added .what button >> nth=0");
    tab.expect(".pane").containsText("only in the second");
    tab.expect(".totals tbody tr >> nth=0").containsText("refund-agent");
  }

  @EachDatabase
  void showsASessionAndItsConversation() throws SQLException {
    open("sessions").expect("tbody tr").hasCount(2); // The weather runs are a session too.
    Map<String, ?> row = sums("session_id = '" + PlayedDay.SESSION + "'");
    assertThat(tab.texts("tbody tr:has-text('talk') td").subList(2, 3)).containsExactly("ada");
    assertThat(tab.text("tbody tr:has-text('talk')")).contains(cost(row), tokens(row));
    tab.page().fill("input[type=search]", "order 2");
    tab.press("Enter").expect("tbody tr").hasCount(1);
    tab.click("tbody a").at("#/session/talk%2F7%20%C3%A4");
    tab.expect(".turn").hasCount(2);
    assertThat(tab.texts(".said.asked pre")).containsExactly("Where is order 1?", "And order 2?");
    assertThat(tab.texts(".said.answered pre"))
        .containsExactly("It is on its way.", "It was lost,\nand we are sorry.");
    tab.expect(".gap").hasText("1m30s idle");
    assertThat(tab.text(".sums")).contains(cost(row), tokens(row));
    tab.click(".turn a >> nth=1").expect(".tg-row >> nth=3").isVisible();
  }

  private Map<String, ?> sums(String condition) throws SQLException {
    return database
        .rows(
            "SELECT sum(total_tokens) AS tokens, sum(cost_usd) AS cost FROM agent_traces WHERE "
                + condition)
        .get(0);
  }

  @EachDatabase
  void countsByAgentModelToolAndService() throws SQLException {
    counts("agent", "agent_name", "kind = 'AGENT'");
    counts("model", "model", "kind = 'LLM'");
    counts("tool", "tool_name", "kind = 'TOOL'");
    counts("service", "service_name", "1 = 1");
    tab.expect("tfoot td >> nth=0").hasText(String.valueOf(PlayedDay.RUNS * 4));
    tab.click("summary").expect(".mirror tbody tr").not().hasCount(0);
    int calls = 0;
    for (String cell : tab.texts(".mirror tbody td:nth-child(2)")) {
      calls += Integer.parseInt(cell);
    }
    assertThat(calls).isEqualTo(PlayedDay.RUNS * 4);
  }

  /** What stands in the table is what the rows of spans say. */
  private void counts(String by, String column, String calls) throws SQLException {
    open("stats?by=" + by).expect(".grid thead th >> nth=0").containsText(titled(by));
    String sql =
        """
        SELECT %1$s AS name, count(*) AS calls,
               sum(CASE WHEN status = 'ERROR' THEN 1 ELSE 0 END) AS errors,
               sum(input_tokens) AS input, sum(output_tokens) AS output, sum(cost_usd) AS cost
        FROM agent_spans WHERE %1$s IS NOT NULL AND %2$s GROUP BY 1"""
            .formatted(column, calls);
    List<Map<String, @Nullable Object>> rows = database.rows(sql);
    tab.expect(".grid tbody tr").hasCount(rows.size());
    for (Map<String, @Nullable Object> row : rows) {
      List<String> cells = tab.texts(".grid tbody tr:has(a:text-is('" + row.get("name") + "')) td");
      assertThat(cells.subList(1, 3))
          .as(by + " " + row)
          .containsExactly(String.valueOf(row.get("calls")), String.valueOf(row.get("errors")));
      List<Double> took = durations(column + " = '" + row.get("name") + "' AND " + calls);
      near(cells.get(4), quantile(took, 0.5));
      near(cells.get(5), quantile(took, 0.95));
      if (by.equals("model")) {
        assertThat(cells.get(6)).isEqualTo(shown("tokens", row.get("input")));
        assertThat(cells.get(7)).isEqualTo(shown("tokens", row.get("output")));
        String cost = row.get("cost") == null ? "unknown" : shown("cost", row.get("cost"));
        assertThat(cells.get(8)).endsWith(cost);
      }
    }
  }

  private List<Double> durations(String condition) throws SQLException {
    String sql = "SELECT duration_ms FROM agent_spans WHERE %s ORDER BY duration_ms";
    return database.rows(sql.formatted(condition)).stream()
        .map(row -> ((Number) row.get("duration_ms")).doubleValue())
        .toList();
  }

  private static double quantile(List<Double> sorted, double share) {
    return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
  }

  /** Within what the histogram and the figures that are shown leave out. */
  private static void near(String duration, double ms) {
    assertThat(millis(duration)).isCloseTo(ms, within(ms * 0.03 + 0.006));
  }

  private static double millis(String duration) {
    double number = Double.parseDouble(duration.replaceAll("[^0-9.]", ""));
    return duration.endsWith("ms") ? number : duration.endsWith("µs") ? number / 1e3 : number * 1e3;
  }

  private String cost(Map<String, ?> sums) {
    return shown("cost", sums.get("cost"));
  }

  private String tokens(Map<String, ?> sums) {
    return shown("tokens", sums.get("tokens"));
  }

  /** A figure as the page writes figures. */
  private String shown(String form, @Nullable Object figure) {
    return (String) tab.evaluate("SL.fmt." + form + "(" + figure + ")");
  }

  private static String titled(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  @EachDatabase
  void leadsFromAFigureToItsRuns() {
    open("stats?by=model").click(".grid tbody a:text-is('house-model')");
    tab.expect("tbody .what a").hasCount(1);
    tab.expect("tbody .what a").hasAttribute("title", day.billing);
  }
}
