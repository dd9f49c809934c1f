// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;

/** Session, user and agent reach the spans that do not state them. */
class InheritanceTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @EachDatabase(DatabaseKind.SQLITE)
  void theNearestAncestorThatStatesAnIdGivesIt(TestDatabase database) {
    try (Spanledger ledger = Spanledger.create(database.dataSource())) {
      Tracer tracer = tracer(ledger.spanProcessor());
      Span outer = tracer.spanBuilder("outer").setAttribute("session.id", "s1").startSpan();
      Span middle = child(tracer, outer, "middle");
      Span inner = child(tracer, middle, "inner");
      Span other = child(tracer, middle, "other");
      other.setAttribute("session.id", "s2");
      other.end();
      inner.end();
      middle.end();
      outer.setAttribute("user.id", "late");
      outer.end();

      assertThat(ledger.flush(SOON)).isTrue();
      assertThat(row(ledger, inner).get(SpanColumns.SESSION_ID)).isEqualTo("s1");
      assertThat(row(ledger, inner).get(SpanColumns.USER_ID)).isEqualTo("late");
      assertThat(row(ledger, other).get(SpanColumns.SESSION_ID)).isEqualTo("s2");
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void aChildThatOutlivesItsParentStillInherits(TestDatabase database) {
    try (Spanledger ledger = Spanledger.create(database.dataSource())) {
      Tracer tracer = tracer(ledger.spanProcessor());
      Span parent = tracer.spanBuilder("parent").setAttribute("gen_ai.agent.name", "a").startSpan();
      Span child = child(tracer, parent, "child");
      parent.end();
      assertThat(ledger.flush(SOON)).isTrue();
      child.end();
      assertThat(ledger.flush(SOON)).isTrue();
      assertThat(row(ledger, child).get(SpanColumns.AGENT_NAME)).isEqualTo("a");
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void workThatGoesOnAfterItsParentEndedInherits(TestDatabase database) {
    try (Spanledger ledger = Spanledger.create(database.dataSource())) {
      Tracer tracer = tracer(ledger.spanProcessor());
      Span parent = tracer.spanBuilder("parent").setAttribute("session.id", "s1").startSpan();
      parent.end();
      Span before = child(tracer, parent, "before the parent is stored");
      before.end();
      assertThat(ledger.flush(SOON)).isTrue();
      Span after = child(tracer, parent, "after the parent is stored");
      after.end();
      assertThat(ledger.flush(SOON)).isTrue();
      assertThat(row(ledger, before).get(SpanColumns.SESSION_ID)).isEqualTo("s1");
      assertThat(row(ledger, after).get(SpanColumns.SESSION_ID)).isEqualTo("s1");
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void anIdThatIsANumberIsInherited(TestDatabase database) {
    try (Spanledger ledger = Spanledger.create(database.dataSource())) {
      Tracer tracer = tracer(ledger.spanProcessor());
      Span parent = tracer.spanBuilder("parent").setAttribute("user.id", 42).startSpan();
      Span child = child(tracer, parent, "child");
      child.end();
      assertThat(ledger.flush(SOON)).isTrue();
      assertThat(row(ledger, child).get(SpanColumns.USER_ID)).isEqualTo("42");
      parent.end();
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void baggageGivesWhatNoAncestorStates(TestDatabase database) {
    try (Spanledger ledger = Spanledger.create(database.dataSource())) {
      Tracer tracer = tracer(ledger.spanProcessor());
      Context context =
          Context.root()
              .with(Baggage.builder().put("session.id", "b1").put("user.id", "b2").build());
      Span span =
          tracer.spanBuilder("span").setParent(context).setAttribute("user.id", "own").startSpan();
      span.end();
      assertThat(ledger.flush(SOON)).isTrue();
      assertThat(row(ledger, span).get(SpanColumns.SESSION_ID)).isEqualTo("b1");
      assertThat(row(ledger, span).get(SpanColumns.USER_ID)).isEqualTo("own");
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void anExporterInheritsWithinItsBatch(TestDatabase database) {
    try (Spanledger ledger = Spanledger.create(database.dataSource())) {
      SpanProcessor processor = BatchSpanProcessor.builder(ledger.spanExporter()).build();
      Tracer tracer = tracer(processor);
      Span outer = tracer.spanBuilder("outer").setAttribute("session.id", "s1").startSpan();
      Span inner = child(tracer, outer, "inner");
      inner.end();
      outer.end();
      assertThat(processor.forceFlush().join(20, SECONDS).isSuccess()).isTrue();
      assertThat(row(ledger, inner).get(SpanColumns.SESSION_ID)).isEqualTo("s1");
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void anExportSucceedsOnlyWhenItIsCommitted(TestDatabase database) {
    try (Spanledger ledger = Spanledger.create(database.dataSource())) {
      Tracer tracer = tracer(SimpleSpanProcessor.create(ledger.spanExporter()));
      Span span = tracer.spanBuilder("span").startSpan();
      span.end();
      assertThat(ledger.spanExporter().flush().join(20, SECONDS).isSuccess()).isTrue();
      assertThat(row(ledger, span).name()).isEqualTo("span");
    }
  }

  private static Span child(Tracer tracer, Span parent, String name) {
    return tracer.spanBuilder(name).setParent(Context.root().with(parent)).startSpan();
  }

  private static SpanRow row(Spanledger ledger, Span span) {
    return ledger
        .reader()
        .span(span.getSpanContext().getTraceId(), span.getSpanContext().getSpanId())
        .orElseThrow();
  }

  private static Tracer tracer(SpanProcessor processor) {
    return SdkTracerProvider.builder().addSpanProcessor(processor).build().get("test");
  }
}
