// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.batching.DropReason;
import dev.spanledger.batching.Ledger;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.Call;
import dev.spanledger.testkit.faults.FaultyDataSource;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is taken and what is not while the database is away and the queue fills. */
class FullQueueTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int KIB = 1024;

  private final TestDatabase database = TestDatabase.open(DatabaseKind.SQLITE);
  private final FaultyDataSource source = FaultyDataSource.over(database.dataSource());

  FullQueueTest() throws Exception {}

  @AfterEach
  void close() throws Exception {
    database.close();
  }

  @Test
  void rootsAndErrorsAreTakenWhereOrdinarySpansAreNot() {
    try (Spanledger ledger = away(Spanledger.builder(source).maxQueueSpans(1_000))) {
      Tracer tracer = tracer(ledger);
      Context parent = Context.root().with(tracer.spanBuilder("parent").startSpan());
      for (int i = 0; i < 1_000; i++) {
        tracer.spanBuilder("step").setParent(parent).startSpan().end();
      }
      assertTaken(ledger, 900, 100);

      Span failed = tracer.spanBuilder("failed").setParent(parent).startSpan();
      failed.setStatus(StatusCode.ERROR).end();
      Span root = tracer.spanBuilder("root").setNoParent().startSpan();
      root.end();
      assertTaken(ledger, 902, 100);

      for (int i = 0; i < 99; i++) {
        tracer.spanBuilder("root").setNoParent().startSpan().end();
      }
      assertTaken(ledger, 1_000, 101);

      comeBack(ledger);
      assertThat(stored(ledger, failed)).isEqualTo("ERROR");
      assertThat(stored(ledger, root)).isEqualTo("UNSET");
      assertThat(ledger.stats().ledger().stored()).isEqualTo(1_000);
    }
  }

  @Test
  void whatADroppedSpanStatedHoldsBelowIt() {
    try (Spanledger ledger = away(Spanledger.builder(source).maxQueueSpans(10))) {
      Tracer tracer = tracer(ledger);
      Context root = Context.root().with(tracer.spanBuilder("root").startSpan());
      Span parent = tracer.spanBuilder("parent").setParent(root).startSpan();
      parent.setAttribute("session.id", "s1").setAttribute("gen_ai.agent.name", "clerk");
      Span before = tracer.spanBuilder("before").setParent(root.with(parent)).startSpan();
      for (int i = 0; i < 9; i++) {
        tracer.spanBuilder("step").setParent(root).startSpan().end();
      }
      parent.end();
      assertTaken(ledger, 9, 1);
      before.setStatus(StatusCode.ERROR).end();
      comeBack(ledger);
      Span after = tracer.spanBuilder("after").setParent(root.with(parent)).startSpan();
      after.end();
      assertThat(ledger.flush(SOON)).isTrue();

      for (Span below : List.of(before, after)) {
        assertThat(row(ledger, below).get(SpanColumns.SESSION_ID)).isEqualTo("s1");
        assertThat(row(ledger, below).get(SpanColumns.AGENT_NAME)).isEqualTo("clerk");
      }
    }
  }

  @Test
  void aSpanThatIsCutAtOnceCanBeDropped() {
    try (Spanledger ledger =
        away(
            Spanledger.builder(source)
                .maxQueueSpans(10)
                .maxQueueBytes(256 * KIB)
                .maxSpanBytes(64 * KIB))) {
      Tracer tracer = tracer(ledger);
      Context root = Context.root().with(tracer.spanBuilder("root").startSpan());
      Span parent = tracer.spanBuilder("parent").setParent(root).startSpan();
      parent.setAttribute("session.id", "s1").setAttribute("shop.note", "long ".repeat(100 * KIB));
      for (int i = 0; i < 9; i++) {
        tracer.spanBuilder("step").setParent(root).startSpan().end();
      }
      parent.end();
      assertTaken(ledger, 9, 1);
      Span below = tracer.spanBuilder("below").setParent(root.with(parent)).startSpan();
      below.setStatus(StatusCode.ERROR).end();
      comeBack(ledger);
      assertThat(row(ledger, below).get(SpanColumns.SESSION_ID)).isEqualTo("s1");
    }
  }

  @Test
  void theSameHoldsForBytes() {
    try (Spanledger ledger =
        away(Spanledger.builder(source).maxQueueBytes(128 * KIB).maxSpanBytes(64 * KIB))) {
      Tracer tracer = tracer(ledger);
      Context parent = Context.root().with(tracer.spanBuilder("parent").startSpan());
      while (ledger.stats().ledger().droppedTotal() == 0) {
        tracer.spanBuilder("step").setParent(parent).startSpan().end();
      }
      assertThat(ledger.stats().ledger().queuedBytes())
          .isBetween(114L * KIB, (long) (0.9 * 128 * KIB));
      tracer.spanBuilder("root").setNoParent().startSpan().end();
      assertThat(ledger.stats().ledger().droppedTotal()).isEqualTo(1);
      comeBack(ledger);
    }
  }

  @Test
  void aLongSpanCountsAsItCameAndIsCutByTheWorker() {
    try (Spanledger ledger = away(Spanledger.builder(source).maxSpanBytes(64 * KIB))) {
      Span span = tracer(ledger).spanBuilder("long").startSpan();
      span.setAttribute("shop.note", "long ".repeat(100 * KIB)).end();
      assertThat(ledger.stats().ledger().queuedBytes()).isGreaterThan(500 * KIB);
      comeBack(ledger);
      assertThat(row(ledger, span).get(SpanColumns.ATTRIBUTES)).contains("[cut ");
    }
  }

  @Test
  void aSpanThatWouldFillHalfTheQueueIsCutAtOnce() {
    try (Spanledger ledger =
        away(Spanledger.builder(source).maxQueueBytes(256 * KIB).maxSpanBytes(64 * KIB))) {
      Span span = tracer(ledger).spanBuilder("too long").startSpan();
      span.setAttribute("shop.note", "long ".repeat(100 * KIB)).end();
      assertThat(ledger.stats().ledger().queuedBytes()).isLessThanOrEqualTo(64 * KIB);
      comeBack(ledger);
      assertThat(row(ledger, span).get(SpanColumns.ATTRIBUTES)).contains("[cut ");
    }
  }

  private Spanledger away(SpanledgerBuilder settings) {
    Spanledger ledger = settings.retry(Duration.ofMillis(10), Duration.ofMillis(10)).build();
    source.fail(Call.CONNECT).always();
    return ledger;
  }

  private void comeBack(Spanledger ledger) {
    source.heal();
    ledger.flush(SOON);
    assertThat(ledger.stats().ledger().queued()).isZero();
    assertThat(ledger.stats().ledger().balanced()).isTrue();
  }

  private static Tracer tracer(Spanledger ledger) {
    return SdkTracerProvider.builder().addSpanProcessor(ledger.spanProcessor()).build().get("test");
  }

  private static void assertTaken(Spanledger ledger, int queued, int dropped) {
    Ledger now = ledger.stats().ledger();
    assertThat(now.queued()).as("%s", now).isEqualTo(queued);
    assertThat(now.dropped(DropReason.QUEUE_FULL)).as("%s", now).isEqualTo(dropped);
  }

  private static String stored(Spanledger ledger, Span span) {
    return row(ledger, span).get(SpanColumns.STATUS);
  }

  private static SpanRow row(Spanledger ledger, Span span) {
    SpanContext context = span.getSpanContext();
    return ledger.reader().span(context.getTraceId(), context.getSpanId()).orElseThrow();
  }
}
