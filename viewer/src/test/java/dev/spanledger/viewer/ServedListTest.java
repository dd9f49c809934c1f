// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** The list of runs over a real database and its server: what it says is what the rows say. */
@ExtendWith(WithChromium.class)
class ServedListTest {
  private static final String ROWS = "tbody .what a";

  private final TestDatabase database;
  private final Viewed viewed;
  private final Tab tab;
  private final PlayedDay day;

  ServedListTest(Chromium chromium, TestDatabase database) {
    this.database = database;
    viewed = Viewed.of(database);
    day = PlayedDay.into(viewed);
    tab = chromium.tab();
  }

  @BeforeEach
  void open() {
    tab.open(viewed.viewer.url()).expect(ROWS).hasCount(50);
    tab.expect(".bar [role=status]").hasText(PlayedDay.RUNS + " traces");
  }

  @AfterEach
  void close() {
    tab.assertQuiet(viewed.viewer.address());
    tab.close();
    viewed.close();
  }

  @EachDatabase
  void countsAndChoosesByEachFacet() throws SQLException {
    Map<String, String> facets = new LinkedHashMap<>();
    facets.put("ERROR", "status = 'ERROR'");
    facets.put("support", "agent_name = 'support'");
    facets.put("nameless-model", has("models", "nameless-model"));
    facets.put("billing", "service_name = 'billing'");
    facets.put("staging", "environment = 'staging'");
    facets.put("monthly", has("tags", "monthly"));
    for (var facet : facets.entrySet()) {
      List<String> meant = ids(facet.getValue() + " ORDER BY start_time DESC");
      Locator button = tab.page().locator("aside .facet[title='" + facet.getKey() + "']");
      assertThat(button.locator(".num").innerText())
          .as(facet.getKey())
          .isEqualTo(String.valueOf(meant.size()));
      button.click();
      tab.expect(".bar [role=status]")
          .hasText(meant.size() == 1 ? "1 trace" : meant.size() + " traces");
      shows(meant);
      button.click();
      tab.expect(ROWS).hasCount(50);
      tab.expect(".bar [role=status]").hasText(PlayedDay.RUNS + " traces"); // So the counts are.
    }
  }

  @EachDatabase
  void takesEveryFilterInTheAddress() throws SQLException {
    Map<String, String> filters = new LinkedHashMap<>();
    filters.put("user=ada", "user_id = 'ada'");
    filters.put("session=talk%2F7%20%C3%A4", "session_id = '" + PlayedDay.SESSION + "'");
    filters.put(
        "tool=charge", "trace_id IN (SELECT trace_id FROM agent_spans WHERE tool_name = 'charge')");
    filters.put("minTokens=70000", "total_tokens >= 70000");
    filters.put("minCost=0.5", "cost_usd >= 0.5");
    filters.put("q=WAS%20LOST", "lower(output_preview) LIKE '%was lost%'");
    filters.put("status=ERROR&agent=refund-agent", "trace_id = '" + day.failing + "'");
    String from = "from=" + startOf(day.failing);
    filters.put(
        from, "start_time >= (SELECT start_time FROM agent_traces WHERE " + is(day.failing) + ")");
    filters.put(
        from + "&until=" + (startOf(day.failing) + 1),
        "trace_id = '" + day.failing + "'"); // The millisecond in which it began.
    long longest = (long) Math.floor(most("duration_ms"));
    filters.put("minMs=" + longest, "duration_ms >= " + longest);
    for (var filter : filters.entrySet()) {
      tab.open(viewed.viewer.address() + "#/traces?" + filter.getKey());
      List<String> meant = ids(filter.getValue() + " ORDER BY start_time DESC");
      assertThat(meant).as(filter.getKey()).isNotEmpty().hasSizeLessThan(50);
      shows(meant);
    }
  }

  @EachDatabase
  void searchesWhileSomebodyTypes() {
    tab.press("/", "b", "i", "l", "l", "e", "r").expect(ROWS).hasCount(1);
    tab.expect("input[type=search]").isFocused();
    for (int i = 0; i < "biller".length(); i++) {
      tab.press("Backspace");
    }
    tab.expect(ROWS).hasCount(50);
  }

