// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static dev.spanledger.viewer.DrawnRuns.FIRST_CALL;
import static dev.spanledger.viewer.DrawnRuns.FIRST_SEARCH;
import static dev.spanledger.viewer.DrawnRuns.PLANNER;
import static dev.spanledger.viewer.DrawnRuns.QUERY;
import static dev.spanledger.viewer.DrawnRuns.SECOND_CALL;
import static dev.spanledger.viewer.DrawnRuns.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithChromium.class)
class TraceKeysTest {
  private final Chromium chromium;
  private OpenRun open;

  TraceKeysTest(Chromium chromium) {
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
  void movesByRows() {
    assertThat(open.selected()).isEqualTo(PLANNER);
    assertThat(open.press("j", "ArrowDown").selected()).isEqualTo(FIRST_SEARCH);
    assertThat(open.press("ArrowDown").selected()).as("over what is folded").isEqualTo(SECOND_CALL);
    assertThat(open.press("k", "ArrowUp", "ArrowUp", "ArrowUp").selected()).isEqualTo(PLANNER);
    assertThat(open.press("End").selected()).isEqualTo(QUERY);
    assertThat(open.press("Home").selected()).isEqualTo(PLANNER);
    assertThat(open.press("PageDown").selected()).isEqualTo(QUERY);
    assertThat(open.press("PageUp").selected()).isEqualTo(PLANNER);
  }

  @Test
  void collapsesAndExpands() {
    open.press("End", "ArrowLeft");
    assertThat(open.selected()).as("to the parent").isEqualTo(WORKER);
    open.press("ArrowLeft");
    assertThat(open.row(WORKER).getAttribute("aria-expanded")).isEqualTo("false");
    assertThat(open.row(QUERY).count()).isZero();
    assertThat(open.row(WORKER).innerText()).contains("error");
    open.press("ArrowRight");
    assertThat(open.row(QUERY).count()).isOne();
    assertThat(open.press("ArrowRight").selected()).as("to the first child").isEqualTo(WORKER + 1);
  }

  @Test
  void unfoldsIdenticalCalls() {
    open.press("j", "j");
    assertThat(open.row(FIRST_SEARCH).innerText()).contains("×6", "loop");
    open.press("ArrowRight");
    assertThat(open.row(FIRST_SEARCH + 5).count()).isOne();
    open.page.locator("#row-" + FIRST_SEARCH + " .fold").click();
    assertThat(open.row(FIRST_SEARCH + 5).count()).isZero();
  }

  @Test
  void collapsesAndExpandsAll() {
    open.press("End", "[");
    assertThat(open.selected()).as("what hides it").isEqualTo(WORKER);
    assertThat(open.view("rows.count")).isEqualTo(5);
    open.press("]");
    assertThat(open.view("rows.count")).isEqualTo(7);
  }

  @Test
  void goesToErrorsInTurn() {
    assertThat(open.press("e").selected()).isEqualTo(WORKER);
    assertThat(open.press("e").selected()).isEqualTo(QUERY);
    assertThat(open.press("e").selected()).isEqualTo(PLANNER);
  }

  @Test
  void zoomsToASpanAndBack() {
    open.press("j", "z");
    assertThat((Boolean) open.view("isZoomed()")).isTrue();
    open.until("location.hash.includes('zoom=')");
    open.press("0");
    assertThat((Boolean) open.view("isZoomed()")).isFalse();
    open.until("!location.hash.includes('zoom=')");
  }

  @Test
  void marksTheCriticalPath() {
    open.press("c");
    assertThat(open.row(FIRST_SEARCH).getAttribute("class")).contains("dim");
    assertThat(open.row(QUERY).getAttribute("class")).doesNotContain("dim");
    open.press("c");
    assertThat(open.row(FIRST_SEARCH).getAttribute("class")).doesNotContain("dim");
  }

  @Test
  void findsAndGoesOn() {
    open.press("/");
    open.page.keyboard().type("order 4711");
    open.press("Enter");
    open.until("v.find.state === 'done' && v.find.at >= 0");
    assertThat(open.selected()).isEqualTo(FIRST_CALL);
    assertThat(open.text(".find-count")).startsWith("1 of ");
    open.press("n");
    assertThat(open.selected()).isEqualTo(FIRST_SEARCH);
    assertThat(open.press("n").selected()).as("folded, and shown").isEqualTo(FIRST_SEARCH + 1);
    assertThat(open.row(FIRST_SEARCH + 1).getAttribute("class")).contains("hit");
    assertThat(open.press("N").selected()).isEqualTo(FIRST_SEARCH);
  }

  @Test
  void goesToTheDetailAndBack() {
    open.press("j", "Enter");
    assertThat(focused("id")).isEqualTo("detail-panel");
    open.press("Escape");
    assertThat(focused("className")).isEqualTo("tg");
  }

  @Test
  void showsTheTranscriptAndGoesBack() {
    open.press("m");
    open.page.waitForSelector(".t-call");
    open.press("m");
    open.page.waitForSelector(".tg");
  }

  @Test
  void followsARunningRun() {
    boolean before = (Boolean) open.view("follow");
    open.press("f");
    assertThat((Boolean) open.view("follow")).isEqualTo(!before);
  }

  @Test
  void copiesTheLink() {
    open.press("j", "y");
    open.page.waitForSelector(".toast");
    assertThat(open.page.url()).contains("span=" + DrawnRun.id(FIRST_CALL));
  }

  @Test
  void opensActions() {
    open.press("j", ".");
    open.page.waitForSelector("dialog.actions");
    assertThat(open.text("dialog.actions")).contains("Copy link", "Copy span id", "critical path");
    open.press("j");
    assertThat(open.selected()).as("a dialog keeps its keys").isEqualTo(FIRST_CALL);
    open.press("Escape");
    open.page.waitForCondition(() -> open.page.locator("dialog").count() == 0);
  }

  @Test
  void explainsItsKeys() {
    open.press("?");
    assertThat(open.text("dialog")).contains("Trace", "Next row", "Next error", "Transcript");
  }

  @Test
  void leavesKeysToWhoTypes() {
    open.press("/");
    open.page.keyboard().type("jjj");
    assertThat(open.selected()).isEqualTo(PLANNER);
    assertThat(open.page.locator(".find input").inputValue()).isEqualTo("jjj");
  }

  private Object focused(String what) {
    return open.page.evaluate("document.activeElement." + what);
  }
}
