// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithChromium.class)
class TraceTabsTest {
  /** How many points of lines lie within boxes. */
  private static final String BEHIND_BOXES =
      """
      () => {
        const boxes = [...document.querySelectorAll('.g-node rect')].map((r) => r.getBoundingClientRect());
        let behind = 0;
        for (const path of document.querySelectorAll('.g-edge path')) {
          for (let at = 0; at <= path.getTotalLength(); at += 2) {
            const p = path.getPointAtLength(at).matrixTransform(path.getScreenCTM());
            if (boxes.some((b) => p.x > b.left + 2 && p.x < b.right - 2 && p.y > b.top + 2 && p.y < b.bottom - 2)) behind++;
          }
        }
        return behind;
      }""";

  private final Chromium chromium;
  private OpenRun open;

  TraceTabsTest(Chromium chromium) {
    this.chromium = chromium;
  }

  @BeforeEach
  void openRun() {
    open = new OpenRun(chromium.browser(), DrawnRuns.failing(), "");
  }

  @AfterEach
  void closeRun() {
    assertThat(open.complaints).isEmpty();
    open.close();
  }

  @Test
  void timelineDrawsABarForEachRow() {
    assertThat(inked(".tg-time")).isGreaterThan(1000);
    assertThat(inked(".minimap")).isGreaterThan(1000);
    assertThat(inked(".tg-ruler")).isPositive();
  }

  @Test
  void timelineZoomsToWhatIsDraggedOver() {
    Locator canvas = open.page.locator(".tg-time");
    var box = canvas.boundingBox();
    open.page.mouse().move(box.x + box.width * 0.25, box.y + 60);
    open.page.mouse().down();
    open.page.mouse().move(box.x + box.width * 0.5, box.y + 60);
    open.page.mouse().up();
    assertThat(((Number) open.view("from")).doubleValue()).isBetween(9000.0, 11500.0);
    assertThat(((Number) open.view("to")).doubleValue()).isBetween(19000.0, 22000.0);
    assertThat(open.selected()).as("a drag is no click").isEqualTo(DrawnRuns.PLANNER);
  }

  @Test
  void minimapChoosesTheStretch() {
    var box = open.page.locator(".minimap").boundingBox();
    open.page.mouse().move(box.x + box.width * 0.5, box.y + 10);
    open.page.mouse().down();
    open.page.mouse().move(box.x + box.width * 0.75, box.y + 10);
    open.page.mouse().up();
    assertThat(((Number) open.view("from")).doubleValue()).isBetween(20000.0, 21200.0);
    button("All time").click();
    assertThat((Boolean) open.view("isZoomed()")).isFalse();
  }

  @Test
  void flameIsAsWideAsTimeTokensOrCost() {
    tab("Flame");
    assertThat(inked(".fl canvas")).isGreaterThan(1000);
    for (String metric : new String[] {"Tokens", "Cost", "Time"}) {
      button(metric).click();
      open.until("v.metric === '" + metric.toLowerCase(java.util.Locale.ROOT) + "'");
    }
    button("Tokens").click();
    var box = open.page.locator(".fl").boundingBox();
    open.page.mouse().click(box.x + box.width * 0.75, box.y + 30);
    assertThat(open.selected()).as("the second call took half").isEqualTo(DrawnRuns.SECOND_CALL);
  }

  @Test
  void transcriptShowsEachMessageOnce() {
    tab("Transcript");
    open.page.waitForSelector(".t-call");
    String text = open.text(".transcript");
    assertThat(text).contains("Where is my order 4711?", "2 earlier messages", "db.query");
    assertThat(text.split("Where is my order 4711\\?", -1)).hasSize(2);
    open.page.locator(".t-call .jump").nth(1).click();
    assertThat(open.selected()).isEqualTo(DrawnRuns.FIRST_SEARCH);
  }

