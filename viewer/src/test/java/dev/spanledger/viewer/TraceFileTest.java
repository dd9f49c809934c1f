// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithChromium.class)
class TraceFileTest {
  private final Chromium chromium;

  TraceFileTest(Chromium chromium) {
    this.chromium = chromium;
  }

  @Test
  void asksForNothingWhateverIsDone() {
    try (OpenRun open = new OpenRun(chromium.browser(), DrawnRuns.failing(), "")) {
      for (String tab : new String[] {"flame", "transcript", "graph", "table", "tree"}) {
        open.page.click("#trace-panel-" + tab);
        open.press("j", "e", "c", "z", "0", "]", "[");
      }
      for (String pane :
          new String[] {"messages", "io", "attributes", "events", "raw", "links", "why"}) {
        open.page.click("#detail-panel-" + pane);
      }
      open.press("/");
      open.page.keyboard().type("order");
      open.press("Enter", "n", "y", "?", "Escape", ".");
      open.page.waitForSelector("dialog.actions");
      assertThat(open.text("dialog.actions")).doesNotContain("Download");
      assertThat(open.requests).singleElement().asString().startsWith("file:");
      assertThat(open.complaints).isEmpty();
    }
  }

  @Test
  void pagesALongPayloadAndTellsBytes() {
    DrawnRun run = new DrawnRun();
    run.span(-1, "TOOL", "execute_tool read", 0, 10);
    run.say(0, "input", DrawnRun.quoted("data:image/png;base64," + "QUJD".repeat(1000)))
        .say(0, "output", DrawnRun.quoted("<b>line</b>\n".repeat(20_000)));
    try (OpenRun open = new OpenRun(chromium.browser(), run, "?pane=io&span=" + DrawnRun.id(0))) {
      open.page.waitForSelector(".paged");
      assertThat(open.text(".chip")).contains("image/png", "3.0 kB");
      assertThat(open.text(".paged")).contains("Page 1 of 5", "240,000 characters", "<b>line</b>");
      assertThat(open.text(".paged pre").length()).isLessThan(60_000);
      open.page.locator(".paged button").last().click();
      open.page.waitForSelector(".paged >> text=Page 2 of 5");
      assertThat(open.complaints).isEmpty();
    }
  }
}
