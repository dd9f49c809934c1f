// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is the same on every page: navigation, keys, themes, figures. */
@ExtendWith(WithChromium.class)
class ShellTest {
  private final ScriptedServer server = new ScriptedServer();
  private final Tab tab;

  ShellTest(Chromium chromium) {
    tab = chromium.tab(new Browser.NewContextOptions().setColorScheme(ColorScheme.DARK));
  }

  @BeforeEach
  void open() {
    server.answer("/api/facets", Samples.facets(1));
    server.answer("/api/traces", SampleJson.object("traces", Samples.traces(0, 1), "next", null));
    server.answer("/api/sessions", SampleJson.object("sessions", List.of(), "next", null));
    server.answer("/api/stats", Samples.stats("agent"));
    tab.open(server.url()).expect("tbody tr").hasCount(1);
  }

  @AfterEach
  void close() {
    tab.close();
    server.close();
  }

  @Test
  void goesFromPageToPage() {
    tab.press("g", "s").at("#/sessions").press("g", "a").at("#/stats").press("g", "l").at("#/live");
    tab.press("g", "t").at("#/traces").expect("nav a[aria-current=page]").hasText("Traces");
    tab.click("nav a:has-text('Stats')").at("#/stats");
    tab.page().goBack();
    tab.at("#/traces").expect("tbody tr").hasCount(1);
    assertThat(tab.page().title()).isEqualTo("Traces · Spanledger");
    tab.expect(".where").hasText("traces.db");
    tab.assertQuiet(server.url());
  }

  @Test
  void helpListsEveryKeyOfThePage() {
    tab.press("?").expect("dialog section").hasCount(2);
    assertThat(tab.text("dialog"))
        .contains("Next trace", "Compare the two ticked", "These keys", "Theme");
    tab.press("j").expect("tr:focus-within").hasCount(0);
    tab.press("Escape").expect("dialog").hasCount(0);
    tab.press("g", "a")
        .at("#/stats")
        .press("?")
        .expect("dialog")
        .containsText("Longer, shorter range");
    tab.click("dialog button").expect("dialog").hasCount(0);
  }

  @Test
  void remembersTheTheme() {
    assertThat(theme()).isEqualTo("dark");
    tab.press("T");
    assertThat(theme()).isEqualTo("light");
    tab.page().reload();
    assertThat(theme()).isEqualTo("light");
    tab.press("T");
    assertThat(theme()).isEqualTo("dark");
    tab.click("button[aria-label='Theme: dark']")
        .expect("button[aria-label='Theme: system']")
        .isVisible();
    tab.page()
        .emulateMedia(
            new com.microsoft.playwright.Page.EmulateMediaOptions()
                .setColorScheme(ColorScheme.LIGHT));
    tab.expect("html").hasAttribute("data-theme", "light");
  }

  @Test
  void leavesWhatIsTypedToTheField() {
    tab.press("/", "g", "s", "?", "Escape").expect("input[type=search]").hasValue("gs?");
    assertThat(tab.page().url()).doesNotContain("sessions");
    tab.press("g", "s").at("#/sessions");
  }

  @Test
  void skipsToThePage() {
    tab.press("Tab", "Enter");
    assertThat(tab.evaluate("document.activeElement.id")).isEqualTo("main");
  }

  @Test
  void saysWhereThereIsNoPage() {
    tab.open(server.url() + "#/no%E0%A4%A").expect(".state").containsText("There is no page");
    tab.open(server.url() + "#/%3Cb%3E?x=%&&=")
        .expect(".state")
        .containsText("There is no page “<b>”.");
  }

  @Test
  void saysWhatToDoWithoutATokenOrAServer() {
    server.answer("/api/traces", new ScriptedServer.Refusal(403, SampleJson.object()));
    tab.page().reload();
    tab.expect(".state[role=alert]").containsText("it carries the token of this start");
    server.close();
    tab.click("button:has-text('Try again')")
        .expect(".state[role=alert]")
        .containsText("Is it still running?");
  }

  @Test
  void writesFiguresAsPeopleReadThem() {
    Map<String, String> expected =
        Map.ofEntries(
            Map.entry("duration(0)", "0ms"),
            Map.entry("duration(0.005)", "5.0µs"),
            Map.entry("duration(0.25)", "0.25ms"),
            Map.entry("duration(9.94)", "9.9ms"),
            Map.entry("duration(9.96)", "10ms"),
            Map.entry("duration(999.4)", "999ms"),
            Map.entry("duration(999.6)", "1.00s"),
            Map.entry("duration(12345)", "12.3s"),
            Map.entry("duration(59996)", "1m00s"),
            Map.entry("duration(3599999)", "1h00m"),
            Map.entry("duration(90000000)", "1d01h"),
            Map.entry("duration(null)", "–"),
            Map.entry("duration(-1500)", "-1.50s"),
            Map.entry("tokens(-1)", "–"),
            Map.entry("tokens(null)", "–"),
            Map.entry("tokens(0)", "0"),
            Map.entry("tokens(999)", "999"),
            Map.entry("tokens(1000)", "1k"),
            Map.entry("tokens(8421)", "8.4k"),
            Map.entry("tokens(83000)", "83k"),
            Map.entry("tokens(999600)", "1M"),
            Map.entry("tokens(1240000)", "1.2M"),
            Map.entry("cost(null)", "–"),
            Map.entry("cost(NaN)", "–"),
            Map.entry("cost(0)", "$0"),
            Map.entry("cost(0.41)", "$0.41"),
            Map.entry("cost(0.0042)", "$0.0042"),
            Map.entry("cost(0.00123)", "$0.0012"),
            Map.entry("cost(0.000001)", "<$0.00001"),
            Map.entry("cost(12.345)", "$12.35"),
            Map.entry("cost(1234.5)", "$1,235"),
            Map.entry(
                "error('a.b.HttpException: 429 {\"error\":{\"message\":\"Slow"
                    + " \\\\\"down\\\\\"\",\"code\":1}}')",
                "HttpException: 429 Slow \"down\""),
            Map.entry("error('{\"message\":\"cut of')", "{\"message\":\"cut of"),
            Map.entry("model('gpt-4o-mini-2024-07-18')", "gpt-4o-mini"),
            Map.entry("percent(1, 3)", "33%"),
            Map.entry("percent(1, 30)", "3.3%"),
            Map.entry("percent(0, 3)", "0%"),
            Map.entry("percent(0, 0)", "–"),
            Map.entry("percent(1, 100000)", "<0.1%"),
            Map.entry("plural(1, 'span')", "1 span"),
            Map.entry("plural(1200, 'span')", "1,200 spans"));
    expected.forEach(
        (call, text) -> assertThat(tab.evaluate("SL.fmt." + call)).as(call).isEqualTo(text));
  }

  private Object theme() {
    return tab.evaluate("document.documentElement.dataset.theme");
  }
}
