// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.time.Duration;
import java.util.List;

class AttributeExtractorTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String KEY = "xoxb-4711SECRET4711";

  @EachDatabase
  void whatAnExtractorSetsOutranksTheDictionary(TestDatabase database) {
    try (Spanledger ledger =
        Spanledger.builder(database.dataSource())
            .attributeExtractor(
                (span, columns) ->
                    columns
                        .set(SpanColumns.KIND, "EVALUATOR")
                        .set(SpanColumns.MODEL, span.getName() + "-model")
                        .set(SpanColumns.INPUT_TOKENS, 99L))
            .attributeExtractor(
                (span, columns) ->
                    columns.set(SpanColumns.MODEL, "late").set(SpanColumns.SUB_KIND, "judge"))
            .build()) {
      SpanRow row = recorded(ledger);
      assertThat(row.kind()).isEqualTo("EVALUATOR");
      assertThat(row.get(SpanColumns.MODEL)).isEqualTo("step-model");
      assertThat(row.get(SpanColumns.INPUT_TOKENS)).isEqualTo(99);
      assertThat(row.get(SpanColumns.OUTPUT_TOKENS)).isEqualTo(3);
      assertThat(row.get(SpanColumns.TOTAL_TOKENS)).isEqualTo(102);
      assertThat(row.get(SpanColumns.SUB_KIND)).isEqualTo("judge");
      assertThat(row.get(SpanColumns.USAGE_COUNTED)).isTrue();
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void whatAnExtractorSetsIsRedactedAndCut(TestDatabase database) {
    try (Spanledger ledger =
        Spanledger.builder(database.dataSource())
            .maxAttributeChars(256)
            .attributeExtractor(
                (span, columns) ->
                    columns
                        .set(SpanColumns.STATUS_MESSAGE, "x".repeat(1_000))
                        .set(SpanColumns.TAGS, List.of(KEY))
                        .set(SpanColumns.INPUT, "{\"password\":\"hunter2\"}"))
            .build()) {
      SpanRow row = recorded(ledger);
      assertThat(row.get(SpanColumns.STATUS_MESSAGE)).endsWith("…[cut 744 chars]");
      assertThat(row.get(SpanColumns.TAGS)).containsExactly("[REDACTED:slack_token]");
      assertThat(row.get(SpanColumns.INPUT)).isEqualTo("{\"password\":\"[REDACTED:password]\"}");
      assertThat(row.get(SpanColumns.INPUT_PREVIEW)).isNotNull();
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void anExtractorSeesNoSecretsAndStoresNoContentUnderBasicCapture(TestDatabase database) {
    try (Spanledger ledger =
        Spanledger.builder(database.dataSource())
            .contentCapture(ContentCapture.BASIC)
            .attributeExtractor(
                (span, columns) ->
                    columns
                        .set(SpanColumns.OUTPUT, "said")
                        .set(
                            SpanColumns.TASK_NAME,
                            "" + span.getAttributes().get(AttributeKey.stringKey("slack"))))
            .build()) {
      SpanRow row = recorded(ledger);
      assertThat(row.get(SpanColumns.OUTPUT)).isNull();
      assertThat(row.get(SpanColumns.TASK_NAME)).isEqualTo("[REDACTED:slack_token]");
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void anExtractorThatFailsCostsTheContent(TestDatabase database) {
    try (Spanledger ledger =
        Spanledger.builder(database.dataSource())
            .attributeExtractor((span, columns) -> columns.set(SpanColumns.TRACE_ID, "0"))
            .build()) {
      SpanRow row = recorded(ledger);
      assertThat(String.valueOf(row.get(SpanColumns.ATTRIBUTES))).doesNotContain("slack");
      assertThat(row.get(SpanColumns.INPUT_TOKENS)).isEqualTo(7);
      assertThat(row.kind()).isEqualTo("LLM");
      assertThat(ledger.stats().unredactedSpans()).isEqualTo(1);
    }
  }

  private static SpanRow recorded(Spanledger ledger) {
    Span span =
        SdkTracerProvider.builder()
            .addSpanProcessor(ledger.spanProcessor())
            .build()
            .get("test")
            .spanBuilder("step")
            .setAttribute("gen_ai.operation.name", "chat")
            .setAttribute("gen_ai.request.model", "gpt-4o")
            .setAttribute("gen_ai.usage.input_tokens", 7)
            .setAttribute("gen_ai.usage.output_tokens", 3)
            .setAttribute("slack", KEY)
            .startSpan();
    span.end();
    assertThat(ledger.flush(SOON)).isTrue();
    return ledger
        .reader()
        .span(span.getSpanContext().getTraceId(), span.getSpanContext().getSpanId())
        .orElseThrow();
  }
}
