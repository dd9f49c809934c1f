// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.provider.Spanledger;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.spans.SpanMother;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** The pages that follow a database, over a real one and its server. */
@ExtendWith(WithChromium.class)
class ServedLiveTest {
  private static final String ENDED = "[aria-label^='Spans that have ended']";

  /** The names in a box of rows, of which only those in sight are in the document. */
  private static final String READ =
      """
      async (box) => {
        const element = document.querySelector(box), names = new Map();
        const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        for (let top = 0; top < element.scrollHeight; top += 300) {
          element.scrollTop = top;
          await frame();
          await frame();
          const first = element.querySelector('tbody tr.pad:first-child')?.offsetHeight || 0;
          [...element.querySelectorAll('.what a')].forEach((a, i) => names.set(Math.round(first / 26) + i, a.textContent));
        }
        return [...names.values()];
      }""";

  private final Viewed viewed;
  private final Spanledger ledger;
  private final SpanMother mother;
  private final Tab tab;

  ServedLiveTest(Chromium chromium, TestDatabase database) {
    viewed = Viewed.of(database);
    ledger =
        Spanledger.builder(database.dataSource())
            .batchDelay(Duration.ofMillis(20))
            .openSpansAfter(Duration.ofMillis(1))
            .build();
    mother = SpanMother.into(ledger.spanProcessor());
    mother.clock().setTime(Instant.now());
    tab = chromium.tab();
    tab.open(viewed.viewer.url()).expect(".state").containsText("No traces yet.");
  }

  @AfterEach
  void close() {
    tab.assertQuiet(viewed.viewer.address());
    tab.close();
    mother.close();
    ledger.close();
    viewed.close();
  }

  private Tab open(String view) {
    return tab.open(viewed.viewer.address() + "#/" + view);
  }

  @EachDatabase
  void showsARunThatStartsGrowsAndEnds() {
    open("live").expect(".badge.live").hasText("live");
    Span run = mother.tracer().spanBuilder("invoke_agent slow").setNoParent().startSpan();
    tab.expect(".running tbody a").hasText("invoke_agent slow");
    String before = tab.text(".running tbody td:last-child");
    tab.page().waitForCondition(() -> !tab.text(".running tbody td:last-child").equals(before));
    Context below = Context.root().with(run);
    Span step = mother.tracer().spanBuilder("step").setParent(below).startSpan();
    tab.expect(".running tbody a").hasCount(2);
    step.setStatus(StatusCode.ERROR, "broken").end();
    tab.expect(ENDED + " .failed").containsText("broken");
    tab.expect(".running tbody a").hasCount(1);
    run.end();
    tab.expect(ENDED + " .what a").hasCount(2);
    tab.expect(".running").containsText("Nothing runs.");
    tab.press("e").expect(ENDED + " .what a").hasCount(1);
    tab.click(ENDED + " .what a").expect(".tg-row.selected").containsText("step");
  }

  @EachDatabase
  void growsATraceWhileItIsLookedAt() {
    Span run = mother.tracer().spanBuilder("invoke_agent slow").setNoParent().startSpan();
    tab.click("button:has-text('new')").expect("tbody .what a").hasCount(1);
    tab.expect("tbody .status").hasText("running");
    tab.click("tbody .what a").expect(".tg-row:not([hidden])").hasCount(1);
    for (int i = 1; i <= 5; i++) {
      Context below = Context.root().with(run);
      mother.tracer().spanBuilder("step " + i).setParent(below).startSpan().end();
      tab.expect(".tg-row:not([hidden])").hasCount(i + 1);
    }
    run.end();
    tab.expect(".t-head .status").not().hasText("running");
    tab.expect(".live-bar").hasCount(0);
    tab.press("g", "t").expect("tbody .status").not().hasText("running");
  }

  @EachDatabase
  void losesAndDoublesNothingOfABurst() throws Exception {
    int spans = 3_000;
    open("live").expect(".badge.live").hasText("live");
    for (int i = 0; i < spans; i++) {
      mother.tracer().spanBuilder("span " + i).setNoParent().startSpan().end();
    }
    assertThat(ledger.flush(Duration.ofSeconds(60))).isTrue();
    tab.expect(".bar").containsText("3,000 seen");
    // The newest 2,000 are kept; what stands there is looked at from top to bottom.
    tab.press("f").expect("button:has-text('Follow')").isVisible();
    List<?> shown = (List<?>) tab.page().evaluate(READ, ENDED);
    assertThat(shown).doesNotHaveDuplicates().hasSize(2_000);
  }
}
