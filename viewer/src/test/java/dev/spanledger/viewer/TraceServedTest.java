// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page of a run over a real database and its server. */
@ExtendWith(WithChromium.class)
class TraceServedTest {
  private final Chromium chromium;

  TraceServedTest(Chromium chromium) {
    this.chromium = chromium;
  }

  @EachDatabase
  void goesFromARunToItsCause(TestDatabase database) {
    try (Viewed viewed = Viewed.of(database);
        Tab tab = chromium.tab()) {
      String id = viewed.mother.failingRun().getTraceId();
      viewed.stored();
      open(tab, viewed, id);
      tab.expect(".finding >> nth=0").containsText("First error");
      tab.click(".finding .jump >> nth=0").expect(".summary .failure").isVisible();
      tab.expect(".tg-row.selected").containsText("first error");
      tab.click("#trace-panel-transcript").expect(".t-call >> nth=0").isVisible();
      tab.click("#trace-panel-graph").expect(".g-node >> nth=0").isVisible();
      tab.click("#trace-panel-table").expect(".st-body .st-row >> nth=0").isVisible();
      tab.assertQuiet(viewed.viewer.address());
    }
  }

  @EachDatabase
  void findsInPayloadsByTheDatabase(TestDatabase database) {
    try (Viewed viewed = Viewed.of(database);
        Tab tab = chromium.tab()) {
      String id = viewed.mother.weatherRun().getTraceId();
      viewed.stored();
      open(tab, viewed, id);
      tab.press("/");
      tab.page().keyboard().type("weather");
      tab.press("Enter");
      tab.expect(".find-count").containsText("1 of ");
      assertThat(tab.requests()).anyMatch(url -> url.contains("/search?q=weather"));
      tab.press("/");
      tab.page().keyboard().type("no such text anywhere");
      tab.press("Enter");
      tab.expect(".find-count").hasText("none");
      for (String pane : new String[] {"messages", "io", "attributes", "events", "raw", "links"}) {
        tab.click("#detail-panel-" + pane).expect("#detail-panel").not().containsText("Loading");
      }
      tab.press(".").expect("dialog.actions").containsText("Download");
      tab.assertQuiet(viewed.viewer.address());
    }
  }

  private static void open(Tab tab, Viewed viewed, String traceId) {
    tab.open(viewed.viewer.url()).expect("main").isVisible();
    tab.open(viewed.viewer.address() + "#/trace/" + traceId).expect(".tg-row >> nth=0").isVisible();
  }
}
