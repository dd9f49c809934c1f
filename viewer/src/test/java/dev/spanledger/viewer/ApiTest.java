// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.EndlessTraces;
import dev.spanledger.testkit.spans.AgentRun;
import dev.spanledger.testkit.spans.SpanMother;
import io.opentelemetry.api.trace.SpanContext;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the server answers about real traces, over HTTP. */
class ApiTest {

  @EachDatabase
  void saysWhatItIs(TestDatabase database) throws Exception {
    try (Viewed viewed = Viewed.of(database, viewer -> viewer.project("shop"))) {
      JsonNode meta = viewed.get("/api/meta");
      assertThat(meta.get("dialect").asText()).isIn("sqlite", "postgresql");
      assertThat(meta.get("live").asBoolean()).isTrue();
      assertThat(meta.get("project").asText()).isEqualTo("shop");
      assertThat(meta.get("exports").get(0).asText()).isEqualTo("html");
    }
  }

  @EachDatabase
  void aQuestionThatTakesTooLongIsGivenUpAndTheNextIsAnswered(TestDatabase database)
      throws Exception {
    try (Viewed viewed =
        Viewed.of(database, viewer -> viewer.queryTimeout(Duration.ofMillis(200)).concurrency(1))) {
      viewed.mother.weatherRun();
      viewed.stored();
      try (EndlessTraces endless = new EndlessTraces(database.dataSource())) {
        endless.begin();
        HttpResponse<String> answer = viewed.ask("/api/traces");
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(Viewed.JSON.readTree(answer.body()).get("error").asText()).isEqualTo("timeout");
        assertThat(answer.body()).contains("Ask for less");
      }
      assertThat(viewed.get("/api/traces").get("traces")).hasSize(1);
    }
  }

  @EachDatabase
  void listsTracesByThePageAndTheirFacets(TestDatabase database) throws Exception {
    try (Viewed viewed = Viewed.of(database)) {
      for (int i = 0; i < 3; i++) {
        viewed.mother.weatherRun();
      }
      SpanContext failing = viewed.mother.failingRun();
      viewed.stored();
      List<String> ids = new ArrayList<>();
      String cursor = "";
      do {
        JsonNode page = viewed.get("/api/traces?limit=2" + cursor);
        page.get("traces").forEach(trace -> ids.add(trace.get("id").asText()));
        cursor = page.has("next") ? "&cursor=" + encoded(page.get("next").asText()) : "";
      } while (!cursor.isEmpty());
      assertThat(ids).hasSize(4).doesNotHaveDuplicates();
      assertThat(ids.get(0)).isEqualTo(failing.getTraceId());

      JsonNode failed = viewed.get("/api/traces?status=ERROR");
      assertThat(failed.get("traces")).hasSize(1);
      JsonNode trace = failed.get("traces").get(0);
      assertThat(trace.get("firstError").asText()).isNotBlank();
      assertThat(trace.get("durationMs").asDouble()).isPositive();
      assertThat(trace.get("start").asDouble())
          .isGreaterThanOrEqualTo((double) SpanMother.START.toEpochMilli());
      JsonNode facets = viewed.get("/api/facets");
      assertThat(facets.get("total").asInt()).isEqualTo(4);
      assertThat(facets.get("status").toString()).contains("[\"ERROR\",1]");
      int all = 0;
      for (JsonNode count : facets.get("histogram").get("total")) {
        all += count.asInt();
      }
      assertThat(all).isEqualTo(4);
    }
  }