  @Test
  void graphShowsWhoCalledWhat() {
    tab("Graph");
    open.page.waitForSelector(".g-node");
    assertThat(open.page.locator(".g-node").allTextContents().toString())
        .contains("planner", "worker", "search", "db.query", "6 ×", "1 error");
    open.page.locator(".g-node", new Page.LocatorOptions().setHasText("db.query")).focus();
    open.press("Enter");
    assertThat(open.selected()).isEqualTo(DrawnRuns.QUERY);
  }

  @Test
  void graphDrawsNoLineBehindABoxAndNoFigureOverAnother() {
    tab("Graph");
    open.page.waitForSelector(".g-node");
    assertThat((Integer) open.page.evaluate(BEHIND_BOXES)).isZero();
    List<?> figures =
        (List<?>)
            open.page.evaluate(
                "[...document.querySelectorAll('.g-edge text')].map((t) => t.getAttribute('x') + '"
                    + " ' + t.getAttribute('y'))");
    assertThat(figures).isNotEmpty().doesNotHaveDuplicates();
  }

  @Test
  void tableSaysAllInWordsAndSorts() {
    tab("Table");
    assertThat(open.page.locator(".st-body .st-row:not([hidden])").count()).isEqualTo(12);
    open.page.locator(".st-head button", new Page.LocatorOptions().setHasText("Time")).click();
    assertThat(open.text(".st-body .st-row[aria-rowindex='2']")).contains("planner", "41.2s");
    assertThat(open.text(".st-body .st-row[aria-rowindex='4']")).contains("db.query", "30.0s");
    open.press("Home", "j", "j");
    assertThat(open.selected()).as("keys follow the table's order").isEqualTo(DrawnRuns.QUERY);
  }

  @Test
  void everyPaneShowsItsPartOfTheSpan() {
    open.row(DrawnRuns.QUERY).click();
    pane("Messages", "SELECT status FROM orders");
    pane("I/O", "Nothing was recorded");
    pane("Attributes", "postgresql");
    pane("Events", "SQLTimeoutException");
    pane("Raw", "\"db.system\": \"postgresql\"");
    pane("Links", "invoke_agent worker");
    pane("Why", "First error");
  }

  @Test
  void playsTheRunAndStops() {
    button("▶ Play").click();
    open.until("v.playhead > 100");
    assertThat(open.row(DrawnRuns.QUERY).getAttribute("class")).contains("dim");
    button("❚❚ Hold").click();
    button("■ Stop").click();
    assertThat(open.view("playhead")).isNull();
    assertThat(open.row(DrawnRuns.QUERY).getAttribute("class")).doesNotContain("dim");
  }

  @Test
  void showsIdleTimeShort() {
    DrawnRun run = new DrawnRun();
    run.span(-1, "AGENT", "waits", 0, 100_000);
    run.span(0, "TOOL", "first", 0, 1000);
    run.span(0, "TOOL", "last", 99_000, 1000);
    try (OpenRun waits = new OpenRun(chromium.browser(), run, "")) {
      assertThat(waits.text(".t-facts")).contains("1m40s", "2.00s");
      waits
          .page
          .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Skip idle"))
          .click();
      assertThat(((Number) waits.view("axis.length")).doubleValue()).isBetween(2000.0, 2100.0);
      assertThat(((Number) waits.view("axis.time(SL.trace.current.axis.at(99500))")).doubleValue())
          .as("there and back")
          .isBetween(99_499.0, 99_501.0);
    }
  }

  private void pane(String name, String expected) {
    open.page.locator(".detail [role=tab]", new Page.LocatorOptions().setHasText(name)).click();
    open.page.waitForCondition(() -> open.text("#detail-panel").contains(expected));
  }

  private void tab(String name) {
    open.page.locator(".t-tools [role=tab]", new Page.LocatorOptions().setHasText(name)).click();
  }

  private Locator button(String name) {
    return open.page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** How many pixels of a canvas are drawn on, once the next frame is. */
  private int inked(String selector) {
    return ((Number)
            open.page.evaluate(
                """
                async (selector) => {
                  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
                  const canvas = document.querySelector(selector);
                  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
                  let count = 0;
                  for (let i = 3; i < data.length; i += 4) if (data[i]) count++;
                  return count;
                }""",
                selector))
        .intValue();
  }
}
