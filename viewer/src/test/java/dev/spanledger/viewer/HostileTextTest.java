// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * 500 ways to smuggle a script, in every field that a page shows: each is shown as the text that it
 * is.
 */
@ExtendWith(WithChromium.class)
class HostileTextTest {
  private static final List<String> WAYS =
      List.of(
          "<script>%s</script>",
          "</script><script>%s</script>",
          "<img src=x onerror=%s>",
          "<svg onload=%s>",
          "<svg><script>%s</script></svg>",
          "<iframe srcdoc='<script>parent.%s</script>'></iframe>",
          "<a href=\"javascript:%s\">x</a>",
          "javascript:%s",
          "<body onload=%s>",
          "<details open ontoggle=%s>",
          "<input autofocus onfocus=%s>",
          "<video><source onerror=%s></video>",
          "<math><mtext><script>%s</script>",
          "<style>@import 'http://evil.example/%s'</style>",
          "<link rel=stylesheet href=//evil.example/%s>",
          "<meta http-equiv=refresh content='0;url=javascript:%s'>",
          "<object data=\"javascript:%s\"></object>",
          "<embed src=//evil.example/%s>",
          "<form action=javascript:%s><button>",
          "<base href=//evil.example/%s>",
          "{{constructor.constructor('%s')()}}",
          "${%s}",
          "<!--<img src=x onerror=%s>-->",
          "<template><script>%s</script></template>",
          "<table background=//evil.example/%s>");
  private static final List<String> WRAPPINGS =
      List.of(
          "%s",
          "\"%s",
          "'%s",
          "\">%s",
          "'>%s",
          "--!>%s",
          "]]>%s",
          "</textarea>%s",
          "</title>%s",
          "</style>%s",
          "\u0000%s",
          "\u2028%s",
          "\n%s",
          "`%s`",
          "\\%s",
          "\\\">%s",
          "%%3C%s",
          "&lt;%s",
          "%s<",
          "a%sb");
  private static final List<String> PAYLOADS = payloads();

  private final ScriptedServer server = new ScriptedServer();
  private final Tab tab;

  HostileTextTest(Chromium chromium) {
    tab = chromium.tab();
  }

  @AfterEach
  void close() {
    tab.close();
    server.close();
  }

  @Test
  void areFiveHundred() {
    assertThat(PAYLOADS).hasSize(500).doesNotHaveDuplicates();
  }

  @Test
  void isTextInTheListOfTraces() {
    List<Map<String, Object>> traces =
        IntStream.range(0, 500).mapToObj(HostileTextTest::trace).toList();
    server.answer("/api/traces", SampleJson.object("traces", traces, "next", null));
    server.answer("/api/facets", facets());
    tab.open(server.url()).expect("tbody tr").hasCount(500);
    assertShown("tbody .what a");
    for (String more : tab.texts("aside button.plain:has-text('more')")) {
      tab.click("aside button:text-is('" + more + "')");
    }
    assertHarmless();
    tab.press("j", "x", "j", "x");
    assertHarmless();
  }

  @Test
  void isTextInFiltersOfTheAddress() {
    server.answer("/api/traces", SampleJson.object("traces", List.of(), "next", null));
    server.answer("/api/facets", SampleJson.object("total", 0));
    for (int i = 0; i < 500; i += 25) {
      String payload = PAYLOADS.get(i + i / 25);
      tab.page()
          .evaluate(
              "p => { location.hash = '#/traces?agent=' + encodeURIComponent(p) + '&q=' +"
                  + " encodeURIComponent(p) }",
              payload);
      tab.open(server.url() + "#/" + "traces")
          .page()
          .evaluate("p => SL.route.go('traces', [], {agent: p, q: p, from: p, minMs: p})", payload);
      tab.expect(".condition").hasCount(3);
      tab.page().evaluate("p => SL.route.go(p, [p])", payload);
      tab.expect(".state").isVisible();
      assertHarmless();
    }
  }

  @Test
  void isTextInSessions() {
    List<Map<String, Object>> traces =
        IntStream.range(0, 500).mapToObj(HostileTextTest::trace).toList();
    List<Object> sessions = new ArrayList<>();
    for (String payload : PAYLOADS) {
      Map<String, Object> session = Samples.session(payload, List.of(Samples.trace(0)));
      session.put("user", payload);
      session.put("agents", List.of(payload));
      sessions.add(session);
    }
    server.answer("/api/sessions", SampleJson.object("sessions", sessions, "next", null));
    server.answer("/api/session", SampleJson.object("session", sessions.get(2), "traces", traces));
    tab.open(server.url() + "#/sessions").expect("tbody tr").hasCount(500);
    assertShown("tbody td:first-child a");
    tab.open(server.url() + "#/session/x").expect(".turn").hasCount(500);
    assertShown(".said.asked pre");
  }

