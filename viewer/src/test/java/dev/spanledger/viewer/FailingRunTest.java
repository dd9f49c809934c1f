// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody who has never seen the page looks for what went wrong. */
@ExtendWith(WithChromium.class)
class FailingRunTest {
  private final Chromium chromium;
  private OpenRun open;

  FailingRunTest(Chromium chromium) {
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
  void clicksFromTheRunToItsCause() {
    assertThat(open.text(".t-head")).contains("error", "invoke_agent planner", "41.2s", "gpt-x");
    open.page.waitForSelector(".finding");
    assertThat(open.text(".finding")).contains("First error", "db.query");
    click(".finding .jump");
    assertThat(open.selected()).isEqualTo(DrawnRuns.QUERY);
    open.page.waitForSelector("text=Called by");
    assertThat(open.text(".summary"))
        .contains("SQLTimeoutException", "timeout after 30 s: db-7 refused the connection");
    assertThat(open.text("#detail-panel")).contains("SELECT status FROM orders");
    click("#detail-panel .jump");
    assertThat(open.selected()).as("the call that chose the tool").isEqualTo(DrawnRuns.SECOND_CALL);
    open.page.waitForSelector(".message.fresh");
    assertThat(open.text("#detail-panel"))
        .contains("2 messages as in the previous call", "nothing");
    assertThat(open.page.locator(".message.fresh").count()).isEqualTo(2);
    open.page.locator("text=to its result").last().click();
    assertThat(open.selected()).as("and back to what it gave").isEqualTo(DrawnRuns.QUERY);
    assertThat(open.page.url()).doesNotContain("undefined");
  }

  @Test
  void goesByTheNumberOfErrors() {
    click(".t-facts button.error");
    assertThat(open.selected()).isEqualTo(DrawnRuns.WORKER);
  }

  @Test
  void seesWhatACallCostAndHowThatIsKnown() {
    open.row(DrawnRuns.FIRST_CALL).click();
    open.page.waitForSelector(".facts >> text=computed from the price list");
    assertThat(open.text(".facts"))
        .contains("12,000 in", "8k from cache (67%)", "120 reasoning", "$0.051", "genai-prices");
  }

  @Test
  void sumsSubtreesOnce() {
    assertThat(open.row(DrawnRuns.PLANNER).innerText()).contains("26k→510", "$0.091");
    assertThat(open.row(DrawnRuns.WORKER).innerText()).contains("500→20").doesNotContain("$");
    assertThat(open.text(".t-facts")).as("one call has no price").contains("≥ $0.091");
  }

  @Test
  void jumpsFromACallToItsResultAndBack() {
    open.row(DrawnRuns.FIRST_CALL).click();
    open.page.locator("text=to its result").first().click();
    assertThat(open.selected()).isEqualTo(DrawnRuns.FIRST_SEARCH);
    open.page.waitForSelector("text=Called by");
    click("#detail-panel .jump");
    assertThat(open.selected()).isEqualTo(DrawnRuns.FIRST_CALL);
  }

  @Test
  void handsOnALinkThatShowsTheSame() {
    open.row(DrawnRuns.QUERY).click();
    open.press("z");
    open.page
        .locator(
            "[role=tab]", new com.microsoft.playwright.Page.LocatorOptions().setHasText("Events"))
        .click();
    open.until("location.hash.includes('pane=events') && location.hash.includes('zoom=')");
    String link = open.page.url();
    open.page.navigate("about:blank");
    open.page.navigate(link);
    open.page.waitForSelector(".trace");
    assertThat(open.selected()).isEqualTo(DrawnRuns.QUERY);
    assertThat((Boolean) open.view("isZoomed()")).isTrue();
    open.page.waitForSelector("#detail-panel >> text=exception.type");
  }

  private void click(String selector) {
    Locator first = open.page.locator(selector).first();
    first.click();
  }
}
