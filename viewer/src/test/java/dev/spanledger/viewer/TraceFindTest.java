// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithChromium.class)
class TraceFindTest {
  private final Chromium chromium;
  private OpenRun open;

  TraceFindTest(Chromium chromium) {
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
  void findsInPayloadsAsTheyAreRead() {
    assertThat(hits("FROM orders")).isEqualTo(2);
    assertThat(hits("\"q\":\"order")).as("a span's payload is JSON").isPositive();
    assertThat(hits("db-7 refused")).as("an error").isOne();
    assertThat(hits("postgresql")).as("an attribute").isOne();
    assertThat(hits("execute_tool db")).as("a name").isOne();
    assertThat(hits("nowhere at all")).isZero();
    assertThat(open.text(".find-count")).isEqualTo("none");
  }

  @Test
  void matchesCaseWhereAsked() {
    assertThat(hits("sqltimeoutexception")).isOne();
    toggle("Match case");
    assertThat(hits("sqltimeoutexception")).isZero();
    assertThat(hits("SQLTimeoutException")).isOne();
  }

  @Test
  void takesPatternsWhereAsked() {
    assertThat(hits("db-\\d refused")).isZero();
    toggle("Regular expression");
    assertThat(hits("db-\\d refused")).isOne();
    open.page.fill(".find input", "db-(");
    open.until("v.find.state === 'failed'");
    assertThat(open.text(".find-count")).isEqualTo("not a pattern");
  }

  @Test
  void opensFromALinkWithWhatWasLookedFor() {
    open.page.navigate("about:blank");
    open.close();
    open = new OpenRun(chromium.browser(), DrawnRuns.failing(), "?q=DB-%5Cd&find=rc");
    open.until("v.find.state === 'done'");
    assertThat(open.view("find.hits.length")).isEqualTo(0);
    assertThat(open.page.inputValue(".find input")).isEqualTo("DB-\\d");
    assertThat(open.page.getAttribute("[aria-label='Match case']", "aria-pressed"))
        .isEqualTo("true");
  }

  private int hits(String text) {
    open.page.fill(".find input", text);
    String condition = "v.find.text === " + DrawnRun.quoted(open.page.inputValue(".find input"));
    open.until(condition + " && v.find.state === 'done'");
    return ((Number) open.view("find.hits.length")).intValue();
  }

  private void toggle(String name) {
    open.page.click("[aria-label='" + name + "']");
    open.until("v.find.state !== 'busy'");
  }
}
