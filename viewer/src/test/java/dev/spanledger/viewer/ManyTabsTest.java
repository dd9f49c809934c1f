// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** More tabs than a browser opens connections to one host: the feeds of all do not use them up. */
@ExtendWith(WithChromium.class)
class ManyTabsTest {
  /** Six connections, and two more. */
  private static final int TABS = 8;

  /** Chromium without a screen calls every tab seen; these are seen when the test says so. */
  private static final String SEEN_AT_WILL =
      """
      window.see = (seen) => {
        window.unseen = !seen;
        document.dispatchEvent(new Event('visibilitychange'));
      };
      Object.defineProperty(document, 'hidden', { get: () => !!window.unseen });""";

  private final Viewed viewed;
  private final BrowserContext context;

  ManyTabsTest(Chromium chromium, TestDatabase database) {
    viewed = Viewed.now(database);
    context = chromium.browser().newContext();
    context.addInitScript(SEEN_AT_WILL);
  }

  @AfterEach
  void close() {
    context.close();
    viewed.close();
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void showsEachAndMissesNothingInThoseThatAreBehind() {
    viewed.mother.weatherRun();
    viewed.stored();
    Page first = context.newPage();
    first.navigate(viewed.viewer.url());
    assertThat(first.locator("tbody .what a")).hasCount(1);
    first.navigate(viewed.viewer.address() + "#/live");
    assertThat(first.locator(".badge.live")).hasText("live");
    end("before");
    assertThat(ended(first, "before")).hasCount(1);
    first.evaluate("see(false)");
    for (int i = 2; i <= TABS; i++) {
      Page page = context.newPage();
      page.navigate(viewed.viewer.address() + "#/traces");
      assertThat(page.locator("tbody .what a")).hasCount(2);
      page.evaluate("see(false)");
    }
    end("meanwhile");
    assertThat(first.locator(".list.live")).not().containsText("meanwhile");
    first.evaluate("see(true)");
    assertThat(ended(first, "meanwhile")).hasCount(1);
    assertThat(first.locator(".badge.warn")).hasCount(0);
  }

  private void end(String span) {
    viewed.mother.clock().setTime(Instant.now());
    viewed.mother.tracer().spanBuilder(span).setNoParent().startSpan().end();
    viewed.stored();
  }

  private static Locator ended(Page live, String span) {
    return live.locator(".list.live .what a:has-text('" + span + "')");
  }
}
