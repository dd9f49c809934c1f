// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.time.Duration;
import java.util.List;

class ContentCaptureTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String MARKER = "MARKER-4711";

  private static final List<String> TABLES =
      List.of("agent_spans", "agent_traces", "agent_contents", "agent_quarantine");

  private static final List<String> CONTENT =
      List.of(
          "gen_ai.input.messages",
          "gen_ai.output.messages",
          "gen_ai.system_instructions",
          "gen_ai.tool.definitions",
          "gen_ai.tool.call.arguments",
          "gen_ai.tool.call.result",
          "gen_ai.retrieval.query.text",
          "gen_ai.retrieval.documents",
          "spanledger.input",
          "spanledger.output",
          "gen_ai.input.messages.0.content",
          "gen_ai.tool.call.arguments.city",
          "gen_ai.event.content",
          "llm.completions.0.content",
          "gen_ai.prompt",
          "gen_ai.prompt.0.content",
          "gen_ai.completion.0.content",
          "llm.input_messages.0.message.content",
          "input.value",
          "output.value",
          "traceloop.entity.input",
          "langfuse.observation.output",
          "ai.prompt.messages",
          "ai.response.text",
          "mlflow.spanInputs",
          "gcp.vertex.agent.llm_request");

  @EachDatabase
  void basicCaptureKeepsNothingThatWasSaid(TestDatabase database) throws Exception {
    try (Spanledger ledger =
        Spanledger.builder(database.dataSource()).contentCapture(ContentCapture.BASIC).build()) {
      Span span = everythingSaid(ledger);
      assertThat(ledger.flush(SOON)).isTrue();

      for (String table : TABLES) {
        assertThat(database.rows("SELECT * FROM " + table).toString())
            .as(table)
            .doesNotContain(MARKER);
      }
      SpanRow row = row(ledger, span);
      assertThat(row.get(SpanColumns.MODEL)).isEqualTo("gpt-4o");
      assertThat(row.get(SpanColumns.INPUT_TOKENS)).isEqualTo(7);
      assertThat(row.get(SpanColumns.INPUT_PREVIEW)).isNull();
    }
  }

  @EachDatabase
  void detailedCaptureKeepsAll(TestDatabase database) {
    try (Spanledger ledger = Spanledger.create(database.dataSource())) {
      SpanRow row = row(ledger, everythingSaid(ledger));
      assertThat(row.get(SpanColumns.INPUT)).contains(MARKER);
      assertThat(row.get(SpanColumns.SYSTEM_INSTRUCTIONS)).contains(MARKER);
      assertThat(row.get(SpanColumns.TOOL_DEFINITIONS)).contains(MARKER);
      assertThat(row.get(SpanColumns.ATTRIBUTES)).contains("llm.input_messages.0", MARKER);
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void disabledCaptureTouchesNoTable(TestDatabase database) throws Exception {
    try (Spanledger ledger =
        Spanledger.builder(database.dataSource()).contentCapture(ContentCapture.DISABLED).build()) {
      everythingSaid(ledger);
      assertThat(ledger.flush(SOON)).isTrue();
      assertThat(ledger.stats().ledger().accepted()).isZero();
      assertThat(database.rows("SELECT name FROM sqlite_master")).isEmpty();
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void aLedgerThatIsSwitchedOffStillReadsWhatThereIs(TestDatabase database) {
    try (Spanledger ledger = Spanledger.create(database.dataSource())) {
      everythingSaid(ledger);
      assertThat(ledger.flush(SOON)).isTrue();
    }
    try (Spanledger ledger =
        Spanledger.builder(database.dataSource()).contentCapture(ContentCapture.DISABLED).build()) {
      assertThat(ledger.reader().list(TraceQuery.all()).traces()).hasSize(1);
    }
  }

  private static Span everythingSaid(Spanledger ledger) {
    Tracer tracer =
        SdkTracerProvider.builder().addSpanProcessor(ledger.spanProcessor()).build().get("test");
    Span span =
        tracer
            .spanBuilder("chat gpt-4o")
            .setAttribute("gen_ai.operation.name", "chat")
            .setAttribute("gen_ai.request.model", "gpt-4o")
            .setAttribute("gen_ai.usage.input_tokens", 7)
            .startSpan();
    CONTENT.forEach(key -> span.setAttribute(key, "[{\"content\":\"" + MARKER + "\"}]"));
    span.setAttribute("gen_ai.tool.definitions", "[{\"name\":\"" + MARKER + "\"}]");
    span.addEvent("gen_ai.user.message", Attributes.of(AttributeKey.stringKey("content"), MARKER));
    span.addEvent(
        "gen_ai.content.prompt", Attributes.of(AttributeKey.stringKey("gen_ai.prompt"), MARKER));
    span.end();
    return span;
  }

  private static SpanRow row(Spanledger ledger, Span span) {
    assertThat(ledger.flush(SOON)).isTrue();
    return ledger
        .reader()
        .span(span.getSpanContext().getTraceId(), span.getSpanContext().getSpanId())
        .orElseThrow();
  }
}
