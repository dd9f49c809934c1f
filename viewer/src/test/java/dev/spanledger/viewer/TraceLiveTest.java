// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static dev.spanledger.viewer.SampleJson.object;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithChromium.class)
class TraceLiveTest {
  private final ScriptedServer server = new ScriptedServer();
  private final ScriptedFeed feed = server.feed();
  private final DrawnRun run = new DrawnRun();
  private final Tab tab;
  private final long base = System.currentTimeMillis();

  TraceLiveTest(Chromium chromium) {
    tab = chromium.tab();
  }

  @BeforeEach
  void openRunningRun() {
    run.startingAt(base).span(-1, "AGENT", "invoke_agent live", 0, 0);
    run.set(0, "flags", "1").set(0, "status", "\"RUNNING\"").trace("running", "true");
    run.answerFrom(server);
    tab.open(server.url() + "#/trace/" + DrawnRun.ID).expect(".live-bar button").hasCount(2);
    until("v.model.runningCount === 1 && document.querySelector('#row-0')");
    tab.page().waitForCondition(() -> feed.listeners() == 1);
  }

  @AfterEach
  void close() {
    tab.close();
    server.close();
  }

  @Test
  void growsWhileItRuns() {
    String before = tab.text("#row-0 .tg-num");
    tab.page().waitForCondition(() -> !tab.text("#row-0 .tg-num").equals(before));
    double until = number("axis.until");
    tab.page().waitForCondition(() -> number("axis.until") > until);
    feed.spans(List.of(span(1, 0, true)), List.of());
    tab.expect("#row-1").containsText("running");
    feed.spans(List.of(span(1, 0, false)), List.of());
    tab.expect("#row-1").not().containsText("running");
    tab.assertQuiet(server.url());
  }

  @Test
  void saysWhatHangs() {
    Map<String, Object> slow = span(1, 0, true);
    slow.put("start", base - 61_000);
    feed.spans(List.of(slow, span(2, 0, true)), List.of());
    tab.expect("#row-1").containsText("hangs?");
    tab.expect("#row-2").not().containsText("hangs?");
  }

  @Test
  void letsGoOfWhatIsGone() {
    feed.spans(List.of(span(1, 0, true), span(2, 0, false)), List.of());
    tab.expect("#row-1").containsText("running");
    for (int n : new int[] {1, 2, 3}) {
      feed.spans(
          List.of(object("id", DrawnRun.id(n), "status", "UNSET", "running", false, "gone", true)),
          List.of());
    }
    tab.expect("#row-1").not().containsText("running");
    assertThat(tab.evaluate("SL.trace.current.model.statusOf(2)"))
        .as("it has ended")
        .isEqualTo("OK");
    assertThat(number("model.n")).as("nothing known of the third").isEqualTo(3);
  }

  @Test
  void keepsTheSelectionAndPlacesChildrenThatCameFirst() {
    feed.spans(List.of(span(1, 0, false), span(2, 0, false)), List.of());
    tab.expect("#row-2").hasCount(1);
    tab.click("#row-1");
    feed.spans(List.of(span(4, 3, false)), List.of());
    tab.expect("#row-3").containsText("step 4");
    assertThat(tab.page().getAttribute("#row-3", "aria-level")).as("no parent yet").isEqualTo("1");
    Map<String, Object> parent = span(3, 0, false);
    parent.put("start", base - 10);
    feed.spans(List.of(parent), List.of());
    until("v.model.n === 5");
    assertThat(tab.page().getAttribute("#row-3", "aria-level")).isEqualTo("3");
    assertThat(number("selected")).isEqualTo(1);
    assertThat(tab.page().getAttribute("#row-1", "aria-selected")).isEqualTo("true");
  }

