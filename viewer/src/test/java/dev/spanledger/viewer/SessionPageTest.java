// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithChromium.class)
class SessionPageTest {
  private static final String ID = "s/1 ä?";

  private final ScriptedServer server = new ScriptedServer();
  private final Tab tab;

  SessionPageTest(Chromium chromium) {
    tab = chromium.tab();
  }

  @AfterEach
  void close() {
    tab.close();
    server.close();
  }

  @Test
  void listsSessionsAndOpensOne() {
    var turns = List.of(Samples.trace(2), Samples.trace(1));
    Object session = Samples.session(ID, turns);
    server.answer(
        "/api/sessions",
        SampleJson.object(
            "sessions", List.of(session, Samples.session("s-2", turns)), "next", "c2"));
    server.answer("/api/session", SampleJson.object("session", session, "traces", turns));
    tab.open(server.url() + "#/sessions").expect("tbody tr").hasCount(2);
    assertThat(tab.text("tbody tr")).contains(ID, "ada", "220", "$0.50", "2.00s");
    tab.press("j", "j", "k", "Enter").at("#/session/s%2F1%20%C3%A4%3F");
    tab.expect("h1").hasText("Session " + ID);
    tab.assertQuiet(server.url());
  }

  @Test
  void findsAndPagesSessions() {
    Object session = Samples.session("s-1", List.of(Samples.trace(0)));
    server.answer("/api/sessions", SampleJson.object("sessions", List.of(session), "next", "c2"));
    tab.open(server.url() + "#/sessions").expect("tbody tr").hasCount(1);
    tab.press("/", "a", "d", "a", "Enter").at("#/sessions?q=ada");
    tab.click("button:has-text('Next')")
        .at("cursor=c2")
        .click("button:has-text('First page')")
        .at("#/sessions?q=ada");
    tab.page().waitForCondition(() -> server.asked().contains("/api/sessions{cursor=c2, q=ada}"));
  }

  @Test
  void showsTheConversationWithItsGaps() {
    Map<String, Object> first = Samples.trace(9),
        second = Samples.trace(8),
        third = Samples.trace(7);
    third.put("start", (long) second.get("start") + 1500);
    first.put("input", "x".repeat(199) + "…");
    server.answer(
        "/api/session",
        SampleJson.object(
            "session",
            Samples.session("s-1", List.of(first)),
            "traces",
            List.of(first, second, third)));
    tab.open(server.url() + "#/session/s-1").expect(".turn").hasCount(3);
    assertThat(tab.texts(".gap")).containsExactly("59.0s idle");
    assertThat(tab.text(".turn:last-child"))
        .contains("Where is order 7?", "It is on its way.", "HTTP 429", "117 tok", "$0.25");
    tab.press("j", "j", "k", "Enter").at("#/trace/" + first.get("id"));
  }

  @Test
  void readsAWholeMessageOnDemand() {
    Map<String, Object> turn = Samples.trace(0);
    turn.put("input", "x".repeat(199) + "…");
    server.answer(
        "/api/session",
        SampleJson.object(
            "session", Samples.session("s-1", List.of(turn)), "traces", List.of(turn)));
    String path = "/api/traces/" + turn.get("id");
    server.answer(path + "/skeleton", Samples.skeleton(turn, "a"));
    server.answer(
        path + "/spans/" + Samples.spanId(turn, 0),
        Samples.span(turn, 0, "the whole question", "answer"));
    tab.open(server.url() + "#/session/s-1").click("button:has-text('whole input')");
    tab.expect(".said.asked pre").hasText("user: the whole question");
  }

  @Test
  void saysHowTracesGetASession() {
    server.answer("/api/sessions", SampleJson.object("sessions", List.of(), "next", null));
    tab.open(server.url() + "#/sessions").expect(".state").containsText("session.id");
    tab.open(server.url() + "#/session/none")
        .expect(".state[role=alert]")
        .containsText("Nothing at");
  }
}
