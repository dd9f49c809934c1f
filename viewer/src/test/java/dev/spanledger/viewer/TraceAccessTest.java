// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(WithChromium.class)
class TraceAccessTest {
  private static final List<String> TABS = List.of("", "flame", "transcript", "graph", "table");
  private static final List<String> PANES =
      List.of("messages", "io", "attributes", "events", "raw", "links", "why");
  private final Chromium chromium;

  TraceAccessTest(Chromium chromium) {
    this.chromium = chromium;
  }

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void axeFindsNothingSeriousOnAnyTab(ColorScheme scheme) {
    for (String tab : TABS) {
      try (OpenRun open =
          new OpenRun(chromium.browser(), DrawnRuns.failing(), "?q=order&tab=" + tab, scheme)) {
        open.page.waitForSelector(".finding");
        open.until("v.find.state === 'done'");
        assertThat(Axe.seriousIn(open.page)).as("%s %s", scheme, tab).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void axeFindsNothingSeriousInAnyPane(ColorScheme scheme) {
    for (String pane : PANES) {
      String query = "?critical=1&pane=" + pane + "&span=" + DrawnRun.id(DrawnRuns.QUERY);
      try (OpenRun open = new OpenRun(chromium.browser(), DrawnRuns.failing(), query, scheme)) {
        open.page.waitForSelector(".failure details");
        assertThat(Axe.seriousIn(open.page)).as("%s %s", scheme, pane).isEmpty();
      }
    }
  }

  @Test
  void axeFindsNothingSeriousInTheActions() {
    try (OpenRun open = new OpenRun(chromium.browser(), DrawnRuns.failing(), "")) {
      open.press(".");
      open.page.waitForSelector("dialog");
      assertThat(Axe.seriousIn(open.page)).isEmpty();
    }
  }

  @Test
  void saysWhereARowStandsInTheTree() {
    try (OpenRun open = new OpenRun(chromium.browser(), DrawnRuns.failing(), "")) {
      Locator worker = open.row(DrawnRuns.WORKER);
      assertThat(worker.getAttribute("role")).isEqualTo("row");
      assertThat(worker.getAttribute("aria-level")).isEqualTo("2");
      assertThat(worker.getAttribute("aria-posinset")).isEqualTo("9");
      assertThat(worker.getAttribute("aria-setsize")).isEqualTo("9");
      assertThat(worker.getAttribute("aria-expanded")).isEqualTo("true");
      assertThat(open.row(DrawnRuns.QUERY).getAttribute("aria-level")).isEqualTo("3");
      assertThat(open.row(DrawnRuns.QUERY).getAttribute("aria-expanded")).isNull();
      Locator grid = open.page.locator("[role=treegrid]");
      assertThat(grid.getAttribute("aria-rowcount")).isEqualTo("8");
      open.press("j");
      assertThat(grid.getAttribute("aria-activedescendant"))
          .isEqualTo("row-" + DrawnRuns.FIRST_CALL);
      assertThat(open.row(DrawnRuns.FIRST_CALL).getAttribute("aria-selected")).isEqualTo("true");
    }
  }

  @Test
  void tellsWhatIsSelectedButNotAllTheTime() {
    try (OpenRun open = new OpenRun(chromium.browser(), DrawnRuns.failing(), "")) {
      open.page.evaluate(
          """
          () => {
            window.told = [];
            const region = document.getElementById('announcements');
            new MutationObserver(() => window.told.push(performance.now())).observe(region, { childList: true, characterData: true, subtree: true });
          }""");
      for (int i = 0; i < 30; i++) {
        open.press("j", "k");
      }
      open.press("End");
      open.page.waitForCondition(() -> open.text("#announcements").contains("db.query"));
      assertThat(open.text("#announcements")).contains("TOOL", "failed");
      assertThat(
              (Boolean)
                  open.page.evaluate(
                      "window.told.every((at, i) => i === 0 || at - window.told[i - 1] > 1900)"))
          .isTrue();
    }
  }
}
