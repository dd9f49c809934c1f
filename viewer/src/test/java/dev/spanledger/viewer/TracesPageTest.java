// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithChromium.class)
class TracesPageTest {
  private static final String NAMES = "tbody .what a";

  private final ScriptedServer server = new ScriptedServer();
  private final Tab tab;

  TracesPageTest(Chromium chromium) {
    tab = chromium.tab();
  }

  @BeforeEach
  void open() {
    server.answer("/api/facets", Samples.facets(100));
    server.answer("/api/traces", TracesPageTest::page);
    tab.open(server.url());
    tab.expect(NAMES).hasCount(50);
  }

  @AfterEach
  void close() {
    tab.close();
    server.close();
  }

  private static Object page(Map<String, String> query) {
    int from = Integer.parseInt(query.getOrDefault("cursor", "0"));
    return SampleJson.object(
        "traces", Samples.traces(from, from + 50), "next", from >= 100 ? null : from + 50 + "");
  }

  @Test
  void showsWhatARunAskedAndWhereItFailed() {
    assertThat(tab.text("tbody tr:nth-child(1)"))
        .contains("desk 0", "Where is order 0?", "110", "$0.25", "1.00s");
    assertThat(tab.text("tbody tr:nth-child(4)")).contains("error", "HTTP 429", "1/3");
    tab.expect(".bar [role=status]").hasText("100 traces");
    tab.assertQuiet(server.url());
  }

  @Test
  void keepsFiltersInTheAddress() {
    tab.click(".facet:has-text('error')");
    tab.at("#/traces?status=ERROR").expect(".condition").hasText("status ERROR ✕");
    tab.page().fill("input[type=search]", "lamp");
    tab.press("Enter").at("#/traces?status=ERROR&q=lamp");
    tab.page().reload();
    tab.expect(".condition").hasText("status ERROR ✕");
    assertThat(server.asked())
        .contains("/api/traces{q=lamp, status=ERROR}", "/api/facets{q=lamp, status=ERROR}");
    tab.click(".condition").at("#/traces?q=lamp");
  }

  @Test
  void takesEveryFilterThatTheServerHas() {
    tab.click("summary:has-text('More filters')");
    for (String field :
        List.of("User", "Session", "Tool", "Min. duration, ms", "Min. tokens", "Min. cost, $")) {
      tab.page().getByLabel(field).fill("7");
      tab.press("Enter");
    }
    tab.page().fill("label:has-text('From') input", "2026-01-01T00:00:30");
    tab.page().fill("label:has-text('Until') input", "2026-02-01T00:00:30");
    tab.press("Enter").expect(".condition").hasCount(8);
    List<String> filters =
        List.of(
            "minCost=7",
            "minMs=7",
            "minTokens=7",
            "session=7",
            "tool=7",
            "user=7",
            "from=1",
            "until=1");
    tab.page()
        .waitForCondition(
            () ->
                server.asked().stream()
                    .anyMatch(path -> filters.stream().allMatch(path::contains)));
  }

  @Test
  void choosesATimeByDraggingOverTheHistogram() {
    var box = tab.page().locator(".bars svg").boundingBox();
    tab.page().mouse().move(box.x + box.width * 0.21, box.y + 9);
    tab.page().mouse().down();
    tab.page().mouse().move(box.x + box.width * 0.49, box.y + 9);
    tab.page().mouse().up();
    long from = Samples.NOON - 600_000;
    tab.at("#/traces?from=" + (from + 120_000) + "&until=" + (from + 300_000));
  }

  @Test
  void sortsByWhatIsAsked() {
    for (String column : List.of("Duration", "Tokens", "Cost")) {
      tab.click("th button:has-text('" + column + "')")
          .at("sort=" + column.toLowerCase(java.util.Locale.ROOT));
    }
    tab.press("s").at("#/traces").press("s").at("sort=duration");
    tab.expect("th[aria-sort=descending]").hasText("Duration ↓");
  }

  @Test
  void pagesThereAndBack() {
    tab.press("n").at("cursor=50").expect(NAMES + " >> nth=0").hasText("invoke_agent desk 50");
    tab.click("button:has-text('Next')")
        .at("cursor=100")
        .expect("button:has-text('Next')")
        .isDisabled();
    tab.press("p")
        .at("cursor=50")
        .press("p")
        .at("#/traces")
        .expect(NAMES + " >> nth=0")
        .hasText("invoke_agent desk 0");
  }

