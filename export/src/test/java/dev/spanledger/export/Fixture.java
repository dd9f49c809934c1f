// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spanledger.provider.Spanledger;
import dev.spanledger.provider.SpanledgerBuilder;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.spans.AgentRun;
import dev.spanledger.testkit.spans.SpanMother;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A ledger with runs in it that hold everything that a file could spoil. */
final class Fixture implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();
  static final String SECRET = "the patient has shingles";

  /** As hostile as a name can be. */
  static final String HOSTILE = "../../etc/passwd </script><script>alert(1)</script> \u2028 \u0001";

  final Spanledger ledger;
  final SpanMother mother;

  Fixture(TestDatabase database) {
    this(Spanledger.builder(database.dataSource()));
  }

  Fixture(SpanledgerBuilder builder) {
    ledger = builder.maintenance(false).build();
    mother = SpanMother.into(ledger.spanProcessor());
  }

  RunExport export() {
    return RunExport.of(ledger.reader());
  }

  /** A support run: turns, tools one of which fails, a sub-agent, a link, an event, odd values. */
  String run() {
    SpanContext elsewhere =
        SpanContext.create(
            "0af7651916cd43dd8448eb211c80319c",
            "00f067aa0ba902b7",
            TraceFlags.getSampled(),
            TraceState.getDefault());
    try (AgentRun run = mother.agent("support")) {
      run.session("session-7", "user-9").ask("What is wrong? " + SECRET);
      run.tool("lookup", "{\"q\":\"" + SECRET + "\"}", "{\"rows\":\n[1, 2.50]}");
      run.failingTool("refund", "{\"amount\":12}", new IllegalStateException("no such order"));
      try (AgentRun below = run.subAgent("refunds")) {
        below.ask("Refund it").chat("Done. " + SECRET);
      }
      Span odd =
          mother
              .tracer()
              .spanBuilder(HOSTILE)
              .setParent(run.context())
              .addLink(elsewhere, Attributes.of(AttributeKey.stringKey("why"), "retry"))
              .startSpan();
      odd.setAttribute("big", Long.MAX_VALUE)
          .setAttribute("nan", Double.NaN)
          .setAttribute("half", 0.5)
          .setAttribute("yes", true)
          .setAttribute(AttributeKey.stringArrayKey("list"), List.of("a", "b"))
          .addEvent("cache.miss", Attributes.of(AttributeKey.longKey("size"), 3L));
      mother.clock().advance(Duration.ofMillis(5));
      odd.end();
      run.chat("Your answer. " + SECRET);
      return run.spanContext().getTraceId();
    }
  }

  /** As {@link #run()}, committed. */
  String storedRun() {
    String traceId = run();
    flush();
    return traceId;
  }

  void flush() {
    assertThat(ledger.flush(Duration.ofMinutes(1))).isTrue();
  }

  /** What a format makes of traces. */
  static String text(RunExport export, ExportFormat format, String... traceIds) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    export.write(format, List.of(traceIds), out);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** The same, where need be unpacked. */
  static String readable(RunExport export, ExportFormat format, String traceId) throws Exception {
    String text = text(export, format, traceId);
    return format == ExportFormat.HTML ? data(text) : text;
  }

  /** What a page has within. */
  static String data(String html) throws Exception {
    String before = "<script type=\"application/json\" id=\"data\">";
    int start = html.indexOf(before) + before.length();
    String packed = html.substring(start, html.indexOf("</script>", start));
    byte[] bytes = Base64.getMimeDecoder().decode(packed);
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static List<JsonNode> lines(String text) {
    return text.lines().map(Fixture::json).toList();
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  @Override
  public void close() {
    mother.close();
    ledger.close();
  }
}
