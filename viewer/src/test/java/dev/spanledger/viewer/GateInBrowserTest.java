// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import com.microsoft.playwright.Route;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** How somebody gets in by a browser, and what it says where they do not. */
@ExtendWith(WithChromium.class)
class GateInBrowserTest {
  private static final String WIKI = "http://wiki.example/";

  private final Viewed viewed;
  private final Tab tab;

  GateInBrowserTest(Chromium chromium, TestDatabase database) {
    viewed = Viewed.of(database);
    viewed.mother.weatherRun();
    viewed.stored();
    tab = chromium.tab();
    String link = "<a href='" + viewed.viewer.address() + "#/traces?q=weather'>Traces</a>";
    tab.page()
        .route(
            WIKI + "**",
            route ->
                route.fulfill(
                    new Route.FulfillOptions().setContentType("text/html").setBody(link)));
  }

  @AfterEach
  void close() {
    tab.close();
    viewed.close();
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void followsALinkOfAnotherSite() {
    tab.open(viewed.viewer.url()).expect("tbody .what a").hasCount(1);
    tab.open(WIKI).click("a").at("#/traces?q=weather").expect("tbody .what a").hasCount(1);
    tab.page().reload();
    tab.expect("tbody .what a").hasCount(1);
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void saysHowToGetInWithoutAToken() {
    tab.open(WIKI).click("a").expect(".state[role=alert]").containsText("has not been let in");
    tab.expect(".state[role=alert]").containsText("it carries the token");
    tab.open(viewed.viewer.address() + "?token=" + "x".repeat(32) + "#/live");
    tab.at("/#/live").expect(".state[role=alert]").containsText("has not been let in");
    tab.open(viewed.viewer.url() + "#/live").expect(".badge.live").hasText("live");
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void saysWhatToDoWithAShortId() {
    tab.open(viewed.viewer.url()).expect("tbody .what a").hasCount(1);
    tab.open(viewed.viewer.address() + "#/trace/ffff");
    tab.expect(".state").containsText("“ffff” is not the id of a run.");
  }
}
