// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.Call;
import dev.spanledger.testkit.faults.FaultyDataSource;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What an export says is what became of its spans. */
class LedgerSpanExporterTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @EachDatabase(DatabaseKind.SQLITE)
  void anExportFailsAtOnceWhereThereIsNoRoom(TestDatabase database) {
    FaultyDataSource dead = FaultyDataSource.over(database.dataSource());
    try (Spanledger ledger =
        Spanledger.builder(dead).maxQueueSpans(1).closeTimeout(Duration.ZERO).build()) {
      dead.fail(Call.CONNECT).always();
      SpanExporter exporter = ledger.spanExporter();
      CompletableResultCode waiting = exporter.export(List.of(span(IdGenerator.random(), "a")));
      CompletableResultCode refused = exporter.export(List.of(span(IdGenerator.random(), "b")));
      assertThat(waiting.isDone()).isFalse();
      assertThat(refused.isDone()).isTrue();
      assertThat(refused.isSuccess()).isFalse();
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void tracesWhoseSpansHaveTheSameIdsStayApart(TestDatabase database) {
    try (Spanledger ledger = Spanledger.create(database.dataSource())) {
      List<SpanData> batch = new ArrayList<>();
      for (String session : List.of("a1", "a2")) {
        batch.addAll(run(new CountedIds(session), session));
      }
      assertThat(ledger.spanExporter().export(batch).join(20, SECONDS).isSuccess()).isTrue();
      for (SpanData span : batch) {
        SpanRow row = ledger.reader().span(span.getTraceId(), span.getSpanId()).orElseThrow();
        assertThat(span.getTraceId()).endsWith(row.get(SpanColumns.SESSION_ID));
      }
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void aChainOfAnyLengthIsExported(TestDatabase database) {
    try (Spanledger ledger = Spanledger.create(database.dataSource())) {
      List<SpanData> batch = new ArrayList<>();
      Tracer tracer = tracer(IdGenerator.random());
      Span span = tracer.spanBuilder("root").setAttribute("session.id", "s1").startSpan();
      for (int i = 0; i < 20_000; i++) {
        batch.add(0, ((ReadableSpan) span).toSpanData());
        span = tracer.spanBuilder("x").setParent(Context.root().with(span)).startSpan();
      }
      Thread small = new Thread(null, () -> ledger.spanExporter().export(batch), "app", 64 << 10);
      small.start();
      join(small);
      assertThat(ledger.stats().ledger().accepted()).isEqualTo(20_000);
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void aRouterThatBreaksCostsNoSpan(TestDatabase database) {
    try (Spanledger ledger =
        Spanledger.builder(database.dataSource())
            .router(
                trace -> {
                  throw new NoClassDefFoundError("gone");
                })
            .build()) {
      SpanData span = span(IdGenerator.random(), "a");
      assertThat(ledger.spanExporter().export(List.of(span)).join(20, SECONDS).isSuccess())
          .isTrue();
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void bothFacesByMistakeCountASpanOnce(TestDatabase database) {
    try (Spanledger ledger = Spanledger.create(database.dataSource());
        SdkTracerProvider tracers =
            SdkTracerProvider.builder()
                .addSpanProcessor(ledger.spanProcessor())
                .addSpanProcessor(SimpleSpanProcessor.create(ledger.spanExporter()))
                .build()) {
      for (int i = 0; i < 20; i++) {
        tracers
            .get("test")
            .spanBuilder("chat")
            .setAttribute("gen_ai.operation.name", "chat")
            .setAttribute("gen_ai.usage.input_tokens", 5)
            .startSpan()
            .end();
      }
      assertThat(ledger.flush(SOON)).isTrue();
      assertThat(ledger.reader().list(TraceQuery.all()).traces())
          .hasSize(20)
          .allMatch(trace -> trace.spanCount() == 1);
    }
  }

  private static List<SpanData> run(IdGenerator ids, String session) {
    Tracer tracer = tracer(ids);
    Span root = tracer.spanBuilder("root").setAttribute("session.id", session).startSpan();
    Span child = tracer.spanBuilder("child").setParent(Context.root().with(root)).startSpan();
    return List.of(((ReadableSpan) child).toSpanData(), ((ReadableSpan) root).toSpanData());
  }

  private static SpanData span(IdGenerator ids, String name) {
    return ((ReadableSpan) tracer(ids).spanBuilder(name).startSpan()).toSpanData();
  }

  private static Tracer tracer(IdGenerator ids) {
    return SdkTracerProvider.builder()
        .setIdGenerator(ids)
        .addSpanProcessor(SimpleSpanProcessor.create(SpanExporter.composite()))
        .build()
        .get("test");
  }

  private static void join(Thread thread) {
    try {
      thread.join(20_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Counts spans from one in each trace. */
  private static final class CountedIds implements IdGenerator {
    private final AtomicInteger spans = new AtomicInteger();
    private final String trace;

    CountedIds(String end) {
      trace = "0".repeat(32 - end.length()) + end;
    }

    @Override
    public String generateSpanId() {
      return "%016x".formatted(spans.incrementAndGet());
    }

    @Override
    public String generateTraceId() {
      return trace;
    }
  }
}
