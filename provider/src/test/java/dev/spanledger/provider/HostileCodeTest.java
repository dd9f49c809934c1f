// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.provider.redaction.Redactor;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Redactors and extractors of users do what they like; what they were to hide is not stored. */
class HostileCodeTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String SAID = "SAID4711SAID";
  private static final List<String> TABLES =
      List.of("agent_spans", "agent_traces", "agent_contents", "agent_quarantine", "agent_scores");

  static Stream<Redactor> failing() {
    AtomicInteger calls = new AtomicInteger();
    return Stream.of(
        throwing(new StackOverflowError(SAID)),
        throwing(new OutOfMemoryError(SAID)),
        throwing(new IllegalStateException(SAID, new IllegalStateException(SAID))),
        throwing(new Error(SAID) {}),
        (where, text) -> {
          if (text.contains(SAID) && calls.incrementAndGet() % 2 == 0) {
            throw new IllegalArgumentException(text);
          }
          return text.replace(SAID, "");
        },
        hiding(
            name -> {
              throw new IllegalStateException(SAID);
            }),
        nothing());
  }

  @ParameterizedTest
  @MethodSource("failing")
  void aRedactorThatFailsCostsTheContentAndIsSaidOnce(Redactor redactor) throws Exception {
    PrintStream err = System.err;
    ByteArrayOutputStream logged = new ByteArrayOutputStream();
    try (TestDatabase database = TestDatabase.open(DatabaseKind.SQLITE);
        Spanledger ledger = Spanledger.builder(database.dataSource()).redactor(redactor).build()) {
      System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
      call(ledger);
      SpanRow row = call(ledger);
      System.setErr(err);

      assertThat(row.name()).isEqualTo("[REDACTED:redaction failed]");
      assertThat(row.kind()).isEqualTo("LLM");
      assertThat(row.get(SpanColumns.INPUT_TOKENS)).isEqualTo(7);
      assertThat(row.get(SpanColumns.INPUT)).isNull();
      assertThat(ledger.stats().unredactedSpans()).isEqualTo(2);
      assertThat(ledger.stats().ledger().stored()).isEqualTo(2);
      assertThat(everything(database)).doesNotContain(SAID);
    } finally {
      System.setErr(err);
    }
    assertThat(logged.toString(StandardCharsets.UTF_8))
        .containsOnlyOnce("a redactor or extractor failed")
        .doesNotContain(SAID);
  }

  @EachDatabase
  void whateverARedactorReturnsIsStorable(TestDatabase database) throws Exception {
    String huge = "x".repeat(20_000_000);
    List<Redactor> odd =
        List.of(
            (where, text) -> "[{\"role\":",
            (where, text) -> "\0\uD800\"]",
            (where, text) -> "",
            (where, text) -> huge,
            hiding(name -> "]\"\0"));
    for (Redactor redactor : odd) {
      try (Spanledger ledger =
          Spanledger.builder(database.dataSource()).redactor(redactor).build()) {
        call(ledger);
        assertThat(ledger.stats().ledger().stored()).isOne();
      }
    }
    assertThat(everything(database)).doesNotContain(SAID).hasSizeLessThan(5_000_000);
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void aRedactorThatBlocksHoldsUpNobodyButTheWorker(TestDatabase database) throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    Redactor blocking =
        (where, text) -> {
          try {
            goOn.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return text;
        };
    try (Spanledger ledger = Spanledger.builder(database.dataSource()).redactor(blocking).build()) {
      Span span = span(ledger);
      span.end();
      assertThat(ledger.flush(Duration.ofMillis(20))).isFalse();
      assertThat(ledger.stats().ledger().stored()).isZero();
      goOn.countDown();
      assertThat(row(ledger, span).get(SpanColumns.INPUT)).contains(SAID);
    }
  }

  static Stream<AttributeExtractor> failingExtractors() {
    return Stream.of(
        (span, columns) -> {
          throw new StackOverflowError(SAID);
        },
        (span, columns) -> {
          throw new Error(SAID) {};
        },
        (span, columns) -> columns.set(SpanColumns.SESSION_ID, "s").set(SpanColumns.SPAN_ID, "x"),
        (span, columns) -> columns.set(SpanColumns.TRACE_ID, SAID),
        (span, columns) -> columns.set(SpanColumns.ATTRIBUTES, "{}"));
  }

  @ParameterizedTest
  @MethodSource("failingExtractors")
  void anExtractorThatFailsCostsTheContent(AttributeExtractor extractor) throws Exception {
    try (TestDatabase database = TestDatabase.open(DatabaseKind.SQLITE);
        Spanledger ledger =
            Spanledger.builder(database.dataSource()).attributeExtractor(extractor).build()) {
      SpanRow row = call(ledger);
      assertThat(row.get(SpanColumns.SESSION_ID)).isNull();
      assertThat(row.get(SpanColumns.INPUT_TOKENS)).isEqualTo(7);
      assertThat(ledger.stats().unredactedSpans()).isOne();
      assertThat(everything(database)).doesNotContain(SAID);
    }
  }

  @EachDatabase
  void whatAnExtractorSetsIsMadeStorable(TestDatabase database) throws Exception {
    try (Spanledger ledger =
        Spanledger.builder(database.dataSource())
            .attributeExtractor(
                (span, columns) ->
                    columns
                        .set(SpanColumns.SESSION_ID, "a\0b\uD800" + "c".repeat(10_000))
                        .set(SpanColumns.KIND, "non\0sense")
                        .set(SpanColumns.STATUS, "MAYBE")
                        .set(SpanColumns.INPUT_TOKENS, -5L)
                        .set(SpanColumns.COST_USD, new BigDecimal("-1"))
                        .set(SpanColumns.OUTPUT, "[{\"role\":"))
            .build()) {
      SpanRow row = call(ledger);
      assertThat(row.get(SpanColumns.SESSION_ID)).startsWith("a\uFFFDb").hasSizeLessThan(300);
      assertThat(row.status()).isEqualTo("UNSET");
      assertThat(row.get(SpanColumns.INPUT_TOKENS)).isNull();
      assertThat(row.get(SpanColumns.COST_USD)).isNull();
      assertThat(ledger.stats().ledger().quarantined()).isZero();
      String trace = row.traceId();
      assertThat(ledger.reader().trace(trace).orElseThrow().trace())
          .isEqualTo(ledger.reader().recompute(trace).orElseThrow());
    }
  }

  private static Redactor throwing(Throwable failure) {
    return (where, text) -> {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) failure;
    };
  }

  private static Redactor hiding(UnaryOperator<String> hide) {
    return new Redactor() {
      @Override
      public String redact(String where, String text) {
        return text.replace(SAID, "");
      }

      @Override
      public String hide(String name) {
        return hide.apply(name);
      }
    };
  }

  @SuppressWarnings("NullAway") // users' code need not keep to it
  private static Redactor nothing() {
    return (where, text) -> null;
  }

  private static SpanRow call(Spanledger ledger) {
    Span span = span(ledger);
    span.end();
    return row(ledger, span);
  }

  private static Span span(Spanledger ledger) {
    return SdkTracerProvider.builder()
        .addSpanProcessor(ledger.spanProcessor())
        .build()
        .get("test")
        .spanBuilder("chat " + SAID)
        .setAttribute("gen_ai.operation.name", "chat")
        .setAttribute("gen_ai.usage.input_tokens", 7)
        .setAttribute("gen_ai.input.messages", "[{\"role\":\"user\",\"content\":\"" + SAID + "\"}]")
        .setAttribute("app.note", SAID)
        .startSpan();
  }

  private static SpanRow row(Spanledger ledger, Span span) {
    assertThat(ledger.flush(SOON)).isTrue();
    SpanContext context = span.getSpanContext();
    return ledger.reader().span(context.getTraceId(), context.getSpanId()).orElseThrow();
  }

  private static String everything(TestDatabase database) throws SQLException {
    StringBuilder all = new StringBuilder();
    for (String table : TABLES) {
      for (Map<String, @Nullable Object> row : database.rows("SELECT * FROM " + table)) {
        all.append(row);
      }
    }
    return all.toString();
  }
}