  @EachDatabase
  void sortsByEveryColumn() throws SQLException {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("Duration", "duration_ms");
    columns.put("Tokens", "total_tokens");
    columns.put("Cost", "cost_usd");
    columns.put("Started", "start_time");
    for (var column : columns.entrySet()) {
      tab.click("th button:has-text('" + column.getKey() + "')");
      tab.expect("th[aria-sort=descending]").hasText(column.getKey() + " ↓");
      String sql = "1 = 1 ORDER BY %s DESC %s LIMIT 1";
      String nulls = database.kind() == DatabaseKind.POSTGRESQL ? "NULLS LAST" : "";
      String first = ids(sql.formatted(column.getValue(), nulls)).get(0);
      tab.expect(ROWS + " >> nth=0").hasAttribute("title", first);
    }
  }

  @EachDatabase
  void pagesWithoutLosingOrRepeatingOne() throws SQLException {
    List<String> seen = new ArrayList<>(shown());
    tab.press("n").expect(ROWS).hasCount(PlayedDay.RUNS - 50);
    seen.addAll(shown());
    assertThat(seen).containsExactlyElementsOf(ids("1 = 1 ORDER BY start_time DESC"));
    tab.expect("button:has-text('Next')").isDisabled();
    tab.click("button:has-text('First page')").expect(ROWS).hasCount(50);
    tab.click("th button:has-text('Tokens')");
    tab.expect("th[aria-sort=descending]").hasText("Tokens ↓");
    List<String> largest = ids("1 = 1 ORDER BY total_tokens DESC, trace_id DESC LIMIT 50");
    tab.page().waitForCondition(() -> shown().equals(largest));
    seen.clear();
    seen.addAll(largest);
    tab.click("button:has-text('Next')").expect(ROWS).hasCount(PlayedDay.RUNS - 50);
    seen.addAll(shown());
    assertThat(seen).doesNotHaveDuplicates().hasSize(PlayedDay.RUNS);
  }

  @EachDatabase
  void saysOfARunWhatItsRowSays() throws SQLException {
    tab.open(viewed.viewer.address() + "#/traces?service=billing").expect(ROWS).hasCount(1);
    Map<String, ?> row =
        database.rows("SELECT * FROM agent_traces WHERE " + is(day.billing)).get(0);
    assertThat(tab.texts("tbody td").subList(2, 9))
        .containsExactly(
            "ok",
            "invoke_agent biller\ncard refused",
            "biller",
            "house-model, nameless-model",
            "1/4",
            "70k",
            "≥ $1.25");
    assertThat(((Number) row.get("total_tokens")).intValue()).isEqualTo(70_034);
    assertThat(((Number) row.get("unpriced_calls")).intValue()).isOne();
    tab.expect("tbody td:nth-child(8)").hasAttribute("title", "70,020 in, 14 out");
  }

  @EachDatabase
  void tellsOfARunThatComesMeanwhile() {
    viewed.mother.clock().setTime(java.time.Instant.now());
    viewed.mother.weatherRun();
    tab.click("button:has-text('1 new')");
    tab.expect(".bar [role=status]").hasText(PlayedDay.RUNS + 1 + " traces");
  }

  /** Waits until these are the rows, in this order. */
  private void shows(List<String> traceIds) {
    tab.expect(ROWS).hasCount(traceIds.size());
    tab.page().waitForCondition(() -> shown().equals(traceIds));
  }

  private List<String> shown() {
    return tab.page().locator(ROWS).all().stream().map(a -> a.getAttribute("title")).toList();
  }

  private List<String> ids(String condition) throws SQLException {
    return database.rows("SELECT trace_id FROM agent_traces WHERE " + condition).stream()
        .map(row -> (String) row.get("trace_id"))
        .toList();
  }

  private double most(String column) throws SQLException {
    String sql = "SELECT max(" + column + ") AS most FROM agent_traces";
    return ((Number) database.rows(sql).get(0).get("most")).doubleValue();
  }

  private long startOf(String traceId) {
    return viewed.ledger.reader().row(traceId).orElseThrow().startTime().toEpochMilli();
  }

  private static String is(String traceId) {
    return "trace_id = '" + traceId + "'";
  }

  /** An element of a list: an array there, JSON here. */
  private String has(String column, String value) {
    return database.kind() == DatabaseKind.POSTGRESQL
        ? "'" + value + "' = ANY(" + column + ")"
        : column + " LIKE '%\"" + value + "\"%'";
  }
}
