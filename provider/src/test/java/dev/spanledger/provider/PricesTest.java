// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.provider.pricing.Pricing;
import dev.spanledger.schema.RepriceReport;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceColumns;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

class PricesTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String MINE =
      "INSERT INTO agent_model_prices (price_id, provider, model_pattern, bucket, rate_pico, effective_from) "
          + "VALUES ('%s', 'openai', 'gpt-4o', '%s', %d, '2026-01-01 00:00:00Z')";

  /** A call of 1,000 + 100 tokens; answers with its trace. */
  private static String call(Tracer tracer, String model) {
    Span span = tracer.spanBuilder("chat").startSpan();
    span.setAttribute("gen_ai.operation.name", "chat");
    span.setAttribute("gen_ai.provider.name", "openai");
    span.setAttribute("gen_ai.request.model", model);
    span.setAttribute(AttributeKey.longKey("gen_ai.usage.input_tokens"), 1_000L);
    span.setAttribute(AttributeKey.longKey("gen_ai.usage.output_tokens"), 100L);
    span.end();
    return span.getSpanContext().getTraceId();
  }

  private static Tracer tracer(Spanledger ledger) {
    return SdkTracerProvider.builder().addSpanProcessor(ledger.spanProcessor()).build().get("test");
  }

  private static SpanRow only(TraceReader reader, String trace) {
    return reader.trace(trace).orElseThrow().spans().get(0);
  }

  private static void price(TestDatabase database, String id, long pico) throws SQLException {
    database.execute(
        MINE.formatted(id, "input", pico), MINE.formatted(id + "-out", "output", pico));
  }

  @EachDatabase
  void aCallIsStoredWithWhatItCost(TestDatabase database) {
    try (Spanledger ledger = Spanledger.create(database.dataSource())) {
      String trace = call(tracer(ledger), "gpt-4o");
      assertThat(ledger.flush(MINUTE)).isTrue();

      SpanRow span = only(ledger.reader(), trace);
      assertThat(span.get(SpanColumns.COST_USD)).isEqualTo(new BigDecimal("0.003500000"));
      assertThat(span.get(SpanColumns.INPUT_COST_USD)).isEqualTo(new BigDecimal("0.002500000"));
      assertThat(span.get(SpanColumns.OUTPUT_COST_USD)).isEqualTo(new BigDecimal("0.001000000"));
      assertThat(span.get(SpanColumns.COST_STATUS)).isEqualTo("COMPUTED");
      assertThat(span.get(SpanColumns.PRICE_REF)).isEqualTo("genai-prices-0.1.8:openai/gpt-4o");
      assertThat(ledger.reader().trace(trace).orElseThrow().trace().get(TraceColumns.COST_USD))
          .isEqualTo(new BigDecimal("0.003500000"));
    }
  }

  @EachDatabase
  void aPriceInTheTableHoldsForItsDatabase(TestDatabase database) throws SQLException {
    Spanledger.create(database.dataSource()).close();
    price(database, "mine", 1_000_000);
    try (Spanledger ledger = Spanledger.create(database.dataSource())) {
      String trace = call(tracer(ledger), "gpt-4o");
      ledger.flush(MINUTE);

      SpanRow span = only(ledger.reader(), trace);
      assertThat(span.get(SpanColumns.PRICE_REF)).isEqualTo("user:mine");
      assertThat(span.get(SpanColumns.COST_USD)).isEqualTo(new BigDecimal("0.001100000"));
    }
  }

  @EachDatabase
  void sqlRefusesWhatCannotBeRight(TestDatabase database) throws SQLException {
    Spanledger.create(database.dataSource()).close();
    price(database, "mine", 1);
    for (String change :
        new String[] {
          "rate_pico = -1",
          "bucket = 'inputs'",
          "unit = 'call'",
          "service_class = 'cheap'",
          "match_kind = 'glob'",
          "min_prompt_tokens = -1",
          "effective_to = effective_from",
          "effective_from = 'someday'",
          "model_pattern = ''",
          "rate_pico = NULL"
        }) {
      assertThatThrownBy(
              () ->
                  database.execute(
                      "UPDATE agent_model_prices SET " + change + " WHERE price_id = 'mine'"))
          .as(change)
          .isInstanceOf(SQLException.class);
    }
    assertThatThrownBy(() -> database.execute(MINE.formatted("again", "input", 2)))
        .isInstanceOf(SQLException.class);
  }

  @EachDatabase
  void whatSqlCannotRefuseIsRefusedWhenItIsRead(TestDatabase database) throws SQLException {
    Spanledger.create(database.dataSource()).close();
    database.execute(MINE.formatted("half", "input", 1));
    try (Spanledger ledger = Spanledger.create(database.dataSource())) {
      assertThat(ledger.stats().refusedPrices()).isEqualTo(1);
      String trace = call(tracer(ledger), "gpt-4o");
      ledger.flush(MINUTE);
      assertThat(only(ledger.reader(), trace).get(SpanColumns.PRICE_REF))
          .isEqualTo("genai-prices-0.1.8:openai/gpt-4o");
    }
  }

  @EachDatabase
  void aPrintedPriceCanBePutIntoTheTable(TestDatabase database) throws SQLException {
    Spanledger.create(database.dataSource()).close();
    for (var row : Pricing.bundled("openai", "gpt-4o", Instant.parse("2026-01-01T00:00:00Z"))) {
      database.execute(row.toInsert());
    }
    try (Spanledger ledger = Spanledger.create(database.dataSource())) {
      String trace = call(tracer(ledger), "gpt-4o");
      ledger.flush(MINUTE);
      SpanRow span = only(ledger.reader(), trace);
      assertThat(span.get(SpanColumns.PRICE_REF)).startsWith("user:");
      assertThat(span.get(SpanColumns.COST_USD)).isEqualTo(new BigDecimal("0.003500000"));
    }
  }

  @EachDatabase
  void pricesAreReadAgainAfterTheIntervalAndOldOnesHoldWhereThatFails(TestDatabase database)
      throws SQLException {
    try (Spanledger ledger = Spanledger.create(database.dataSource())) {
      AtomicLong now = new AtomicLong();
      LivePrices prices = new LivePrices(ledger.reader(), MINUTE, now::get);
      database.execute(
          "INSERT INTO agent_model_aliases (alias, canonical_model) VALUES ('prod', 'gpt-4o')");
      price(database, "mine", 1_000_000);

      now.addAndGet(MINUTE.toNanos() - 1);
      prices.reloadIfDue();
      assertThat(ref(prices)).isEqualTo("unknown model");

      now.addAndGet(1);
      prices.reloadIfDue();
      assertThat(ref(prices)).isEqualTo("user:mine#alias");

      database.execute("DROP TABLE agent_model_prices");
      now.addAndGet(MINUTE.toNanos());
      prices.reloadIfDue();
      assertThat(ref(prices)).isEqualTo("user:mine#alias");
    }
  }

  private static String ref(LivePrices prices) {
    SpanRow.Builder row =
        SpanRow.builder()
            .times(1_780_000_000_000_000_000L, 1_780_000_000_000_000_000L, Instant.now())
            .set(SpanColumns.COST_STATUS, "NO_PRICE")
            .set(SpanColumns.PROVIDER, "openai")
            .set(SpanColumns.MODEL, "prod")
            .set(SpanColumns.INPUT_TOKENS, 1L);
    prices.pricing().price(row);
    return row.get(SpanColumns.PRICE_REF);
  }

  @EachDatabase
  void repricingTakesPricesAsTheyAreNowAndCorrectsTheTrace(TestDatabase database)
      throws SQLException {
    Instant before = Instant.now().minusSeconds(60);
    Instant after = Instant.now().plusSeconds(600);
    try (Spanledger ledger = Spanledger.create(database.dataSource())) {
      String known = call(tracer(ledger), "gpt-4o");
      String unknown = call(tracer(ledger), "acme-1");
      ledger.flush(MINUTE);
      price(database, "mine", 1_000_000);
      database.execute(
          "INSERT INTO agent_model_aliases (alias, canonical_model) VALUES ('acme-1', 'gpt-4o')");

      RepriceReport report = ledger.reprice(before, after);

      assertThat(report)
          .isEqualTo(
              new RepriceReport(
                  2, 2, new BigDecimal("0.003500000"), new BigDecimal("0.002200000")));
      for (String trace : new String[] {known, unknown}) {
        assertThat(only(ledger.reader(), trace).get(SpanColumns.PRICE_REF)).startsWith("user:mine");
        assertThat(ledger.reader().trace(trace).orElseThrow().trace())
            .isEqualTo(ledger.reader().recompute(trace).orElseThrow());
      }
      assertThat(ledger.reprice(before, after).changed()).isZero();
      assertThat(ledger.reprice(after, after.plusSeconds(1)).spans()).isZero();
      assertThatThrownBy(() -> ledger.reprice(after, before))
          .hasMessageContaining("to must be after from");
    }
  }

  @EachDatabase
  void writersGoOnWhileRepricing(TestDatabase database) throws SQLException {
    Instant before = Instant.now().minusSeconds(60);
    try (Spanledger ledger =
        Spanledger.builder(database.dataSource()).batchDelay(Duration.ofMillis(5)).build()) {
      Tracer tracer = tracer(ledger);
      Span root = tracer.spanBuilder("root").startSpan();
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(
              Context.root()
                  .with(root)
                  .wrap(
                      () -> {
                        for (int i = 0; i < 1_500; i++) {
                          call(tracer, "gpt-4o");
                        }
                      }));
      long cents = 0;
      while (!writing.isDone() || cents < 4) {
        cents++;
        database.execute("DELETE FROM agent_model_prices");
        price(database, "price-" + cents, cents * 1_000_000);
        ledger.reprice(before, Instant.now().plusSeconds(600));
      }
      writing.join();
      root.end();
      assertThat(ledger.flush(MINUTE)).isTrue();
      ledger.reprice(before, Instant.now().plusSeconds(600));

      String trace = root.getSpanContext().getTraceId();
      var stored = ledger.reader().trace(trace).orElseThrow().trace();
      assertThat(stored).isEqualTo(ledger.reader().recompute(trace).orElseThrow());
      assertThat(stored.get(TraceColumns.COST_USD))
          .isEqualTo(
              new BigDecimal("0.0011").multiply(BigDecimal.valueOf(1_500 * cents)).setScale(9));
      assertThat(ledger.stats().ledger().stored()).isEqualTo(1_501);
    }
  }
}
