// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static dev.spanledger.viewer.DrawnRun.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a span says is text, in every field and everywhere on the page. The browser is told to pass
 * over the page's policy here: it would hide that something runs.
 */
@ExtendWith(WithChromium.class)
class TraceHostileTest {
  private static final List<String> TEXTS = HostileTexts.all();
  private final Chromium chromium;

  TraceHostileTest(Chromium chromium) {
    this.chromium = chromium;
  }

  @Test
  void nothingThatASpanSaysRuns() {
    assertThat(TEXTS).hasSize(500).doesNotHaveDuplicates();
    try (OpenRun open = OpenRun.withoutPolicy(chromium.browser(), run())) {
      open.page.evaluate("() => { window.hits = []; window.hit = (n) => window.hits.push(n); }");
      for (String tab : List.of("tree", "table", "graph", "transcript", "flame")) {
        open.page.evaluate("(tab) => SL.trace.current.set({ tab }, 'tab')", tab);
        scrollThrough(open);
        assertUnharmed(open, tab);
      }
      for (String pane : List.of("Messages", "Io", "Attributes", "Events", "Raw", "Links", "Why")) {
        open.page.evaluate(SHOW_EACH, pane + "Pane");
        assertUnharmed(open, pane);
      }
      open.page.evaluate(SHOW_EACH, "Summary");
      assertUnharmed(open, "summary");
      assertThat(open.complaints).isEmpty();
    }
  }

  /** Shows a pane of each span, one after another. */
  private static final String SHOW_EACH =
      """
      async (name) => {
        const view = SL.trace.current, { model } = view;
        const { spans } = (await SL.api.data()).traces[0];
        const place = document.body.appendChild(document.createElement('div'));
        for (let slot = 0; slot < model.n; slot++) {
          view.selected = slot;
          SL.render(null, place);
          SL.render(SL.h(SL.trace[name], { view, slot, detail: spans[model.id[slot]] }), place);
          for (const closed of place.querySelectorAll('details')) closed.open = true;
          if (slot % 25 === 0) await new Promise((done) => setTimeout(done));
        }
        await new Promise((done) => setTimeout(done, 50));
        if (!place.textContent) throw new Error('nothing was shown');
        for (const each of place.querySelectorAll('*')) window.odd(each);
        place.remove();
      }""";

  private static void scrollThrough(OpenRun open) {
    open.page.evaluate(
        """
        async () => {
          const own = /^(A|ARTICLE|B|BLOCKQUOTE|BR|BUTTON|CANVAS|CODE|DETAILS|DD|DIV|DL|DT|EM|H1|H2|H3|HEADER|HR|I|INPUT|LI|OL|P|PRE|SECTION|SPAN|STRONG|SUMMARY|TABLE|TBODY|TD|TH|THEAD|TIME|TR|UL|svg|path|g|rect|text|ASIDE|KBD|NAV|MAIN)$/;
          window.found = [];
          window.odd = (each) => {
            if (!own.test(each.tagName)) window.found.push(each.outerHTML.slice(0, 200));
            for (const { name, value } of each.attributes) {
              if (/^on/i.test(name) || (/^(href|src|action|data|formaction)$/i.test(name) && !/^#/.test(value))) window.found.push(each.outerHTML.slice(0, 200));
            }
          };
          const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
          await frame();
          const box = document.querySelector('.tg, .st, .transcript, .graph, .fl');
          for (let top = 0, n = 0; top <= box.scrollHeight && n < 60; top += 500, n++) {
            box.scrollTop = top;
            await frame();
            for (const each of box.querySelectorAll('*')) window.odd(each);
          }
        }""");
  }

  private static void assertUnharmed(OpenRun open, String where) {
    assertThat((List<?>) open.page.evaluate("window.hits")).as(where).isEmpty();
    assertThat((List<?>) open.page.evaluate("window.found")).as(where).isEmpty();
  }

  private static DrawnRun run() {
    DrawnRun run = new DrawnRun();
    run.span(-1, "AGENT", TEXTS.get(0), 0, 1000);
    for (int i = 0; i < TEXTS.size(); i++) {
      String text = quoted(TEXTS.get(i));
      String kind = List.of("LLM", "TOOL", "AGENT").get(i % 3);
      int span = run.span(0, kind, TEXTS.get(i), i, 1);
      for (String column : List.of("model", "agent", "call")) {
        run.set(span, column, text);
      }
      run.set(span, "error", text);
      if (i % 7 == 0) {
        run.set(span, "kind", text).set(span, "status", text);
      }
      say(run, span, text);
      run.finding(TEXTS.get(i), TEXTS.get(i), span);
    }
    for (String field : List.of("name", "session", "user", "agent", "service", "environment")) {
      run.trace(field, quoted(TEXTS.get(1)));
    }
    return run.trace("models", "[" + quoted(TEXTS.get(2)) + "]");
  }

  private static void say(DrawnRun run, int span, String text) {
    String key = "{%s:%s,\"n\":{%s:[%s]}}".formatted(text, text, text, text);
    String parts =
        """
        [{"type":"text","content":%1$s},{"type":"reasoning","content":%1$s},{"type":%1$s,"content":%1$s},\
        {"type":"tool_call","id":%1$s,"name":%1$s,"arguments":%1$s},{"type":"tool_call_response","id":%1$s,"response":%1$s},\
        {"type":"blob","mime_type":%1$s,"content":%1$s},{"type":"uri","uri":%1$s},\
        {"type":"text","content":{"__html":%1$s,"dangerouslySetInnerHTML":{"__html":%1$s}}},%1$s]"""
            .formatted(text);
    String messages =
        """
        [{"role":%1$s,"name":%1$s,"finish_reason":%1$s,"parts":%2$s},{"role":{"type":"img","props":{"src":"x","onerror":%1$s}},"parts":[]}]"""
            .formatted(text, parts);
    run.say(span, "input", messages)
        .say(span, "output", span % 2 == 0 ? messages : key)
        .say(span, "systemInstructions", parts)
        .say(span, "toolDefinitions", "[{\"name\":%s,\"description\":%s}]".formatted(text, text))
        .say(span, "attributes", key)
        .say(
            span,
            "columns",
            "{\"cost_status\":%1$s,\"price_ref\":%1$s,\"cost_usd\":1,%1$s:%1$s}".formatted(text))
        .say(span, "resource", key)
        .say(span, "events", "[{\"name\":%s,\"attributes\":%s}]".formatted(text, key))
        .say(
            span,
            "links",
            "[{\"traceId\":%1$s,\"spanId\":%1$s,\"attributes\":%2$s}]".formatted(text, key))
        .say(span, "error", "{\"type\":%1$s,\"message\":%1$s,\"stack\":%1$s}".formatted(text))
        .say(
            span,
            "toolCalls",
            "[{\"callId\":%s,\"spanId\":%s}]".formatted(text, quoted(DrawnRun.id(span))))
        .say(
            span,
            "calledBy",
            "{\"spanId\":%s,\"callId\":%s}".formatted(quoted(DrawnRun.id(span)), text));
  }
}