  @EachDatabase
  void answersATraceAsColumns(TestDatabase database) throws Exception {
    try (Viewed viewed = Viewed.of(database)) {
      String id = viewed.mother.failingRun().getTraceId();
      JsonNode skeleton = viewed.stored().get("/api/traces/" + id + "/skeleton");
      int n = skeleton.get("n").asInt();
      assertThat(n).isGreaterThan(2);
      for (String column :
          List.of(
              "id",
              "parent",
              "start",
              "duration",
              "kind",
              "status",
              "name",
              "model",
              "agent",
              "call",
              "in",
              "out",
              "cacheRead",
              "reasoning",
              "cost",
              "counted",
              "flags")) {
        assertThat(skeleton.get(column)).as(column).hasSize(n);
      }
      int firstErrors = 0;
      for (int i = 0; i < n; i++) {
        assertThat(skeleton.get("parent").get(i).asInt()).isLessThan(i);
        int kind = skeleton.get("kind").get(i).asInt();
        assertThat(skeleton.get("dict").get(kind).asText()).isUpperCase();
        firstErrors += (skeleton.get("flags").get(i).asInt() & 8) != 0 ? 1 : 0;
      }
      assertThat(firstErrors).isOne();
      assertThat(skeleton.get("error")).isNotEmpty();
      JsonNode why = viewed.get("/api/traces/" + id + "/why").get("findings").get(0);
      assertThat(why.get("type").asText()).isEqualTo("FIRST_ERROR");
      int failed = why.get("spans").get(0).asInt();
      assertThat(why.get("ids").get(0)).isEqualTo(skeleton.get("id").get(failed));
    }
  }

  @EachDatabase
  void answersASpanWithWhatItHasToDoWith(TestDatabase database) throws Exception {
    try (Viewed viewed = Viewed.of(database)) {
      String id;
      try (AgentRun run = viewed.mother.agent("helper")) {
        id = run.spanContext().getTraceId();
        run.ask("Where is it?").tool("find", "{\"what\":\"it\"}", "in Ulm").chat("In Ulm.");
      }
      JsonNode skeleton = viewed.stored().get("/api/traces/" + id + "/skeleton");
      String spans = "/api/traces/" + id + "/spans/";
      JsonNode first = viewed.get(spans + spanId(skeleton, "LLM", 0));
      JsonNode tool = viewed.get(spans + spanId(skeleton, "TOOL", 0));
      JsonNode second = viewed.get(spans + spanId(skeleton, "LLM", 1));
      assertThat(first.get("toolCalls").get(0).get("spanId")).isEqualTo(tool.get("id"));
      assertThat(first.get("input").get(0).toString()).contains("Where is it?");
      assertThat(first.get("newFrom").asInt()).isZero();
      assertThat(first.has("previous")).isFalse();
      assertThat(tool.get("calledBy").get("spanId")).isEqualTo(first.get("id"));
      assertThat(tool.get("output").toString()).contains("in Ulm");
      assertThat(second.get("previous")).isEqualTo(first.get("id"));
      assertThat(second.get("newFrom").asInt()).isEqualTo(2);
      assertThat(second.get("columns").get("model").asText()).isEqualTo("gpt-4o");
      assertThat(second.get("systemInstructions").toString()).contains("helpful");
      assertThat(second.get("resource").toString()).contains("span-mother");

      JsonNode calls = viewed.get("/api/traces/" + id + "/transcript").get("calls");
      assertThat(calls).hasSize(2);
      assertThat(calls.get(1).get("newFrom").asInt()).isEqualTo(2);
      JsonNode found = viewed.get("/api/traces/" + id + "/search?q=in%20Ulm");
      assertThat(found.get("total").asInt()).isPositive();
      JsonNode match = found.get("matches").get(0);
      assertThat(skeleton.get("id").get(match.get("index").asInt())).isEqualTo(match.get("id"));
    }
  }

  @EachDatabase
  void cutsLongPayloadsAndReadsThemOn(TestDatabase database) throws Exception {
    try (Viewed viewed = Viewed.of(database)) {
      String id = viewed.mother.hugeRun(180_000).getTraceId();
      JsonNode skeleton = viewed.stored().get("/api/traces/" + id + "/skeleton");
      String path = null;
      JsonNode cut = null;
      for (JsonNode span : skeleton.get("id")) {
        String each = "/api/traces/" + id + "/spans/" + span.asText();
        JsonNode detail = viewed.get(each);
        if (detail.has("cut")) {
          path = each;
          cut = detail;
        }
      }
      assertThat(path).isNotNull();
      String field = cut.get("cut").fieldNames().next();
      int length = cut.get("cut").get(field).get("length").asInt();
      StringBuilder whole = new StringBuilder(cut.get(field).asText());
      JsonNode next = cut.get("cut").get(field).get("next");
      while (!next.isNull()) {
        String query = "/text?field=" + field + "&limit=9999&offset=" + next.asInt();
        JsonNode part = viewed.get(path + query);
        whole.append(part.get("text").asText());
        next = part.get("next");
      }
      assertThat(whole).hasSize(length);
      assertThat(Viewed.JSON.readTree(whole.toString())).isNotEmpty();
    }
  }

