// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import com.microsoft.playwright.Browser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures, and prints, how long a run of 100,000 spans takes to open, and what a frame takes while
 * somebody scrolls and zooms: from the frame's beginning until it is drawn, as the page's thread
 * sees it, beside what an idle frame takes on this machine. A program, no test; the first argument
 * is the number of spans.
 */
final class TraceFrames {
  private static final Map<String, String> MOVES = new LinkedHashMap<>();

  static {
    MOVES.put("idle", "");
    MOVES.put("scroll by 3 rows", "el.scrollTop = k * 78");
    MOVES.put("scroll by pages", "el.scrollTop = k * 9000");
    MOVES.put("zoom", "zoom(k)");
    MOVES.put("scroll and zoom", "el.scrollTop = k * 900; zoom(k)");
    MOVES.put("select the next row", "v.step(1)");
    MOVES.put("idle again", "");
  }

  private static final String FRAMES =
      """
      async () => {
        const v = SL.trace.current, el = document.querySelector('.tg'), took = [];
        const zoom = (k) => { const w = v.axis.length / 2 * Math.pow(0.96, k %% 120); v.zoom(v.axis.length / 2 - w, v.axis.length / 2 + w); };
        for (let k = 0; k < 300; k++) {
          took.push(await new Promise((done) => requestAnimationFrame((began) => {
            %s;
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => done(performance.now() - began);
            port2.postMessage(0); // runs when this frame has been drawn
          })));
        }
        took.sort((a, b) => a - b);
        return [0.5, 0.95, 0.99].map((share) => took[Math.floor(took.length * share)]);
      }""";

  private TraceFrames() {}

  public static void main(String[] arguments) {
    int spans = arguments.length == 0 ? 100_000 : Integer.parseInt(arguments[0]);
    DrawnRun run = DrawnRuns.large(spans, 42);
    String skeleton = run.skeleton();
    try (Chromium chromium = Chromium.open();
        ScriptedServer server = new ScriptedServer();
        Tab tab = chromium.tab(new Browser.NewContextOptions().setViewportSize(1400, 860))) {
      String path = "/api/traces/" + DrawnRun.ID;
      server.answer(path + "/skeleton", query -> new DrawnRun.Json(skeleton));
      server.answer(path + "/why", query -> new DrawnRun.Json("{\"findings\":[]}"));
      tab.open(server.url() + "#/stats");
      tab.page().waitForTimeout(500);
      System.out.printf(
          "%d spans, %.1f MB of JSON, opened in %.0f ms%n",
          spans, skeleton.length() / 1e6, opened(tab));
      tab.page().waitForTimeout(500);
      tab.press("]");
      tab.page().waitForTimeout(500);
      MOVES.forEach((move, script) -> System.out.printf("%-20s %s%n", move, frames(tab, script)));
      System.out.println(
          tab.evaluate(
              "'rows mounted ' + document.querySelectorAll('.tg-row').length + ', heap ' + Math.round(performance.memory.usedJSHeapSize / 1e6) + ' MB'"));
    }
  }

  private static double opened(Tab tab) {
    return ((Number)
            tab.page()
                .evaluate(
                    """
                    async (id) => {
                      const began = performance.now(), frame = () => new Promise((done) => requestAnimationFrame(done));
                      location.hash = '#/trace/' + id;
                      while (!document.querySelector('.tg-row .tg-text')) await frame();
                      await frame();
                      return performance.now() - began;
                    }""",
                    DrawnRun.ID))
        .doubleValue();
  }

  private static String frames(Tab tab, String script) {
    List<?> took = (List<?>) tab.page().evaluate(FRAMES.formatted(script));
    return "ms a frame: p50 %.1f  p95 %.1f  p99 %.1f"
        .formatted(took.stream().map(ms -> ((Number) ms).doubleValue()).toArray());
  }
}
