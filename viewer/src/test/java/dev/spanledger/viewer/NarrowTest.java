// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every page on a telephone: 380 pixels wide, touched by fingers. */
@ExtendWith(WithChromium.class)
class NarrowTest {
  private static final int WIDTH = 380;

  private final Viewed viewed;
  private final PlayedDay day;
  private final Tab tab;

  NarrowTest(Chromium chromium, TestDatabase database) {
    viewed = Viewed.of(database);
    day = PlayedDay.into(viewed);
    tab =
        chromium.tab(
            new Browser.NewContextOptions()
                .setViewportSize(WIDTH, 780)
                .setHasTouch(true)
                .setIsMobile(true)
                .setReducedMotion(ReducedMotion.REDUCE));
    tab.open(viewed.viewer.url()).expect("tbody .what a").hasCount(50);
  }

  @AfterEach
  void close() {
    tab.assertQuiet(viewed.viewer.address());
    tab.close();
    viewed.close();
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void showsWhatMattersOnEveryPageWithoutScrollingItSideways() {
    Map<String, String> pages = new TreeMap<>();
    pages.put("traces", "tbody .what a >> nth=0");
    pages.put("sessions", "tbody td a >> nth=0");
    pages.put("session/talk%2F7%20%C3%A4", ".turn >> nth=1");
    pages.put("compare/" + day.firstTurn + "/" + day.secondTurn, ".steps .what button >> nth=0");
    pages.put("stats?by=model", ".grid tbody a >> nth=0");
    pages.put("live", ".badge.live");
    pages.put("trace/" + day.failing, ".tg-row .tg-text >> nth=0");
    for (var page : pages.entrySet()) {
      tab.open(viewed.viewer.address() + "#/" + page.getKey());
      tab.expect(page.getValue()).isVisible();
      BoundingBox box = tab.page().locator(page.getValue()).boundingBox();
      assertThat(box.width).as("room for the name on " + page.getKey()).isGreaterThan(30);
      assertThat(box.x + box.width).as(page.getKey()).isLessThanOrEqualTo(WIDTH);
      assertThat(tab.evaluate("document.documentElement.scrollWidth"))
          .as("width of " + page.getKey())
          .isEqualTo(WIDTH);
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void hasRowsThatFingersMeet() {
    assertThat(heights("tbody tr")).allMatch(height -> height >= 44);
    tab.open(viewed.viewer.address() + "#/compare/" + day.firstTurn + "/" + day.failing);
    tab.expect(".steps tbody tr >> nth=3").isVisible();
    assertThat(heights(".steps tbody tr")).allMatch(height -> height >= 44 && height < 46);
    tab.open(viewed.viewer.address() + "#/trace/" + day.failing);
    tab.expect(".tg-row >> nth=3").isVisible();
    assertThat(heights(".tg-row:not([hidden])")).allMatch(height -> height == 44);
  }

  private List<Double> heights(String rows) {
    return tab.page().locator(rows).all().stream()
        .map(Locator::boundingBox)
        .filter(java.util.Objects::nonNull)
        .map(box -> box.height)
        .toList();
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void goesFromFiltersToADetailByFingersAlone() {
    tab.page().locator("button:has-text('Filters')").tap();
    tab.page().locator(".facet[title=ERROR]").tap();
    tab.expect("tbody .what a").hasCount(1);
    tab.page().locator("button:has-text('Filters')").tap();
    tab.expect("aside").isHidden();
    tab.page().locator("tbody .what a").tap();
    tab.page().locator(".tg-row:has-text('execute_tool refund')").tap();
    tab.expect("#detail-panel").isVisible();
    tab.expect(".summary .failure").containsText("already refunded");
    BoundingBox rows = tab.page().locator(".tg").boundingBox();
    BoundingBox detail = tab.page().locator(".detail").boundingBox();
    assertThat(detail.y).as("the detail is below").isGreaterThanOrEqualTo(rows.y + rows.height - 1);
    assertThat(rows.height).as("room for rows").isGreaterThan(3 * 44);
    tab.page().locator("button[aria-label^=Theme]").tap();
    assertThat(tab.evaluate("document.documentElement.dataset.theme")).isEqualTo("light");
    tab.page().locator("button[aria-label^=Theme]").tap();
    assertThat(tab.evaluate("document.documentElement.dataset.theme")).isEqualTo("dark");
    tab.page()
        .emulateMedia(
            new com.microsoft.playwright.Page.EmulateMediaOptions()
                .setColorScheme(ColorScheme.LIGHT));
    assertThat(tab.evaluate("document.documentElement.dataset.theme"))
        .as("what was chosen wins over the system")
        .isEqualTo("dark");
  }
}
