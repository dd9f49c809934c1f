// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithChromium.class)
class StatsPageTest {
  private final ScriptedServer server = new ScriptedServer();
  private final Tab tab;

  StatsPageTest(Chromium chromium) {
    tab = chromium.tab();
  }

  @BeforeEach
  void open() {
    server.answer("/api/stats", query -> Samples.stats(query.get("by")));
    tab.open(server.url() + "#/stats").expect(".grid tbody tr").hasCount(3);
  }

  @AfterEach
  void close() {
    tab.close();
    server.close();
  }

  @Test
  void saysUnknownWhereItIsUnknown() {
    assertThat(tab.texts(".grid tbody td:last-child"))
        .containsExactly("$0.50", "≥ $0.25", "unknown");
    assertThat(tab.texts(".grid tbody td:nth-child(8)")).containsExactly("–", "–", "–");
    assertThat(tab.texts(".grid tfoot td"))
        .containsExactly("90", "3", "3.3%", "", "", "90k", "–", "≥ $0.75");
    tab.assertQuiet(server.url());
  }

  @Test
  void mirrorsTheChartsInATable() {
    tab.expect(".bars svg").hasCount(3);
    tab.click("summary");
    assertThat(tab.texts(".mirror tbody tr:nth-child(3) td").subList(1, 5))
        .containsExactly("12", "0", "3", "unknown");
  }

  @Test
  void groupsAndSortsAndLeadsToTheTraces() {
    tab.press("2").at("?by=model").expect(".grid thead").containsText("Model");
    tab.press("3").at("?by=tool").press("4").at("?by=service").press("1").at("?by=agent");
    tab.click("button:has-text('model')")
        .at("?by=model")
        .expect(".grid thead")
        .containsText("Model");
    tab.click("th button:has-text('p95')").click("th button:has-text('p95')");
    tab.expect("th[aria-sort=ascending]").hasText("p95 ↑");
    assertThat(tab.texts(".grid tbody a")).containsExactly("unpriced", "partly", "priced");
    tab.click("text=partly")
        .at("#/traces?model=partly&from=" + (Samples.NOON - 3_600_000) + "&until=" + Samples.NOON);
  }

  @Test
  void asksForAnotherRange() {
    tab.press("-").at("?range=7d").press("-").at("?range=30d").press("+").at("?range=7d");
    tab.click("button:has-text('1h')").at("?range=1h");
    List<String> asked = server.asked().stream().filter(path -> path.contains("stats")).toList();
    assertThat(asked.get(asked.size() - 1)).containsPattern("by=agent, from=\\d+, until=\\d+");
    int before = server.asked().size();
    tab.press("r").page().waitForCondition(() -> server.asked().size() > before);
  }

  @Test
  void choosesARangeInAChart() {
    var box = tab.page().locator(".bars svg").first().boundingBox();
    tab.page().mouse().click(box.x + box.width * 0.6, box.y + 20);
    long from = Samples.NOON - 3_600_000 + 3 * 600_000;
    tab.at("#/stats?from=" + from + "&until=" + (from + 600_000));
    String asked = "/api/stats{by=agent, from=" + from + ", until=" + (from + 600_000) + "}";
    tab.page().waitForCondition(() -> server.asked().contains(asked));
  }

  @Test
  void saysWhatToDoWhereThereIsNothing() {
    server.answer("/api/stats", SampleJson.object("by", "tool", "rows", List.of()));
    tab.press("3").expect(".state").containsText("no tool call was stored");
  }
}