  @Test
  void isTextInComparisons() {
    Map<String, Object> a = trace(0), b = trace(1);
    Map<String, Object> left = Samples.skeleton(a, PAYLOADS.subList(0, 250).toArray(String[]::new));
    server.answer("/api/traces/" + a.get("id") + "/skeleton", left);
    server.answer(
        "/api/traces/" + b.get("id") + "/skeleton",
        Samples.skeleton(b, PAYLOADS.subList(250, 500).toArray(String[]::new)));
    List<Object> pairs = new ArrayList<>(List.of(List.of(0, 0, "CHANGED")));
    for (int i = 1; i < 501; i++) {
      pairs.add(List.of(i, -1, "REMOVED"));
      pairs.add(List.of(-1, i, "ADDED"));
    }
    server.answer("/api/compare", SampleJson.object("a", a, "b", b, "pairs", pairs));
    server.answer(
        "/api/traces/" + a.get("id") + "/spans/" + Samples.spanId(a, 0),
        Samples.span(a, 0, String.join("\n", PAYLOADS), "x"));
    server.answer(
        "/api/traces/" + b.get("id") + "/spans/" + Samples.spanId(b, 0),
        Samples.span(b, 0, "x", String.join("\n", PAYLOADS)));
    tab.open(server.url() + "#/compare/" + a.get("id") + "/" + b.get("id"))
        .expect(".steps tbody tr")
        .not()
        .hasCount(0);
    tab.press("n").expect(".pane .diff").hasCount(2);
    assertHarmless();
    for (int i = 0; i < 30; i++) {
      tab.evaluate("document.querySelector('.scroll').scrollTop += 800");
      assertHarmless();
    }
  }

  @Test
  void isTextInStats() {
    Map<String, Object> stats = Samples.stats("agent");
    stats.put("by", "model");
    stats.put(
        "rows",
        PAYLOADS.stream().map(p -> SampleJson.object("name", p, "calls", 1, "errors", 0)).toList());
    server.answer("/api/stats", stats);
    tab.open(server.url() + "#/stats").expect(".grid tbody tr").hasCount(500);
    assertShown(".grid tbody a");
  }

  @Test
  void isTextInTheLiveFeed() {
    tab.open(server.url() + "#/live").expect(".badge.live").isVisible();
    server
        .feed()
        .spans(IntStream.range(0, 500).mapToObj(n -> live(n, n % 10 == 0)).toList(), List.of());
    tab.expect(".running tbody tr").hasCount(50);
    for (int i = 0; i < 20; i++) {
      assertHarmless();
      tab.evaluate("document.querySelectorAll('.scroll')[0].scrollTop += 700");
    }
  }

  @Test
  void isTextInErrorsAndNames() {
    for (int i = 0; i < 500; i += 20) {
      String payload = PAYLOADS.get(i + i / 20 % 20);
      server.answer(
          "/api/meta",
          SampleJson.object("database", payload, "project", payload, "version", payload));
      server.answer(
          "/api/stats",
          new ScriptedServer.Refusal(
              400, SampleJson.object("error", payload, "message", payload, "hint", payload)));
      tab.open(server.url() + "#/stats").page().reload();
      tab.expect(".state").isVisible();
      tab.expect(".where").not().isEmpty();
      assertHarmless();
    }
  }

  /** What is shown is what was said, and no element but the page's own came to be. */
  private void assertShown(String selector) {
    List<?> shown =
        (List<?>)
            tab.page()
                .evaluate(
                    "s => [...document.querySelectorAll(s)].map(e => e.textContent)", selector);
    for (int i = 0; i < 500; i++) {
      assertThat((String) shown.get(i)).contains(PAYLOADS.get(i).replace("\u0000", "\u0000"));
    }
    assertHarmless();
  }

  private void assertHarmless() {
    assertThat(tab.evaluate("window.pwned")).isNull();
    assertThat(
            tab.evaluate(
                "document.querySelectorAll('body img, body iframe, #app script, #app style, #app"
                    + " link, #app meta, #app object, #app embed, #app form, #app base, #app video,"
                    + " #app math, #app template').length"))
        .isEqualTo(0);
    assertThat(
            tab.evaluate(
                "[...document.querySelectorAll('#app *')].flatMap(e => [...e.attributes]).filter(a"
                    + " => a.name.startsWith('on') || /^\\s*javascript:/i.test(a.name === 'href' ?"
                    + " a.value : '')).length"))
        .isEqualTo(0);
    assertThat(tab.requests()).allMatch(url -> url.startsWith(server.url()));
    assertThat(tab.complaints())
        .allMatch(said -> said.startsWith("Failed to load resource: the server responded"));
  }

  private static Map<String, Object> trace(int n) {
    String payload = PAYLOADS.get(n);
    Map<String, Object> trace = Samples.trace(n);
    for (String field :
        List.of(
            "name",
            "session",
            "user",
            "agent",
            "service",
            "environment",
            "firstError",
            "input",
            "output")) {
      trace.put(field, payload);
    }
    trace.put("status", n % 7 == 0 ? payload : "ERROR");
    trace.put("tags", List.of(payload));
    trace.put("models", List.of(payload, payload));
    return trace;
  }

  private static Map<String, Object> facets() {
    Map<String, Object> facets = Samples.facets(500);
    for (String field : List.of("status", "agent", "model", "service", "environment", "tag")) {
      facets.put(field, PAYLOADS.stream().map(payload -> List.of(payload, 1)).toList());
    }
    return facets;
  }

  private static Map<String, Object> live(int n, boolean running) {
    String payload = PAYLOADS.get(n);
    Map<String, Object> span = Samples.liveSpan(n, running);
    for (String field : List.of("name", "kind", "model", "agent", "error")) {
      span.put(field, payload);
    }
    span.put("status", running ? "RUNNING" : n % 2 == 0 ? "ERROR" : payload);
    return span;
  }

  private static List<String> payloads() {
    List<String> payloads = new ArrayList<>();
    for (String way : WAYS) {
      for (String wrapping : WRAPPINGS) {
        payloads.add(wrapping.replace("%s", way.replace("%s", "pwned=1")));
      }
    }
    return payloads;
  }
}
