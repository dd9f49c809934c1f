// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(WithChromium.class)
class LargeRunTest {
  private static final int SPANS = 20_000;
  private static final long SEED = 42;

  /** Goes from the first row to the last, and counts the spans that it did not see. */
  private static final String WALK =
      """
      async (most) => {
        SL.trace.MAX_HEIGHT = most;
        const view = SL.trace.current, { list } = view.grid, seen = new Set();
        view.rows.setAll(false);
        view.changed('rows');
        const look = () => { for (const row of list.pool) if (!row.hidden) seen.add(row.spanSlot); };
        for (let top = 0; top < list.full; top += list.height - list.rowHeight) { list.scrollTo(top); look(); }
        list.scrollTo(list.full);
        look();
        return view.model.n - seen.size;
      }""";

  private final Chromium chromium;

  LargeRunTest(Chromium chromium) {
    this.chromium = chromium;
  }

  @Test
  void opensCollapsedButForWhatMatters() {
    try (OpenRun open = new OpenRun(chromium.browser(), deep(), "")) {
      assertThat(number(open, "rows.count")).isEqualTo(5 + 12);
      assertThat(open.row(11_999).innerText()).contains("far below");
      assertThat(number(open, "rows.shut[4]")).as("on the way to the error").isZero();
      assertThat(open.text(".t-facts")).contains("12,000");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8_000_000, 20_000})
  void losesNoSpan(int mostPixels) {
    try (OpenRun open = open()) {
      Object unseen = open.page.evaluate(WALK, mostPixels);
      assertThat(unseen).isEqualTo(0);
      assertThat(open.page.locator(".tg-row").count()).as("mounted").isLessThan(45);
      assertThat(open.complaints).isEmpty();
    }
  }

  @Test
  void showsTheLastRowWhereTheScrollBarEnds() {
    try (OpenRun open = open()) {
      open.page.evaluate("SL.trace.MAX_HEIGHT = 20000");
      open.press("]");
      open.page.evaluate("document.querySelector('.tg').scrollTop = 1e9");
      open.page.waitForCondition(() -> open.row(SPANS - 1).count() == 1);
      assertThat(open.row(SPANS - 1).boundingBox().y).isLessThanOrEqualTo(860 - 26.0);
      double before = number(open, "grid.list.top");
      open.page.mouse().move(200, 500);
      open.page.mouse().wheel(0, -260);
      open.page.waitForCondition(() -> number(open, "grid.list.top") < before);
      assertThat(number(open, "grid.list.top")).as("ten rows").isEqualTo(before - 260);
    }
  }

  @Test
  void drawsAllOfItWithoutComplaint() {
    try (OpenRun open = open()) {
      for (String tab : new String[] {"flame", "graph", "table", "tree"}) {
        open.page.evaluate("(tab) => SL.trace.current.set({ tab }, 'tab')", tab);
        open.page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))");
      }
      assertThat(open.complaints).isEmpty();
    }
  }

  private OpenRun open() {
    return new OpenRun(chromium.browser(), DrawnRuns.large(SPANS, SEED), "");
  }

  private static double number(OpenRun open, String of) {
    return ((Number) open.view(of)).doubleValue();
  }

  /**
   * One chain of spans, each below the other, whose last fails; what is below that does not matter.
   */
  private static DrawnRun deep() {
    DrawnRun run = new DrawnRun();
    for (int i = 0; i < 16; i++) {
      run.span(i - 1, "TASK", "step " + i, 0, 1000);
    }
    run.fail(15, "the cause");
    while (run.size() < 11_999) {
      run.span(15, "TOOL", "execute_tool t", 1, 1);
    }
    run.span(0, "TOOL", "far below", 999, 1);
    return run;
  }
}
