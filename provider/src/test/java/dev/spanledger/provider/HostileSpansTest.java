// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.TraceRow;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.spans.Hostile;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Attributes of the wrong type and of any value: stored, readable, and never anybody's trouble. */
class HostileSpansTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final long SEED = 20_261_120;
  private static final int SPANS = 400;
  private static final int TEXT_CHARS = 2_000;

  private static final List<String> KEYS =
      List.of(
          "session.id",
          "user.id",
          "gen_ai.agent.name",
          "spanledger.retry.count",
          "spanledger.project",
          "spanledger.build",
          "spanledger.tags",
          "gen_ai.request.model",
          "gen_ai.response.finish_reasons",
          "gen_ai.request.temperature",
          "gen_ai.request.max_tokens",
          "gen_ai.request.stream",
          "gen_ai.usage.input_tokens",
          "gen_ai.usage.output_tokens",
          "gen_ai.usage.cache_read.input_tokens",
          "gen_ai.retrieval.top_k",
          "gen_ai.retrieval.documents",
          "gen_ai.input.messages",
          "gen_ai.output.messages",
          "gen_ai.system_instructions",
          "gen_ai.tool.definitions",
          "error.type",
          "");

  private static final List<String> VIEWS =
      List.of(
          "agent_span_messages",
          "agent_spans_full",
          "agent_llm_calls",
          "agent_tool_calls",
          "agent_sessions");

  private final Random random = new Random(SEED);
  private final List<String> texts = texts();

  @EachDatabase
  void everySpanIsStoredAndEveryViewReadsIt(TestDatabase database) throws Exception {
    System.out.println("seed " + SEED);
    try (Spanledger ledger = Spanledger.create(database.dataSource());
        SdkTracerProvider tracers =
            SdkTracerProvider.builder().addSpanProcessor(ledger.spanProcessor()).build()) {
      Tracer tracer = tracers.get("test");
      for (int trace = 0; trace < SPANS / 4; trace++) {
        hostileTrace(tracer);
      }
      assertThat(ledger.flush(SOON)).isTrue();

      assertThat(ledger.stats().ledger().stored()).isEqualTo(SPANS);
      assertThat(database.rows("SELECT span_id FROM agent_spans")).hasSize(SPANS);
      for (String view : VIEWS) {
        database.rows("SELECT * FROM " + view);
      }
      everyTraceFollowsFromItsSpans(ledger, database);
    }
  }

  @EachDatabase
  void messagesThatAreNoObjectsAreMessages(TestDatabase database) throws Exception {
    try (Spanledger ledger = Spanledger.create(database.dataSource());
        SdkTracerProvider tracers =
            SdkTracerProvider.builder().addSpanProcessor(ledger.spanProcessor()).build()) {
      tracers
          .get("test")
          .spanBuilder("chat")
          .setAttribute("gen_ai.operation.name", "chat")
          .setAttribute("gen_ai.input.messages", "[\"hello\",7,null,{\"role\":\"user\"}]")
          .startSpan()
          .end();
      assertThat(ledger.flush(SOON)).isTrue();
      assertThat(
              database.rows(
                  "SELECT ordinal, role, CAST(message AS text) AS message FROM agent_span_messages ORDER BY ordinal"))
          .extracting(row -> row.get("role") + " " + row.get("message"))
          .containsExactly(
              "user {\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"hello\"}]}",
              "user {\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"7\"}]}",
              "user {\"role\":\"user\",\"parts\":[]}");
    }
  }

  private static void everyTraceFollowsFromItsSpans(Spanledger ledger, TestDatabase database)
      throws SQLException {
    for (Map<String, ?> row : database.rows("SELECT trace_id FROM agent_traces")) {
      String traceId = String.valueOf(row.get("trace_id"));
      TraceRow trace = ledger.reader().trace(traceId).orElseThrow().trace();
      assertThat(trace).isEqualTo(ledger.reader().recompute(traceId).orElseThrow());
    }
  }

  private void hostileTrace(Tracer tracer) {
    Context parent = Context.root();
    for (int i = 0; i < 4; i++) {
      Span span = tracer.spanBuilder(text()).setParent(parent).startSpan();
      span.setAttribute("gen_ai.operation.name", i == 0 ? "invoke_agent" : "chat");
      for (int attribute = 0; attribute < 8; attribute++) {
        set(span, KEYS.get(random.nextInt(KEYS.size())));
      }
      parent = Context.root().with(span);
      span.end();
    }
  }

  private void set(Span span, String key) {
    switch (random.nextInt(8)) {
      case 0 -> span.setAttribute(key, number());
      case 1 -> span.setAttribute(key, random.nextBoolean() ? Double.NaN : Double.MAX_VALUE);
      case 2 -> span.setAttribute(key, random.nextBoolean());
      case 3 ->
          span.setAttribute(AttributeKey.stringArrayKey(key), Arrays.asList(text(), null, text()));
      case 4 -> span.setAttribute(AttributeKey.longArrayKey(key), List.of(number()));
      case 5 ->
          span.setAttribute(
              AttributeKey.valueKey(key), Value.of(KeyValue.of(text(), Value.of(text()))));
      default -> span.setAttribute(key, text());
    }
  }

  private long number() {
    long[] numbers = {0, -1, 7, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE};
    return numbers[random.nextInt(numbers.length)];
  }

  private String text() {
    return texts.get(random.nextInt(texts.size()));
  }

  private static List<String> texts() {
    List<String> texts = new ArrayList<>(Hostile.texts().values());
    texts.removeIf(text -> text.length() > TEXT_CHARS);
    texts.addAll(
        List.of(
            "1e999999999",
            "9223372036854775807",
            "99999999999",
            "none",
            "  7 ",
            "[\"a\",1,[2]]",
            "[{\"role\":{\"a\":1},\"content\":[{\"content\":null}]}]"));
    return texts;
  }
}
