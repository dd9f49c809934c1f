// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceColumns;
import dev.spanledger.schema.TraceRow;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.DoubleCounting;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Real spans of sources that report usage twice: in one process, in several, and by an exporter.
 */
class UsageOnceTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** What the attributes of these spans cannot say yet is left to the tests of rows. */
  private static final List<DoubleCounting> FIXTURES =
      DoubleCounting.ALL.stream()
          .filter(fixture -> !fixture.tree().contains("$") && !fixture.tree().contains("record"))
          .toList();

  @EachDatabase
  void inOneProcessWithoutLookingAtTheDatabase(TestDatabase database) throws Exception {
    try (Ledgers ledgers = new Ledgers(database, 1)) {
      for (DoubleCounting fixture : FIXTURES) {
        List<SpanRow> rows = fixture.rows(1);
        List<Span> spans = new ArrayList<>();
        for (SpanRow row : rows) {
          Span parent = parent(row, rows, spans);
          spans.add(
              start(
                  ledgers.tracer(0),
                  row,
                  parent == null ? Context.root() : Context.root().with(parent)));
        }
        for (int i = rows.size() - 1; i >= 0; i--) {
          end(spans.get(i), rows.get(i));
        }
        ledgers.assertCountedOnce(fixture, spans);
        assertThat(unsettled(database, spans.get(0)))
            .as("%s: the database was asked", fixture)
            .isEqualTo(disturbs(fixture));
      }
    }
  }

  @EachDatabase
  void inThreeProcesses(TestDatabase database) throws Exception {
    try (Ledgers ledgers = new Ledgers(database, 3)) {
      for (DoubleCounting fixture : FIXTURES) {
        List<SpanRow> rows = fixture.rows(1);
        List<Integer> processes = fixture.processes();
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
          SpanRow row = rows.get(i);
          Span parent = parent(row, rows, spans);
          Tracer tracer = ledgers.tracer(processes.get(i) % 3);
          spans.add(start(tracer, row, parent == null ? Context.root() : remoteOrNot(parent, row)));
        }
        for (int i = rows.size() - 1; i >= 0; i--) {
          end(spans.get(i), rows.get(i));
        }
        ledgers.assertCountedOnce(fixture, spans);
      }
    }
  }

  @EachDatabase
  void whenParentsEndBeforeTheirChildren(TestDatabase database) throws Exception {
    try (Ledgers ledgers = new Ledgers(database, 1)) {
      for (DoubleCounting fixture : FIXTURES) {
        List<SpanRow> rows = fixture.rows(1);
        List<Span> spans = new ArrayList<>();
        for (SpanRow row : rows) {
          Span parent = parent(row, rows, spans);
          spans.add(
              start(
                  ledgers.tracer(0),
                  row,
                  parent == null ? Context.root() : Context.root().with(parent)));
        }
        for (int i = 0; i < rows.size(); i++) {
          end(spans.get(i), rows.get(i));
        }
        ledgers.assertCountedOnce(fixture, spans);
      }
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void byAnExporterThatSeesOneSpanAtATime(TestDatabase database) throws Exception {
    try (Spanledger ledger = Spanledger.create(database.dataSource());
        SdkTracerProvider tracers = tracers(SimpleSpanProcessor.create(ledger.spanExporter()))) {
      for (DoubleCounting fixture : FIXTURES) {
        List<SpanRow> rows = fixture.rows(1);
        List<Span> spans = new ArrayList<>();
        for (SpanRow row : rows) {
          Span parent = parent(row, rows, spans);
          spans.add(
              start(
                  tracers.get("test"),
                  row,
                  parent == null ? Context.root() : Context.root().with(parent)));
        }
        for (int i = rows.size() - 1; i >= 0; i--) {
          end(spans.get(i), rows.get(i));
        }
        assertThat(ledger.flush(SOON)).isTrue();
        assertCountedOnce(ledger, fixture, spans);
      }
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void aSpanInBetweenThatNeverEnds(TestDatabase database) throws Exception {
    try (Spanledger ledger = Spanledger.create(database.dataSource());
        SdkTracerProvider tracers = tracers(ledger.spanProcessor())) {
      Tracer tracer = tracers.get("test");
      Span agent =
          tracer
              .spanBuilder("agent")
              .setAttribute("spanledger.span.kind", "AGENT")
              .setAttribute("gen_ai.usage.input_tokens", 100)
              .startSpan();
      Span between =
          tracer.spanBuilder("between").setParent(Context.root().with(agent)).startSpan();
      Span call =
          tracer
              .spanBuilder("chat")
              .setParent(Context.root().with(between))
              .setAttribute("spanledger.span.kind", "LLM")
              .setAttribute("gen_ai.usage.input_tokens", 100)
              .startSpan();
      call.end();
      agent.end();
      assertThat(ledger.flush(SOON)).isTrue();
      String traceId = agent.getSpanContext().getTraceId();
      TraceRow trace = ledger.reader().trace(traceId).orElseThrow().trace();
      assertThat(trace.get(TraceColumns.INPUT_TOKENS)).isEqualTo(100);
      assertThat(ledger.repair(traceId)).isFalse();
      between.end();
      assertThat(ledger.flush(SOON)).isTrue();
      assertThat(ledger.repair(traceId)).isFalse();
    }
  }

  private static @Nullable Span parent(SpanRow row, List<SpanRow> rows, List<Span> spans) {
    for (int i = 0; i < spans.size(); i++) {
      if (rows.get(i).spanId().equals(row.parentSpanId())) {
        return spans.get(i);
      }
    }
    return null;
  }

  private static Span start(Tracer tracer, SpanRow row, Context parent) {
    SpanBuilder span =
        tracer
            .spanBuilder(row.kind() + " " + row.spanId())
            .setParent(parent)
            .setStartTimestamp(row.startTime())
            .setAttribute("spanledger.span.kind", row.kind());
    text(span, "gen_ai.tool.name", row.get(SpanColumns.TOOL_NAME));
    text(span, "gen_ai.tool.call.id", row.get(SpanColumns.TOOL_CALL_ID));
    text(span, "mcp.method.name", row.get(SpanColumns.MCP_METHOD));
    return span.startSpan();
  }

  private static void text(SpanBuilder span, String key, @Nullable String value) {
    if (value != null) {
      span.setAttribute(key, value);
    }
  }

  /** Usage is known when the call has ended. */
  private static void end(Span span, SpanRow row) {
    Long input = row.get(SpanColumns.INPUT_TOKENS);
    Long output = row.get(SpanColumns.OUTPUT_TOKENS);
    if (input != null && output != null) {
      span.setAttribute("gen_ai.usage.input_tokens", input);
      span.setAttribute("gen_ai.usage.output_tokens", output);
    }
    Instant end = row.endTime();
    span.end(TimeUnit.SECONDS.toNanos(end.getEpochSecond()) + end.getNano(), TimeUnit.NANOSECONDS);
  }

  /** As a propagator hands it to another process. */
  private static Context remoteOrNot(Span parent, SpanRow child) {
    Context here = Context.root().with(parent);
    if ((required(child.get(SpanColumns.FLAGS)) & 0x200) == 0) {
      return here;
    }
    SpanContext sent = parent.getSpanContext();
    SpanContext received =
        SpanContext.createFromRemoteParent(
            sent.getTraceId(), sent.getSpanId(), sent.getTraceFlags(), sent.getTraceState());
    return Context.root().with(Span.wrap(received));
  }

  private static long required(@Nullable Long flags) {
    return flags == null ? 0 : flags;
  }

  /** Fixtures in which a span changes what was decided for one below it. */
  private static boolean disturbs(DoubleCounting fixture) {
    return fixture.what().startsWith("wrappers without usage")
        || fixture.what().startsWith("MCP")
        || fixture.what().startsWith("Spring AI");
  }

  private static boolean unsettled(TestDatabase database, Span span) throws Exception {
    String sql =
        "SELECT CASE WHEN unsettled THEN 1 ELSE 0 END AS n FROM agent_traces WHERE trace_id = '%s'"
            .formatted(span.getSpanContext().getTraceId());
    return ((Number) required(database.rows(sql).get(0).get("n"))).intValue() == 1;
  }

  private static Object required(@Nullable Object value) {
    return java.util.Objects.requireNonNull(value);
  }

  private static void assertCountedOnce(
      Spanledger ledger, DoubleCounting fixture, List<Span> spans) {
    String traceId = spans.get(0).getSpanContext().getTraceId();
    TraceRow trace = ledger.reader().trace(traceId).orElseThrow().trace();
    assertThat(
            "%d+%d - %d %d"
                .formatted(
                    trace.get(TraceColumns.INPUT_TOKENS),
                    trace.get(TraceColumns.OUTPUT_TOKENS),
                    trace.get(TraceColumns.LLM_CALLS),
                    trace.get(TraceColumns.TOOL_CALLS)))
        .as(fixture.what())
        .isEqualTo(fixture.totals());
    assertThat(trace)
        .as(fixture.what())
        .isEqualTo(ledger.reader().recompute(traceId).orElseThrow());
    assertThat(ledger.repair(traceId)).as("%s: repair changed something", fixture).isFalse();
  }

  private static SdkTracerProvider tracers(SpanProcessor processor) {
    return SdkTracerProvider.builder().addSpanProcessor(processor).build();
  }

  /** As many ledgers as there are processes, on one database. */
  private static final class Ledgers implements AutoCloseable {
    private final List<Spanledger> ledgers = new ArrayList<>();
    private final List<SdkTracerProvider> tracers = new ArrayList<>();

    Ledgers(TestDatabase database, int processes) {
      for (int i = 0; i < processes; i++) {
        ledgers.add(Spanledger.create(database.dataSource()));
        tracers.add(tracers(ledgers.get(i).spanProcessor()));
      }
    }

    Tracer tracer(int process) {
      return tracers.get(process).get("test");
    }

    void assertCountedOnce(DoubleCounting fixture, List<Span> spans) {
      ledgers.forEach(ledger -> assertThat(ledger.flush(SOON)).isTrue());
      UsageOnceTest.assertCountedOnce(ledgers.get(0), fixture, spans);
    }

    @Override
    public void close() {
      tracers.forEach(SdkTracerProvider::close);
    }
  }
}
