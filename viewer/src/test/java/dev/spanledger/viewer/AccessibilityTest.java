// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** axe finds nothing serious on any page, in either theme. */
@ExtendWith(WithChromium.class)
class AccessibilityTest {
  private static final Set<String> SERIOUS = Set.of("serious", "critical");

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void findsNothingSerious(ColorScheme theme, Chromium chromium) {
    Map<String, Object> a = Samples.trace(3), b = Samples.trace(0);
    try (ScriptedServer server = everything(a, b);
        Tab tab = chromium.tab(new Browser.NewContextOptions().setColorScheme(theme))) {
      List<String> found = new ArrayList<>();
      tab.open(server.url()).expect("tbody tr").hasCount(50);
      tab.click("summary")
          .press("j", "x", "j", "x")
          .expect("button:has-text('Compare the two')")
          .isVisible();
      found.addAll(violations(tab));
      tab.press("?").expect("dialog").isVisible();
      found.addAll(violations(tab));
      tab.press("Escape").open(server.url() + "#/sessions").expect("tbody tr").hasCount(1);
      found.addAll(violations(tab));
      tab.open(server.url() + "#/session/s-1").expect(".turn").hasCount(2);
      found.addAll(violations(tab));
      tab.open(server.url() + "#/compare/" + a.get("id") + "/" + b.get("id"))
          .expect(".steps tbody tr")
          .hasCount(5);
      tab.press("n", "n").expect(".pane .diff-added").hasCount(4);
      tab.press("d");
      found.addAll(violations(tab));
      tab.open(server.url() + "#/stats").expect(".grid tbody tr").hasCount(3);
      tab.click("summary");
      found.addAll(violations(tab));
      tab.open(server.url() + "#/live").expect(".running").containsText("step 1");
      found.addAll(violations(tab));
      tab.open(server.url() + "#/nowhere").expect(".state").isVisible();
      found.addAll(violations(tab));
      assertThat(found).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = "REDUCE")
  void standsStillForWhoAskedForIt(ReducedMotion motion, Chromium chromium) {
    try (ScriptedServer server = everything(Samples.trace(3), Samples.trace(0));
        Tab tab = chromium.tab(new Browser.NewContextOptions().setReducedMotion(motion))) {
      tab.open(server.url() + "#/live").expect(".running").containsText("step 1");
      assertThat(tab.evaluate("document.getAnimations().length")).isEqualTo(0);
    }
  }

  private static List<String> violations(Tab tab) {
    return new AxeBuilder(tab.page())
        .analyze().getViolations().stream()
            .filter(rule -> SERIOUS.contains(rule.getImpact()))
            .map(rule -> tab.page().url() + " " + described(rule))
            .toList();
  }

  private static String described(Rule rule) {
    return rule.getId()
        + ": "
        + rule.getNodes().stream().limit(3).map(node -> node.getHtml()).toList();
  }

  private static ScriptedServer everything(Map<String, Object> a, Map<String, Object> b) {
    ScriptedServer server = new ScriptedServer();
    server.answer("/api/facets", Samples.facets(100));
    server.answer("/api/traces", SampleJson.object("traces", Samples.traces(0, 50), "next", "50"));
    Object session = Samples.session("s-1", List.of(a, b));
    server.answer("/api/sessions", SampleJson.object("sessions", List.of(session), "next", "c"));
    server.answer("/api/session", SampleJson.object("session", session, "traces", List.of(a, b)));
    server.answer("/api/stats", query -> Samples.stats("agent"));
    server.answer("/api/traces/" + a.get("id") + "/skeleton", Samples.skeleton(a, "x"));
    server.answer("/api/traces/" + b.get("id") + "/skeleton", Samples.skeleton(b, "y"));
    server.answer(
        "/api/traces/" + b.get("id") + "/spans/" + Samples.spanId(b, 1),
        Samples.span(b, 1, "one\ntwo\nthree", "four"));
    server.answer(
        "/api/compare",
        SampleJson.object(
            "a",
            a,
            "b",
            b,
            "pairs",
            List.of(
                List.of(0, 0, "SAME"),
                List.of(1, -1, "REMOVED"),
                List.of(-1, 1, "ADDED"),
                List.of(2, -1, "REMOVED"),
                List.of(-1, 2, "ADDED"))));
    server.answer(
        "/api/traces/" + a.get("id") + "/spans/" + Samples.spanId(a, 1),
        Samples.span(a, 1, "one", "four"));
    Map<String, Object> hanging = Samples.liveSpan(1, true);
    hanging.put("hanging", true);
    server.feed().running(List.of(hanging));
    return server;
  }
}
