// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a convention reports as a cost is what a call cost, whatever the prices say. */
class ReportedCostsTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** All of a model that has a price. */
  private static final String REPORTED =
      """
      langfuse.observation.cost_details={"total":0.5}
      langfuse.observation.cost_details={"input":0.25,"output":0.25}
      gen_ai.usage.cost=0.5
      llm.cost.total=0.5
      litellm.cost.total=0.5
      gen_ai.cost.total_cost=0.5
      operation.cost=0.5
      mlflow.llm.cost={"total_cost":0.5}
      embabel.llm.cost=0.5
      gen_ai.client.estimated_cost=0.5USD
      """;

  @EachDatabase
  void everyConventionsCostOutranksThePrices(TestDatabase database) {
    Map<String, Span> calls = new LinkedHashMap<>();
    try (Spanledger ledger = Spanledger.create(database.dataSource());
        SdkTracerProvider tracers =
            SdkTracerProvider.builder().addSpanProcessor(ledger.spanProcessor()).build()) {
      Tracer tracer = tracers.get("test");
      REPORTED.lines().forEach(cost -> calls.put(cost, call(tracer, cost)));
      Span silent = call(tracer, "app.version=1");
      assertThat(ledger.flush(SOON)).isTrue();

      calls.forEach(
          (cost, call) -> {
            SpanRow row = row(ledger, call);
            assertThat(row.get(SpanColumns.COST_STATUS)).as(cost).isEqualTo("REPORTED");
            assertThat(row.get(SpanColumns.COST_USD)).as(cost).isEqualByComparingTo("0.5");
          });
      assertThat(row(ledger, silent).get(SpanColumns.COST_STATUS)).isEqualTo("COMPUTED");
      assertThat(row(ledger, silent).get(SpanColumns.COST_USD)).isEqualByComparingTo("0.0035");
    }
  }

  private static Span call(Tracer tracer, String attribute) {
    String[] parts = attribute.split("=", 2);
    Span span = tracer.spanBuilder("chat gpt-4o").startSpan();
    span.setAttribute("gen_ai.operation.name", "chat");
    span.setAttribute("gen_ai.provider.name", "openai");
    span.setAttribute("gen_ai.request.model", "gpt-4o");
    span.setAttribute("gen_ai.usage.input_tokens", 1_000L);
    span.setAttribute("gen_ai.usage.output_tokens", 100L);
    span.setAttribute(parts[0], parts[1]);
    span.end();
    return span;
  }

  private static SpanRow row(Spanledger ledger, Span span) {
    return ledger
        .reader()
        .span(span.getSpanContext().getTraceId(), span.getSpanContext().getSpanId())
        .orElseThrow();
  }
}
