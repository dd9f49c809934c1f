// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.OpenSpan;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceRow;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Spans that run, through the whole ledger. */
@Timeout(60)
class RunningSpansTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path directory;

  private static SpanledgerBuilder builder(DataSource source) {
    return Spanledger.builder(source)
        .elsewhere(knob -> null)
        .maintenance(false)
        .batchDelay(Duration.ofMillis(10))
        .openSpansAfter(Duration.ofMillis(60));
  }

  private static Tracer tracer(Spanledger ledger) {
    return SdkTracerProvider.builder().addSpanProcessor(ledger.spanProcessor()).build().get("test");
  }

  private static Span agent(Tracer tracer) {
    return tracer
        .spanBuilder("invoke_agent support")
        .setAttribute("gen_ai.operation.name", "invoke_agent")
        .setAttribute("gen_ai.agent.name", "support")
        .setAttribute("session.id", "s-1")
        .startSpan();
  }

  private static void awaitOpen(TraceReader reader, int count) {
    while (reader.openSpans(null, 100).size() != count) {
      Thread.onSpinWait();
    }
  }

  @EachDatabase
  void aRunIsSeenFromItsBeginningToItsEnd(TestDatabase database) {
    for (boolean spills : List.of(false, true)) {
      SpanledgerBuilder builder = builder(database.dataSource());
      try (Spanledger ledger =
          spills ? builder.spillDirectory(directory).build() : builder.build()) {
        Tracer tracer = tracer(ledger);
        Span agent = agent(tracer);
        awaitOpen(ledger.reader(), 1);
        Span call =
            tracer
                .spanBuilder("chat gpt-4o")
                .setParent(Context.root().with(agent))
                .setAttribute("gen_ai.operation.name", "chat")
                .setAttribute("gen_ai.request.model", "gpt-4o")
                .startSpan();
        awaitOpen(ledger.reader(), 2);
        String traceId = agent.getSpanContext().getTraceId();
        TraceRow running = trace(ledger.reader(), traceId);
        assertThat(running.status()).isEqualTo("RUNNING");
        assertThat(running.name()).isEqualTo("invoke_agent support");
        assertThat(running.spanCount()).isZero();
        OpenSpan open = ledger.reader().openSpans(traceId).get(1);
        assertThat(open.kind()).isEqualTo("LLM");
        assertThat(open.get(SpanColumns.MODEL)).isEqualTo("gpt-4o");
        assertThat(open.get(SpanColumns.AGENT_NAME)).as("inherited").isEqualTo("support");
        assertThat(open.get(SpanColumns.SESSION_ID)).isEqualTo("s-1");

        call.end();
        agent.end();
        assertThat(ledger.flush(SOON)).isTrue();
        assertThat(ledger.reader().openSpans(traceId)).isEmpty();
        assertThat(trace(ledger.reader(), traceId).status()).isEqualTo("UNSET");
        assertThat(trace(ledger.reader(), traceId).spanCount()).isEqualTo(2);
        assertThat(ledger.stats().ledger().balanced()).isTrue();
      }
    }
  }

  @EachDatabase
  void whatRunsWhenTheLedgerIsClosedIsAbandoned(TestDatabase database) throws SQLException {
    Spanledger ledger = builder(database.dataSource()).build();
    Span agent = agent(tracer(ledger));
    awaitOpen(ledger.reader(), 1);
    ledger.close();
    String traceId = agent.getSpanContext().getTraceId();
    assertThat(ledger.reader().openSpans(traceId)).isEmpty();
    assertThat(trace(ledger.reader(), traceId).status()).isEqualTo("ABANDONED");
    SpanRow stored =
        ledger.reader().span(traceId, agent.getSpanContext().getSpanId()).orElseThrow();
    assertThat(stored.get(SpanColumns.ERROR_MESSAGE)).contains("closed");
    agent.end();
    assertThat(ledger.stats().ledger().stored()).as("spans that were offered").isZero();
  }

  @EachDatabase
  void spansThatEndSoonAreNoBusinessOfTheTable(TestDatabase database) throws Exception {
    StatementLog statements = new StatementLog(database.dataSource());
    try (Spanledger ledger = builder(statements).openSpansAfter(Duration.ofHours(1)).build()) {
      statements.forget();
      Tracer tracer = tracer(ledger);
      for (int i = 0; i < 2_000; i++) {
        agent(tracer).end();
      }
      assertThat(ledger.flush(SOON)).isTrue();
    }
    assertThat(statements.seen("agent_traces")).isNotEmpty();
    assertThat(statements.seen("agent_open_spans")).isEmpty();
  }

  @EachDatabase
  void neverWhereItIsSwitchedOff(TestDatabase database) throws Exception {
    StatementLog statements = new StatementLog(database.dataSource());
    try (Spanledger ledger = builder(statements).openSpansAfter(Duration.ZERO).build()) {
      statements.forget();
      Span agent = agent(tracer(ledger));
      agent(tracer(ledger)).end();
      assertThat(ledger.flush(SOON)).isTrue();
      assertThat(agent.isRecording()).isTrue();
    }
    assertThat(statements.seen("agent_open_spans")).isEmpty();
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aRoleWithoutTheRightsGoesOnWithout(TestDatabase database) throws Exception {
    Spanledger.builder(database.dataSource()).elsewhere(knob -> null).build().close();
    database.execute(
        "CREATE ROLE poor LOGIN PASSWORD 'poor'",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO poor",
        "GRANT INSERT, UPDATE ON agent_spans, agent_traces, agent_contents, agent_scores, agent_quarantine TO poor",
        "GRANT INSERT ON agent_usage_stale TO poor");
    PGSimpleDataSource poor = new PGSimpleDataSource();
    poor.setURL(database.jdbcUrl());
    poor.setUser("poor");
    poor.setPassword("poor");
    StatementLog statements = new StatementLog(poor);
    try (Spanledger ledger = builder(statements).build()) {
      int asked = statements.seen("has_table_privilege").size();
      Span agent = agent(tracer(ledger));
      while (statements.seen("has_table_privilege").size() == asked) {
        Thread.onSpinWait();
      }
      agent.end();
      assertThat(ledger.flush(SOON)).isTrue();
      assertThat(ledger.stats().ledger().stored()).isEqualTo(1);
    } finally {
      database.execute("DROP OWNED BY poor", "DROP ROLE poor");
    }
    assertThat(statements.seen("INTO agent_open_spans")).isEmpty();
  }

  private static TraceRow trace(TraceReader reader, String traceId) {
    TraceRow trace = reader.trace(traceId).orElseThrow().trace();
    assertThat(reader.recompute(traceId)).contains(trace);
    return trace;
  }
}
