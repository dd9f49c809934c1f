// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithChromium.class)
class LivePageTest {
  private static final String ENDED = "[aria-label^='Spans that have ended']";

  private final ScriptedServer server = new ScriptedServer();
  private final ScriptedFeed feed = server.feed();
  private final Tab tab;

  LivePageTest(Chromium chromium) {
    tab = chromium.tab();
  }

  @AfterEach
  void close() {
    tab.close();
    server.close();
  }

  private void open() {
    tab.open(server.url() + "#/live").expect(".badge.live").hasText("live");
  }

  private void spans(int from, int until) {
    feed.spans(
        IntStream.range(from, until).mapToObj(n -> Samples.liveSpan(n, false)).toList(), List.of());
  }

  @Test
  void growsWhatRunsAndMovesWhatEnded() {
    Map<String, Object> hanging = Samples.liveSpan(1, true);
    hanging.put("hanging", true);
    feed.running(List.of(hanging));
    open();
    tab.expect(".running").containsText("step 1");
    tab.expect(".running .badge").hasText("hangs?");
    String before = tab.text(".running tbody td:last-child");
    tab.page()
        .waitForFunction(
            "was => document.querySelector('.running tbody td:last-child').innerText !== was",
            before);
    feed.spans(List.of(Samples.liveSpan(2, true)), List.of());
    tab.expect(".running tbody tr").hasCount(2);
    feed.spans(List.of(Samples.liveSpan(1, false)), List.of());
    tab.expect(".running tbody tr").hasCount(1);
    tab.expect(ENDED).containsText("step 1");
    tab.assertQuiet(server.url());
  }

  @Test
  void buffersWhilePausedAndKeepsWhatIsLookedAt() {
    open();
    spans(0, 5);
    tab.expect(ENDED + " tbody tr").hasCount(5);
    tab.press("j").expect("button:has-text('Follow')").isVisible();
    String looked = tab.focused().innerText();
    spans(5, 12);
    tab.expect("button:has-text('Follow · 7 new')").isVisible();
    assertThat(tab.focused().innerText()).isEqualTo(looked).isEqualTo("step 4");
    tab.press("f").expect(ENDED + " tbody tr").hasCount(12);
    tab.press("f").expect("button:has-text('Follow')").isVisible();
    tab.click("button:has-text('Follow')").expect("button:has-text('Pause')").isVisible();
  }

  @Test
  void pausesWhereSomebodyScrolls() {
    open();
    spans(0, 200);
    tab.expect(ENDED).containsText("step 199");
    tab.evaluate("document.querySelector(\"" + ENDED + "\").scrollTop = 600");
    tab.expect("button:has-text('Follow')").isVisible();
  }

  @Test
  void resumesWithoutAGap() {
    open();
    spans(0, 3);
    tab.expect(ENDED + " tbody tr").hasCount(3);
    feed.refuse(true);
    feed.drop();
    tab.expect(".badge.warn").hasText("reconnecting");
    spans(3, 6);
    spans(6, 9);
    feed.refuse(false);
    tab.expect(ENDED + " tbody tr").hasCount(9);
    tab.expect(".badge.live").hasText("live");
    assertThat(feed.resumedFrom()).containsExactly("1");
    assertThat(tab.texts(ENDED + " .what a")).doesNotHaveDuplicates().contains("step 0", "step 8");
  }

  @Test
  void saysThatSomethingWasMissedAndGoesOnFromWhatRuns() {
    feed.running(List.of(Samples.liveSpan(1, true)));
    open();
    tab.expect(".running").containsText("step 1");
    feed.running(List.of(Samples.liveSpan(2, true)));
    feed.reset();
    tab.expect(".badge.warn").hasText("gap: 1 reset");
    tab.expect(".running").containsText("step 2");
    tab.expect(".running tbody tr").hasCount(1);
    assertThat(feed.resumedFrom()).isEmpty();
  }

  @Test
  void showsOnlyFailures() {
    open();
    Map<String, Object> failed = Samples.liveSpan(1, false);
    failed.put("status", "ERROR");
    failed.put("error", "HTTP 500");
    feed.spans(List.of(Samples.liveSpan(0, false), failed), List.of());
    tab.expect(ENDED + " tbody tr").hasCount(2);
    tab.press("e").expect(ENDED + " tbody tr").hasCount(1);
    tab.expect(ENDED).containsText("HTTP 500");
  }

  @Test
  void drawsAtMostTenTimesASecondFromBoundedLists() {
    open();
    tab.evaluate(
        "window.drawn = 0; window.began = performance.now(); new MutationObserver(() =>"
            + " drawn++).observe(document.querySelector('.live'), {subtree: true, childList: true,"
            + " characterData: true, attributes: true})");
    for (int i = 0; i < 200; i++) {
      spans(i * 100, (i + 1) * 100);
    }
    tab.expect(".bar").containsText("20,000 seen");
    Map<?, ?> seen =
        (Map<?, ?>)
            tab.evaluate(
                "({drawn, allowed: (performance.now() - began) / 100 + 3, elements:"
                    + " document.querySelectorAll('*').length})");
    assertThat(((Number) seen.get("drawn")).doubleValue())
        .isLessThanOrEqualTo(((Number) seen.get("allowed")).doubleValue());
    assertThat(((Number) seen.get("elements")).intValue()).isLessThan(1500);
    tab.expect(ENDED + " table").hasAttribute("aria-rowcount", "2001");
  }

  @Test
  void waitsAndSaysForWhat() {
    open();
    tab.expect(".state").containsText("Run an agent");
  }
}
