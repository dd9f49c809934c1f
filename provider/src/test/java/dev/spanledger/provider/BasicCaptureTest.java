// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Under BASIC capture, what is said in any convention's place for it is nowhere afterwards. */
class BasicCaptureTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String MARKER = "MARKER4711MARKER";

  /** Where each convention puts content; {@code #} is an index. */
  private static final Map<String, String> KEYS =
      Map.ofEntries(
          Map.entry("Spanledger", "spanledger.input spanledger.output"),
          Map.entry(
              "OpenTelemetry",
              "gen_ai.input.messages gen_ai.output.messages gen_ai.system_instructions gen_ai.tool.definitions"
                  + " gen_ai.tool.call.arguments gen_ai.tool.call.result gen_ai.tool.description"
                  + " gen_ai.retrieval.query.text gen_ai.retrieval.documents gen_ai.memory.query.text gen_ai.memory.records"
                  + " gen_ai.evaluation.explanation gen_ai.agent.description gen_ai.prompt gen_ai.completion"
                  + " gen_ai.event.content gen_ai.prompt.variable.city gen_ai.guardrail.result.reason"
                  + " gen_ai.input.messages.#.parts.#.content gen_ai.output.messages.#.content db.query.text db.statement"),
          Map.entry(
              "OpenInference",
              "input.value output.value llm.input_messages.#.message.content llm.output_messages.#.message.content"
                  + " llm.input_messages.#.message.contents.#.message_content.text"
                  + " llm.output_messages.#.message.tool_calls.#.tool_call.function.arguments"
                  + " llm.input_messages.#.message.function_call_arguments_json llm.prompts.#.prompt.text"
                  + " llm.choices.#.completion.text llm.tools.#.tool.json_schema llm.prompt_template.template"
                  + " llm.prompt_template.variables llm.function_call tool.parameters tool.description tool.json_schema"
                  + " retrieval.documents.#.document.content retrieval.documents.#.document.metadata"
                  + " reranker.query reranker.input_documents.#.document.content reranker.output_documents.#.document.content"
                  + " embedding.embeddings.#.embedding.text embedding.embeddings.#.embedding.vector"
                  + " evaluations.#.evaluation.explanation annotations.#.annotation.explanation"
                  + " trace.evaluations.#.evaluation.explanation session.annotations.#.annotation.explanation"),
          Map.entry(
              "Traceloop",
              "gen_ai.prompt.#.content gen_ai.prompt.#.tool_calls.#.arguments gen_ai.completion.#.content"
                  + " gen_ai.completion.#.tool_calls.#.arguments gen_ai.completion.#.function_call.arguments"
                  + " gen_ai.completion.tool.arguments gen_ai.completion.tool.result traceloop.entity.input"
                  + " traceloop.entity.output gen_ai.tool.input gen_ai.tool.output gen_ai.task.input gen_ai.task.output"
                  + " llm.request.functions.#.description llm.request.functions.#.parameters traceloop.prompt.template"
                  + " traceloop.prompt.template_variables mcp.request.argument mcp.response.value llm.headers gen_ai.headers"
                  + " llm.completions.#.content"),
          Map.entry(
              "Langfuse",
              "langfuse.observation.input langfuse.observation.output langfuse.trace.input langfuse.trace.output"
                  + " langfuse.observation.metadata.x langfuse.trace.metadata"),
          Map.entry(
              "Vercel",
              "ai.prompt ai.prompt.messages ai.prompt.tools ai.response.text ai.response.toolCalls ai.response.object"
                  + " ai.response.reasoning ai.response.files ai.result.text ai.result.object ai.result.toolCalls"
                  + " ai.toolCall.args ai.toolCall.result ai.value ai.values ai.embedding ai.embeddings ai.documents"
                  + " ai.ranking ai.request.headers.x"),
          Map.entry(
              "Pydantic",
              "pydantic_ai.all_messages all_messages_events events final_result prompt request_data response_data"
                  + " model_request_parameters tool_arguments tool_response input output"),
          Map.entry(
              "MLflow",
              "mlflow.spanInputs mlflow.spanOutputs mlflow.traceInputs mlflow.traceOutputs mlflow.chat.tools"),
          Map.entry(
              "LiteLLM",
              "gen_ai.tool.#.description gen_ai.tool.#.parameters hidden_params metadata.hidden_params"
                  + " litellm.guardrail.response llm.openai.messages llm.anthropic.content llm.openai.choices"),
          Map.entry(
              "Spring AI",
              "spring.ai.tool.call.arguments spring.ai.tool.call.result spring.ai.tool.definition.description"
                  + " spring.ai.tool.definition.schema db.vector.query.content db.vector.query.response.documents"
                  + " spring.ai.alibaba.graph.state spring.ai.alibaba.graph.output"),
          Map.entry(
              "Google ADK",
              "gcp.vertex.agent.llm_request gcp.vertex.agent.llm_response gcp.vertex.agent.tool_call_args"
                  + " gcp.vertex.agent.tool_response gcp.vertex.agent.data"),
          Map.entry(
              "Koog", "koog.node.input koog.node.output koog.subgraph.input koog.subgraph.output"),
          Map.entry("Embabel", "embabel.rag.query embabel.tool.error.message"),
          Map.entry("AgentScope", "agentscope.function.input agentscope.function.output"),
          Map.entry(
              "Claude Code",
              "user_prompt new_context response.model_output tool_input full_command file_path skill_name diff"),
          Map.entry("A2A", "gen_ai.agent.a2a.request gen_ai.agent.a2a.response"),
          Map.entry("Genkit", "genkit:input genkit:output"),
          Map.entry(
              "events and log records",
              "content body message messages tool_calls event.body event_body state"
                  + " db.query.result.document db.query.result.metadata"));

  @EachDatabase
  void whatWasSaidIsNowhere(TestDatabase database) throws Exception {
    PrintStream err = System.err;
    ByteArrayOutputStream logged = new ByteArrayOutputStream();
    System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
    try (Spanledger ledger =
        Spanledger.builder(database.dataSource()).contentCapture(ContentCapture.BASIC).build()) {
      Tracer tracer = tracer(ledger);
      List<Span> spans = new ArrayList<>();
      KEYS.forEach((convention, keys) -> spans.add(said(tracer, convention, keys)));
      assertThat(ledger.flush(SOON)).isTrue();

      assertThat(ledger.stats().ledger().stored()).isEqualTo(KEYS.size());
      assertThat(kept(database)).isEmpty();
      for (Span span : spans) {
        SpanContext context = span.getSpanContext();
        SpanRow row = ledger.reader().span(context.getTraceId(), context.getSpanId()).orElseThrow();
        assertThat(row.get(SpanColumns.INPUT_TOKENS)).isEqualTo(7);
        assertThat(row.get(SpanColumns.ATTRIBUTES)).contains("app.version");
        assertThat(row.get(SpanColumns.EVENTS)).contains("llm.token_count.prompt");
      }
    } finally {
      System.setErr(err);
    }
    assertThat(logged.toString(StandardCharsets.UTF_8)).doesNotContain(MARKER);
  }

  /** Each of these places is one that DETAILED capture stores: else the test above says nothing. */
  @EachDatabase(DatabaseKind.SQLITE)
  void theSameIsStoredUnderDetailedCapture(TestDatabase database) throws Exception {
    try (Spanledger ledger = Spanledger.create(database.dataSource())) {
      Tracer tracer = tracer(ledger);
      KEYS.forEach((convention, keys) -> said(tracer, convention, keys));
      assertThat(ledger.flush(SOON)).isTrue();
      assertThat(kept(database)).hasSizeGreaterThanOrEqualTo(KEYS.size());
    }
  }

  private static Span said(Tracer tracer, String convention, String keys) {
    SpanContext linked =
        SpanContext.create(
            "0af7651916cd43dd8448eb211c80319c",
            "b7ad6b7169203331",
            TraceFlags.getSampled(),
            TraceState.getDefault());
    Attributes said = said(keys);
    SpanBuilder builder =
        tracer
            .spanBuilder(convention)
            .setAttribute("gen_ai.operation.name", "chat")
            .setAttribute("gen_ai.usage.input_tokens", 7)
            .setAttribute("app.version", "1")
            .setAllAttributes(said)
            .addLink(linked, said);
    Span span = builder.startSpan();
    span.addEvent("gen_ai.client.inference.operation.details", said);
    span.addEvent("usage", Attributes.of(AttributeKey.longKey("llm.token_count.prompt"), 5L));
    span.addEvent("gen_ai.user.message", Attributes.of(AttributeKey.stringKey("content"), MARKER));
    span.end();
    return span;
  }

  /** Texts, JSON, lists and trees in turn. */
  private static Attributes said(String keys) {
    AttributesBuilder attributes = Attributes.builder();
    int form = 0;
    for (String key : each(keys)) {
      switch (form++ % 4) {
        case 0 -> attributes.put(key, "[{\"role\":\"user\",\"content\":\"" + MARKER + "\"}]");
        case 1 -> attributes.put(AttributeKey.stringArrayKey(key), List.of("a", MARKER));
        case 2 ->
            attributes.put(
                AttributeKey.valueKey(key), Value.of(KeyValue.of("a", Value.of(MARKER))));
        default -> attributes.put(key, MARKER);
      }
    }
    return attributes.build();
  }

  private static List<String> each(String keys) {
    return Stream.of(keys.split(" ", -1))
        .flatMap(
            key ->
                key.contains("#")
                    ? Stream.of("0", "1", "17").map(index -> key.replace("#", index))
                    : Stream.of(key))
        .toList();
  }

  /** The keys, columns and rows in which the marker is. */
  private static List<String> kept(TestDatabase database) throws SQLException {
    List<String> kept = new ArrayList<>();
    for (String table :
        List.of(
            "agent_spans", "agent_traces", "agent_contents", "agent_quarantine", "agent_scores")) {
      for (Map<String, ?> row : database.rows("SELECT * FROM " + table)) {
        row.forEach(
            (column, value) -> {
              if (String.valueOf(value).contains(MARKER)) {
                kept.add(table + "." + column + ": " + value);
              }
            });
      }
    }
    return kept;
  }

  private static Tracer tracer(Spanledger ledger) {
    return SdkTracerProvider.builder()
        .addSpanProcessor(ledger.spanProcessor())
        .setSpanLimits(
            SpanLimits.builder()
                .setMaxNumberOfAttributes(2_000)
                .setMaxNumberOfAttributesPerEvent(2_000)
                .setMaxNumberOfAttributesPerLink(2_000)
                .build())
        .build()
        .get("test");
  }
}
