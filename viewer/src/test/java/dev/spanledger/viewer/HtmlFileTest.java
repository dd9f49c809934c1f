// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spanledger.provider.Spanledger;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceRow;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.spans.Corpus;
import dev.spanledger.testkit.spans.OtlpReplay;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

class HtmlFileTest {
  private static final int LARGEST_FILE = 400_000;

  @EachDatabase
  void hasEverythingThatAServerWouldAnswer(TestDatabase database) throws Exception {
    try (Viewed viewed = Viewed.of(database)) {
      String id = viewed.mother.failingRun().getTraceId();
      viewed.stored();
      JsonNode trace = data(written(HtmlFile.of(viewed.ledger.reader()), id)).get("traces").get(0);
      assertThat(trace.get("skeleton")).isEqualTo(viewed.get("/api/traces/" + id + "/skeleton"));
      assertThat(trace.get("why")).isEqualTo(viewed.get("/api/traces/" + id + "/why"));
      Map<String, JsonNode> spans = spans(trace);
      for (JsonNode span : trace.get("skeleton").get("id")) {
        JsonNode asked = viewed.get("/api/traces/" + id + "/spans/" + span.asText());
        JsonNode held = spans.get(span.asText());
        for (String field :
            List.of(
                "name",
                "columns",
                "input",
                "output",
                "attributes",
                "events",
                "systemInstructions",
                "toolDefinitions",
                "resource",
                "error",
                "toolCalls",
                "calledBy",
                "previous",
                "newFrom")) {
          assertThat(held.get(field)).as(field).isEqualTo(asked.get(field));
        }
      }
      int n = trace.get("skeleton").get("n").asInt();
      assertThat(trace.get("payloads").get("held").asInt()).isEqualTo(n);
    }
  }

  @EachDatabase
  void leavesOutWhatWasSaidWhereItShall(TestDatabase database) throws Exception {
    try (Viewed viewed = Viewed.of(database)) {
      String id = secretRun(viewed);
      HtmlFile file = HtmlFile.of(viewed.ledger.reader());
      assertThat(data(written(file, id)).toString()).contains("SECRET-1", "SECRET-2");
      String without = data(written(file.payloads(false), id)).toString();
      assertThat(without).contains("execute_tool vault").doesNotContain("SECRET");
      String redacted =
          data(written(file.redactor(text -> text.replaceAll("SECRET-\\d", "***")), id)).toString();
      assertThat(redacted).contains("***").doesNotContain("SECRET");
    }
  }

  @EachDatabase
  void saysOfHowManySpansItHasMore(TestDatabase database) throws Exception {
    try (Viewed viewed = Viewed.of(database)) {
      String id = viewed.mother.longRun(10).getTraceId();
      viewed.stored();
      HtmlFile file = HtmlFile.of(viewed.ledger.reader());
      JsonNode few = data(written(file.mostSpans(5), id)).get("traces").get(0);
      int n = few.get("skeleton").get("n").asInt();
      assertThat(n).isGreaterThan(5);
      assertThat(few.get("payloads").get("held").asInt()).isEqualTo(5);
      assertThat(few.get("payloads").get("of").asInt()).isEqualTo(n);
      JsonNode small = data(written(file.mostCharacters(500), id)).get("traces").get(0);
      assertThat(small.get("payloads").get("held").asInt()).isLessThan(n);
      assertThat(spans(small)).hasSize(n);
      assertThatThrownBy(() -> written(file, "0".repeat(32)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("0".repeat(32));
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void isSmallForTheLargestRecordedRun(TestDatabase database) throws Exception {
    Corpus corpus = Corpus.open("tau-airline");
    try (Spanledger ledger =
        Spanledger.builder(database.dataSource()).maxQueueBytes(1L << 30).build()) {
      OtlpReplay.into(ledger.spanProcessor()).corpus(corpus);
      assertThat(ledger.flush(Duration.ofSeconds(60))).isTrue();
      int largest = 0;
      TraceQuery dearest = TraceQuery.all().sort(TraceQuery.Sort.TOKENS).limit(20);
      for (TraceRow row : ledger.reader().list(dearest).traces()) {
        byte[] file = written(HtmlFile.of(ledger.reader()), row.traceId());
        largest = Math.max(largest, file.length);
      }
      System.out.println("[viewer] trace.html of the largest recorded run: " + largest + " bytes");
      assertThat(largest).isBetween(1, LARGEST_FILE);
    }
  }

  private static String secretRun(Viewed viewed) {
    String id;
    try (var run = viewed.mother.agent("keeper")) {
      id = run.spanContext().getTraceId();
      run.ask("Open it: SECRET-1")
          .tool("vault", "{\"code\":\"SECRET-2\"}", "it is open")
          .chat("Done.");
    }
    viewed.stored();
    return id;
  }

  private static byte[] written(HtmlFile file, String id) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    file.write(List.of(id), out);
    return out.toByteArray();
  }

  /** What the page reads: gzip in base64. */
  private static JsonNode data(byte[] file) throws IOException {
    String html = new String(file, UTF_8);
    int from = html.indexOf("id=\"data\">") + "id=\"data\">".length();
    byte[] packed = Base64.getDecoder().decode(html.substring(from, html.indexOf('<', from)));
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return Viewed.JSON.readTree(in.readAllBytes());
    }
  }

  /** As the page puts them together. */
  private static Map<String, JsonNode> spans(JsonNode trace) {
    List<JsonNode> texts = new ArrayList<>();
    Map<String, JsonNode> spans = new HashMap<>();
    for (JsonNode item : trace.get("stream")) {
      if (item.get(0).asText().equals("t")) {
        texts.add(item.get(1));
      } else {
        var detail = (ObjectNode) item.get(2);
        List<String> names = new ArrayList<>();
        detail.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
          JsonNode value = detail.get(name);
          if (value.has("$")) {
            detail.set(name, texts.get(value.get("$").asInt()));
          } else if (value.has("$$")) {
            var list = Viewed.JSON.createArrayNode();
            value.get("$$").forEach(number -> list.add(texts.get(number.asInt())));
            detail.set(name, list);
          }
        }
        spans.put(item.get(1).asText(), detail);
      }
    }
    return spans;
  }
}
