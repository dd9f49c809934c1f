// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithChromium.class)
class ComparePageTest {
  private final ScriptedServer server = new ScriptedServer();
  private final Tab tab;
  private final Map<String, Object> a = Samples.trace(1), b = Samples.trace(0);

  ComparePageTest(Chromium chromium) {
    tab = chromium.tab();
  }

  @BeforeEach
  void serve() {
    b.put("costUsd", 0.5);
    b.put("unpricedCalls", 1);
    Map<String, Object> right = Samples.skeleton(b, "search", "pay");
    right.put("duration", List.of(8, 12, 8, 8, 8));
    server.answer(
        "/api/traces/" + a.get("id") + "/skeleton", Samples.skeleton(a, "search", "refund"));
    server.answer("/api/traces/" + b.get("id") + "/skeleton", right);
    for (int i = 0; i < 5; i++) {
      server.answer(
          "/api/traces/" + a.get("id") + "/spans/" + Samples.spanId(a, i),
          Samples.span(a, i, "one\ntwo\nthree", "left"));
      server.answer(
          "/api/traces/" + b.get("id") + "/spans/" + Samples.spanId(b, i),
          Samples.span(b, i, "one\n2\nthree", "right"));
    }
    server.answer(
        "/api/compare",
        query -> {
          boolean there = query.get("a").equals(a.get("id"));
          return SampleJson.object(
              "a",
              there ? a : b,
              "b",
              there ? b : a,
              "pairs",
              List.of(
                  List.of(0, 0, "SAME"),
                  List.of(1, 1, "CHANGED"),
                  List.of(2, 2, "SAME"),
                  List.of(3, 3, "SAME"),
                  List.of(4, -1, "REMOVED"),
                  List.of(-1, 4, "ADDED")));
        });
    tab.open(server.url() + "#/compare/" + a.get("id") + "/" + b.get("id"))
        .expect(".steps tbody tr")
        .hasCount(6);
  }

  @AfterEach
  void close() {
    tab.close();
    server.close();
  }

  @Test
  void showsBothRunsAsOneTreeWithDifferences() {
    assertThat(tab.text("[role=status].muted"))
        .isEqualTo("3 the same · 1 changed · 1 only in A · 1 only in B");
    assertThat(tab.texts(".totals tbody tr:nth-child(3) td"))
        .contains("−1.0ms", "−1", "=", "+$0.25");
    assertThat(tab.text(".totals tbody tr:nth-child(2)")).contains("≥ $0.50");
    assertThat(tab.texts(".steps tbody tr:nth-child(2) td"))
        .contains("8.0ms", "12ms", "+4.0ms", "=");
    assertThat(tab.texts(".steps .mark"))
        .extracting(text -> text.isEmpty() ? "" : text.substring(0, 1))
        .containsExactly("t", "~", "t", "t", "−", "+");
    tab.assertQuiet(server.url());
  }

  @Test
  void showsWhatWasSaidDifferently() {
    tab.press("n").expect(".pane section >> nth=0").containsText("- two");
    assertThat(tab.texts(".diff-removed")).containsExactly("- two", "- assistant: left");
    assertThat(tab.texts(".diff-added")).containsExactly("+ 2", "+ assistant: right");
    tab.click("text=Open in B").at("#/trace/" + b.get("id") + "?span=" + Samples.spanId(b, 1));
  }

  @Test
  void walksByKeys() {
    tab.press("j", "j", "ArrowDown", "k").expect("tr.here td:nth-child(2)").hasText("llmchat");
    tab.press("n").expect("tr.here").containsText("execute_tool refund");
    tab.press("n").expect("tr.here").containsText("execute_tool pay");
    tab.press("N", "p").expect("tr.here").containsText("~");
    tab.press("Escape").expect(".pane").hasCount(0);
    tab.press("d").at("?only=1").expect(".steps tbody tr").hasCount(3);
    tab.press("x").at("#/compare/" + b.get("id") + "/" + a.get("id") + "?only=1");
  }

  @Test
  void opensOneSideWhereTheOtherHasNone() {
    tab.click("text=execute_tool pay").expect(".pane").containsText("only in the second");
    tab.expect(".pane a").hasText("Open in B");
    tab.expect(".diff-added").hasCount(4);
    assertThat(tab.texts(".diff-added"))
        .containsExactly("+ user: one", "+ 2", "+ three", "+ assistant: right");
  }

  @Test
  void saysWhatIsNeeded() {
    tab.open(server.url() + "#/compare/" + a.get("id"))
        .expect(".state")
        .containsText("Two traces are needed.");
    server.answer("/api/traces/7/skeleton", Samples.skeleton(a));
    server.answer("/api/traces/8/skeleton", Samples.skeleton(b));
    server.answer(
        "/api/compare",
        new ScriptedServer.Refusal(
            404,
            SampleJson.object(
                "error", "not_found", "message", "No trace 7.", "hint", "It may have expired.")));
    tab.open(server.url() + "#/compare/7/8")
        .expect(".state[role=alert]")
        .containsText("It may have expired.");
  }
}