  @Test
  void followsUntilSomebodyScrolls() {
    feed.spans(spans(1, 200), List.of());
    until("v.model.n === 200 && v.grid.list.top > 0 && v.grid.list.last() === 200");
    tab.page().mouse().move(200, 500);
    tab.page().mouse().wheel(0, -400);
    until("!v.follow && Math.abs(v.grid.list.top - (v.grid.list.most() - 400)) < 1");
    double top = number("grid.list.top");
    feed.spans(spans(200, 230), List.of());
    tab.expect(".live-bar .primary").hasText("30 new ↓");
    assertThat(number("grid.list.top")).isEqualTo(top);
    tab.press("f");
    until("v.follow && v.grid.list.last() === 230");
    tab.expect(".live-bar .primary").hasCount(0);
  }

  @Test
  void keepsWhatComesDuringAPause() {
    tab.click("text=Pause");
    feed.spans(spans(1, 20), List.of());
    tab.expect(".live-bar").containsText(Pattern.compile("Resume \\(\\d+\\)"));
    assertThat(number("model.n")).isEqualTo(1);
    tab.click("text=Resume");
    until("v.model.n === 20");
  }

  @Test
  void comesBackWhereTheConnectionBroke() {
    feed.spans(spans(1, 10), List.of());
    until("v.model.n === 10");
    feed.refuse(true);
    feed.drop();
    feed.spans(spans(10, 20), List.of());
    feed.refuse(false);
    until("v.model.n === 20");
    assertThat(feed.resumedFrom()).contains("1");
  }

  @Test
  void readsTheRunAgainAfterAReset() {
    run.span(0, "TOOL", "was missed", 5, 10);
    feed.reset();
    until("v.model.n === 2");
    tab.expect("#row-1").containsText("was missed");
  }

  @Test
  void readsTheRunAgainWhenItHasEnded() {
    run.set(0, "flags", "4").set(0, "status", "\"OK\"").set(0, "duration", "1234");
    run.trace("running", "false").trace("status", "\"OK\"");
    feed.spans(
        List.of(object("id", DrawnRun.id(0), "status", "OK", "durationMs", 1234, "running", false)),
        List.of(object("id", DrawnRun.ID, "status", "OK", "running", false)));
    until("v.model.runningCount === 0");
    until("v.model.isCritical(0)");
    tab.expect("#row-0").containsText("1.23s");
    tab.expect(".t-head .status").containsText("ok");
  }

  @Test
  void staysAliveUnderTwoThousandSpansASecond() {
    tab.evaluate(
        "() => { window.frames_ = 0; const next = () => { window.frames_++;"
            + " requestAnimationFrame(next); }; next(); }");
    for (int batch = 0; batch < 50; batch++) {
      feed.spans(spans(1 + batch * 200, 1 + (batch + 1) * 200), List.of());
    }
    until("v.model.n === 10001");
    assertThat(number("rows.count")).isEqualTo(10_001);
    double frames = ((Number) tab.evaluate("window.frames_")).doubleValue();
    tab.page()
        .waitForCondition(() -> ((Number) tab.evaluate("window.frames_")).doubleValue() > frames);
    tab.press("Home", "j");
    assertThat(number("selected")).isEqualTo(1);
  }

  private List<Map<String, Object>> spans(int from, int until) {
    List<Map<String, Object>> spans = new ArrayList<>();
    for (int i = from; i < until; i++) {
      spans.add(span(i, 0, false));
    }
    return spans;
  }

  private Map<String, Object> span(int n, int parent, boolean running) {
    return object(
        "traceId",
        DrawnRun.ID,
        "id",
        DrawnRun.id(n),
        "parentId",
        DrawnRun.id(parent),
        "name",
        "step " + n,
        "kind",
        "TOOL",
        "status",
        running ? "RUNNING" : "OK",
        "start",
        base + n,
        "durationMs",
        5,
        "running",
        running,
        "hanging",
        false);
  }

  private double number(String of) {
    return ((Number) tab.evaluate("SL.trace.current." + of)).doubleValue();
  }

  private void until(String condition) {
    tab.page()
        .waitForCondition(
            () ->
                (Boolean)
                    tab.evaluate(
                        "(() => { const v = SL.trace?.current; return !!(v && "
                            + condition
                            + "); })()"));
  }
}