  @EachDatabase
  void comparesTracesAndFollowsSessionsAndFigures(TestDatabase database) throws Exception {
    try (Viewed viewed = Viewed.of(database)) {
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        try (AgentRun run = viewed.mother.agent("helper").session("s/ 1", "ada")) {
          ids.add(run.spanContext().getTraceId());
          run.ask("Question " + i).chat("Answer " + i);
        }
      }
      viewed.stored();
      JsonNode compared = viewed.get("/api/compare?a=" + ids.get(0) + "&b=" + ids.get(1));
      assertThat(compared.get("pairs").toString()).contains("CHANGED").doesNotContain("ADDED");
      JsonNode sessions = viewed.get("/api/sessions");
      assertThat(sessions.get("sessions").get(0).get("traces").asInt()).isEqualTo(2);
      JsonNode session = viewed.get("/api/session?id=s%2F%201");
      assertThat(session.get("session").get("agents").get(0).asText()).isEqualTo("helper");
      assertThat(session.get("traces").get(0).get("id").asText()).isEqualTo(ids.get(0));
      JsonNode stats =
          viewed.get(
              "/api/stats?by=model&from="
                  + SpanMother.START.toEpochMilli()
                  + "&until="
                  + SpanMother.START.plusSeconds(7_200).toEpochMilli());
      assertThat(stats.get("rows").get(0).get("name").asText()).isEqualTo("gpt-4o");
      assertThat(stats.get("rows").get(0).get("calls").asInt()).isEqualTo(2);
      assertThat(stats.get("series").get("calls").get(0).asInt()).isEqualTo(2);
    }
  }

  @EachDatabase
  void findsASessionWhateverItIsCalled(TestDatabase database) throws Exception {
    try (Viewed viewed = Viewed.of(database)) {
      for (String id : List.of("..", "../x", "a/../b", "%41+ ä")) {
        try (AgentRun run = viewed.mother.agent("helper").session(id, "ada")) {
          run.ask("Question").chat("Answer");
        }
      }
      viewed.stored();
      for (String id :
          List.of("%252E%252E", "%252E%252E%2Fx", "a%2F%252E%252E%2Fb", "%252541%2520")) {
        assertThat(viewed.ask("/api/session?id=" + id).statusCode())
            .as(id)
            .isEqualTo(id.startsWith("%252541") ? 404 : 200);
      }
      JsonNode named = viewed.get("/api/session?id=%252541%252B%2520%25C3%25A4").get("session");
      assertThat(named.get("session").asText()).isEqualTo("%41+ ä");
      refused(viewed, "/api/session?id=%25zz", 400, "'id'");
      assertThat(viewed.get("/api/sessions").at("/sessions/0").has("agents")).isFalse();
    }
  }

  @EachDatabase
  void takesWhatSaysNothingOfFailingForOk(TestDatabase database) throws Exception {
    try (Viewed viewed = Viewed.of(database)) {
      viewed.mother.weatherRun();
      viewed.mother.failingRun();
      viewed.stored();
      JsonNode ok = viewed.get("/api/traces?status=OK").get("traces");
      assertThat(ok.findValuesAsText("status")).containsExactly("UNSET");
      assertThat(viewed.get("/api/traces?status=UNSET").get("traces")).hasSize(1);
      assertThat(viewed.get("/api/facets").get("status").toString())
          .contains("[\"OK\",1]", "[\"ERROR\",1]")
          .doesNotContain("UNSET");
    }
  }

  @EachDatabase
  void namesWhatIsWrongWithAQuestion(TestDatabase database) throws Exception {
    try (Viewed viewed = Viewed.of(database)) {
      String id = viewed.mother.weatherRun().getTraceId();
      viewed.stored();
      refused(viewed, "/api/traces?limit=201", 400, "'limit'");
      refused(viewed, "/api/traces?limit=x", 400, "'limit'");
      refused(viewed, "/api/traces?colour=red", 400, "'colour'");
      refused(viewed, "/api/traces?agent=a&agent=b", 400, "'agent'");
      refused(viewed, "/api/traces?status=BROKEN", 400, "'status'");
      refused(viewed, "/api/traces?cursor=nonsense", 400, "'cursor'");
      refused(viewed, "/api/traces?minMs=-1", 400, "'minMs'");
      refused(viewed, "/api/traces?sort=colour", 400, "'sort'");
      refused(viewed, "/api/traces/xyz/skeleton", 400, "'id'");
      refused(viewed, "/api/traces/" + "0".repeat(32) + "/skeleton", 404, "trace");
      refused(viewed, "/api/traces/" + id + "/spans/" + "0".repeat(16), 404, "span");
      refused(viewed, "/api/traces/" + id + "/search?q=(&regex=1", 400, "'q'");
      refused(viewed, "/api/traces/" + id + "/search", 400, "'q'");
      refused(viewed, "/api/traces/" + id + "/export/exe", 400, "'format'");
      refused(viewed, "/api/stats?by=colour", 400, "'by'");
      refused(viewed, "/api/nothing", 404, "path");
    }
  }

  @EachDatabase
  void handsOutTracesAsFiles(TestDatabase database) throws Exception {
    Download text =
        new Download("text/plain", "txt", (traceId, out) -> out.write(traceId.getBytes(UTF_8)));
    try (Viewed viewed = Viewed.of(database, viewer -> viewer.download("text", text))) {
      String id = viewed.mother.weatherRun().getTraceId();
      HttpResponse<String> file = viewed.stored().ask("/api/traces/" + id + "/export/text");
      assertThat(file.body()).isEqualTo(id);
      assertThat(file.headers().firstValue("content-disposition"))
          .hasValue("attachment; filename=\"" + id + ".txt\"");
      HttpResponse<String> html = viewed.ask("/api/traces/" + id + "/export/html");
      assertThat(html.body()).contains("id=\"data\">");
      refused(viewed, "/api/traces/" + "0".repeat(32) + "/export/text", 404, "trace");
    }
  }

  @EachDatabase
  void compressesWhatIsLong(TestDatabase database) throws Exception {
    try (Viewed viewed = Viewed.of(database)) {
      String id = viewed.mother.longRun(30).getTraceId();
      viewed.stored();
      String path = "/api/traces/" + id + "/skeleton";
      HttpResponse<byte[]> packed =
          viewed
              .client()
              .send(
                  viewed.request(path).header("Accept-Encoding", "gzip").build(),
                  HttpResponse.BodyHandlers.ofByteArray());
      assertThat(packed.headers().firstValue("content-encoding")).hasValue("gzip");
      assertThat(packed.body().length).isLessThan(viewed.ask(path).body().length() / 2);
    }
  }

  private static void refused(Viewed viewed, String path, int status, String named)
      throws Exception {
    HttpResponse<String> response = viewed.ask(path);
    assertThat(response.statusCode()).as(path).isEqualTo(status);
    JsonNode error = Viewed.JSON.readTree(response.body());
    assertThat(error.get("error").asText())
        .as(path)
        .isEqualTo(status == 404 ? "not_found" : "bad_request");
    assertThat(error.get("message").asText()).as(path).contains(named);
  }

  private static String spanId(JsonNode skeleton, String kind, int which) {
    int found = 0;
    for (int i = 0; i < skeleton.get("n").asInt(); i++) {
      int number = skeleton.get("kind").get(i).asInt();
      if (skeleton.get("dict").get(number).asText().equals(kind) && found++ == which) {
        return skeleton.get("id").get(i).asText();
      }
    }
    throw new AssertionError("no " + kind + " " + which);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