  @Test
  void walksAndTicksByKeys() {
    tab.press("j", "j", "ArrowDown", "k", "ArrowUp");
    assertThat(tab.focused().innerText()).isEqualTo("invoke_agent desk 0");
    tab.press("x", "j", "x").expect("button:has-text('Compare the two')").isVisible();
    tab.press("Escape").expect("button:has-text('ompare')").hasCount(0);
    tab.press("x", "k", "x", "c");
    tab.at("#/compare/" + Samples.trace(1).get("id") + "/" + Samples.trace(0).get("id"));
  }

  @Test
  void opensFiltersAndReadsAgainByKeys() {
    tab.press("/", "l", "a", "m", "p", "Enter").at("#/traces?q=lamp");
    tab.press("Escape", "e").at("#/traces?q=lamp&status=ERROR").press("e").at("#/traces?q=lamp");
    int asked = server.asked().size();
    tab.press("r").expect("table:not(.stale)").isVisible();
    tab.page().waitForCondition(() -> server.asked().lastIndexOf("/api/traces{q=lamp}") >= asked);
    tab.press("j", "Enter").at("#/trace/" + Samples.trace(0).get("id"));
  }

  @Test
  void tellsOfNewTracesAndKeepsRunningOnesCurrent() {
    Map<String, Object> changed = Samples.trace(1);
    changed.put("durationMs", 77_000);
    server.feed().spans(List.of(), List.of(changed, Samples.trace(-1), Samples.trace(-2)));
    tab.expect("button:has-text('2 new')").isVisible();
    tab.expect("tbody tr:nth-child(2)").containsText("1m17s");
    int asked = server.asked().size();
    tab.click("button:has-text('2 new')").expect("button:has-text('new')").hasCount(0);
    tab.page().waitForCondition(() -> server.asked().lastIndexOf("/api/traces") >= asked);
  }

  @Test
  void keepsWhatIsBeingTypedWhileRowsChange() {
    tab.press("/", "l", "a", "m");
    Map<String, Object> changed = Samples.trace(1);
    changed.put("durationMs", 77_000);
    server.feed().spans(List.of(), List.of(changed));
    tab.expect("tbody tr:nth-child(2)").containsText("1m17s");
    tab.expect("input[type=search]").hasValue("lam");
    tab.press("p", "Enter").at("#/traces?q=lamp");
  }

  @Test
  void saysThatACostIsUnknownOrAtLeast() {
    Map<String, Object> unpriced = Samples.trace(0),
        partly = Samples.trace(1),
        none = Samples.trace(2);
    unpriced.put("costUsd", null);
    unpriced.put("unpricedCalls", 2);
    partly.put("unpricedCalls", 1);
    none.put("costUsd", null);
    server.answer(
        "/api/traces", SampleJson.object("traces", List.of(unpriced, partly, none), "next", null));
    tab.press("r").expect(NAMES).hasCount(3);
    assertThat(tab.texts("tbody td:nth-child(9)")).containsExactly("unknown", "≥ $0.25", "–");
  }

  @Test
  void saysWhatToDoWhereThereIsNothing() {
    server.answer("/api/traces", SampleJson.object("traces", List.of(), "next", null));
    tab.press("r").expect(".state").containsText("addSpanProcessor(ledger.spanProcessor())");
    tab.press("e").expect(".state").containsText("No trace matches these filters.");
    tab.click("button:has-text('Remove all filters')").at("#/traces");
  }

  @Test
  void saysWhatTheServerRefused() {
    server.answer(
        "/api/traces",
        new ScriptedServer.Refusal(
            500,
            SampleJson.object(
                "error",
                "database",
                "message",
                "The database is away.",
                "hint",
                "Look at its log.")));
    tab.open(server.url() + "#/traces?q=x");
    tab.expect(".error[role=alert]").containsText("The database is away. Look at its log.");
    tab.page().reload();
    tab.expect(".state[role=alert]").containsText("The database is away.");
    server.answer("/api/traces", TracesPageTest::page);
    tab.click("button:has-text('Try again')").expect(NAMES).hasCount(50);
  }
}
