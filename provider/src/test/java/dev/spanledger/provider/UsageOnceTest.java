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
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Real spans of sources that report usage twice: in one process, in several, and by an exporter.
 */
class UsageOnceTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private static final List<DoubleCounting> FIXTURES = DoubleCounting.ALL;
  private static final long SEED = 20_261_122;

  /** The order in which the spans of a trace end, by their numbers. */
  private interface Order extends UnaryOperator<List<Integer>> {}

  @EachDatabase
  void inOneProcessWithoutLookingAtTheDatabase(TestDatabase database) throws Exception {
    try (Ledgers ledgers = new Ledgers(database, 1)) {
      for (DoubleCounting fixture : FIXTURES) {
        List<Span> spans = ledgers.emit(fixture, inOne(fixture), UsageOnceTest::childrenFirst);
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
        List<Span> spans = ledgers.emit(fixture, fixture.processes(), UsageOnceTest::childrenFirst);
        ledgers.assertCountedOnce(fixture, spans);
      }
    }
  }

  @EachDatabase
  void everyStepInAnotherProcessThanTheOneThatCalledIt(TestDatabase database) throws Exception {
    try (Ledgers ledgers = new Ledgers(database, 3)) {
      for (DoubleCounting fixture : FIXTURES) {
        for (Order order :
            List.<Order>of(UsageOnceTest::childrenFirst, UsageOnceTest::parentsFirst)) {
          List<Span> spans = ledgers.emit(fixture, byLevel(fixture), order);
          ledgers.assertCountedOnce(fixture, spans);
        }
      }
    }
  }

  @EachDatabase
  void whenParentsEndBeforeTheirChildren(TestDatabase database) throws Exception {
    try (Ledgers ledgers = new Ledgers(database, 1)) {
      for (DoubleCounting fixture : FIXTURES) {
        List<Span> spans = ledgers.emit(fixture, inOne(fixture), UsageOnceTest::parentsFirst);
        ledgers.assertCountedOnce(fixture, spans);
      }
    }
  }

  @EachDatabase
  void inWhateverOrderTheyEnd(TestDatabase database) throws Exception {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    Order shuffled =
        numbers -> {
          Collections.shuffle(numbers, random);
          return numbers;
        };
    try (Ledgers ledgers = new Ledgers(database, 3)) {
      for (DoubleCounting fixture : FIXTURES) {
        ledgers.assertCountedOnce(fixture, ledgers.emit(fixture, inOne(fixture), shuffled));
        ledgers.assertCountedOnce(fixture, ledgers.emit(fixture, byLevel(fixture), shuffled));
      }
    }
  }

  /** Its own time is what the model took. */
  @EachDatabase(DatabaseKind.SQLITE)
  void adksModelCallsHoldTheTimeOfTheirTools(TestDatabase database) {
    DoubleCounting adk =
        FIXTURES.stream().filter(f -> f.what().startsWith("ADK")).findFirst().orElseThrow();
    try (Ledgers ledgers = new Ledgers(database, 1)) {
      List<Span> spans = ledgers.emit(adk, inOne(adk), UsageOnceTest::childrenFirst);
      SpanRow call = ledgers.row(spans.get(2));
      SpanRow researcher = ledgers.row(spans.get(4));
      assertThat(call.name()).isEqualTo("call_llm");
      assertThat(researcher.get(SpanColumns.TOOL_NAME)).isEqualTo("researcher");
      assertThat(call.get(SpanColumns.SELF_DURATION_MS))
          .isPositive()
          .isLessThanOrEqualTo(call.durationMs() - researcher.durationMs());
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void byAnExporterThatSeesOneSpanAtATime(TestDatabase database) throws Exception {
    try (Spanledger ledger = Spanledger.create(database.dataSource());
        SdkTracerProvider tracers = tracers(SimpleSpanProcessor.create(ledger.spanExporter()))) {
      for (DoubleCounting fixture : FIXTURES) {
        List<Span> spans =
            emit(List.of(tracers), fixture, inOne(fixture), UsageOnceTest::childrenFirst);
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

  private static List<Integer> childrenFirst(List<Integer> numbers) {
    Collections.reverse(numbers);
    return numbers;
  }

  private static List<Integer> parentsFirst(List<Integer> numbers) {
    return numbers;
  }

  private static List<Integer> inOne(DoubleCounting fixture) {
    return Collections.nCopies(fixture.rows(1).size(), 0);
  }

  private static List<Integer> byLevel(DoubleCounting fixture) {
    return fixture.tree().lines().map(line -> line.indexOf(line.strip()) / 2 % 3).toList();
  }

  /** Spans as the framework makes them, each in the process of that number. */
  private static List<Span> emit(
      List<SdkTracerProvider> processes, DoubleCounting fixture, List<Integer> in, Order order) {
    FrameworkSpans framework = FrameworkSpans.of(fixture);
    List<SpanRow> rows = fixture.rows(1);
    List<Span> spans = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      SpanRow row = rows.get(i);
      int parent = parent(row, rows);
      Context above = parent < 0 ? Context.root() : Context.root().with(spans.get(parent));
      boolean remote = parent >= 0 && !in.get(parent).equals(in.get(i));
      SpanBuilder span =
          processes
              .get(in.get(i))
              .get(framework.scope())
              .spanBuilder(framework.name(row))
              .setParent(remote ? received(above) : above)
              .setStartTimestamp(row.startTime());
      framework.begin(span, row);
      spans.add(span.startSpan());
      numbers.add(i);
    }
    for (int i : order.apply(numbers)) {
      framework.end(spans.get(i), rows.get(i));
      spans.get(i).end(rows.get(i).endTime());
    }
    return spans;
  }

  private static int parent(SpanRow row, List<SpanRow> rows) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).spanId().equals(row.parentSpanId())) {
        return i;
      }
    }
    return -1;
  }

  /** What another process makes of the headers that are sent to it. */
  private static Context received(Context sent) {
    Map<String, String> headers = new HashMap<>();
    W3CTraceContextPropagator propagator = W3CTraceContextPropagator.getInstance();
    propagator.inject(sent, headers, (carrier, key, value) -> carrier.put(key, value));
    return propagator.extract(Context.root(), headers, new Headers());
  }

  private static final class Headers implements TextMapGetter<Map<String, String>> {
    @Override
    @SuppressWarnings("deprecation") // it has to be there
    public Iterable<String> keys(Map<String, String> carrier) {
      return carrier.keySet();
    }

    @Override
    public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
      return carrier == null ? null : carrier.get(key);
    }
  }

  /** Fixtures in which a span changes what was decided for one below it. */
  private static boolean disturbs(DoubleCounting fixture) {
    return fixture.tree().contains("record")
        || fixture.what().startsWith("wrappers without usage")
        || fixture.what().startsWith("a gateway's span without a price")
        || fixture.what().startsWith("a wrapper that alone knows")
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
            "%d+%d %s %d %d"
                .formatted(
                    trace.get(TraceColumns.INPUT_TOKENS),
                    trace.get(TraceColumns.OUTPUT_TOKENS),
                    plain(trace.get(TraceColumns.COST_USD)),
                    trace.get(TraceColumns.LLM_CALLS),
                    trace.get(TraceColumns.TOOL_CALLS)))
        .as(fixture.what())
        .isEqualTo(fixture.totals());
    assertThat(trace)
        .as(fixture.what())
        .isEqualTo(ledger.reader().recompute(traceId).orElseThrow());
    assertThat(ledger.repair(traceId)).as("%s: repair changed something", fixture).isFalse();
  }

  private static String plain(@Nullable BigDecimal cost) {
    return cost == null ? "-" : cost.stripTrailingZeros().toPlainString();
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

    List<Span> emit(DoubleCounting fixture, List<Integer> processes, Order order) {
      return UsageOnceTest.emit(tracers, fixture, processes, order);
    }

    /** Once it is stored. */
    SpanRow row(Span span) {
      assertThat(ledgers.get(0).flush(SOON)).isTrue();
      return ledgers
          .get(0)
          .reader()
          .span(span.getSpanContext().getTraceId(), span.getSpanContext().getSpanId())
          .orElseThrow();
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
