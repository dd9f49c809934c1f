// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/** Rows of model calls as the dictionary leaves them. */
final class Calls {
  static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private Calls() {}

  static SpanRow.Builder llm(String provider, String model, long input, long output) {
    return llm(provider, model)
        .set(SpanColumns.INPUT_TOKENS, input)
        .set(SpanColumns.OUTPUT_TOKENS, output)
        .set(SpanColumns.TOTAL_TOKENS, input + output);
  }

  /** Without usage. */
  static SpanRow.Builder llm(String provider, String model) {
    return at(NOW)
        .set(SpanColumns.KIND, "LLM")
        .set(SpanColumns.COST_STATUS, "NO_PRICE")
        .set(SpanColumns.PROVIDER, provider)
        .set(SpanColumns.MODEL, model)
        .set(SpanColumns.REQUEST_MODEL, model);
  }

  private static SpanRow.Builder at(Instant start) {
    long nanos = start.getEpochSecond() * 1_000_000_000L;
    return SpanRow.builder()
        .set(SpanColumns.TRACE_ID, "0".repeat(31) + "1")
        .set(SpanColumns.SPAN_ID, "0".repeat(15) + "1")
        .times(nanos, nanos + Duration.ofSeconds(1).toNanos(), start);
  }

  static SpanRow.Builder starting(SpanRow.Builder row, Instant start) {
    long nanos = start.getEpochSecond() * 1_000_000_000L + start.getNano();
    return row.times(nanos, nanos, start);
  }

  static SpanRow priced(SpanRow.Builder row) {
    return priced(new Pricing(), row);
  }

  static SpanRow priced(Pricing pricing, SpanRow.Builder row) {
    pricing.price(row);
    return row.build();
  }

  static <T> SpanRow priced(SpanRow.Builder row, Column<T> column, T value) {
    return priced(row.set(column, value));
  }

  static BigDecimal cost(SpanRow row) {
    return row.get(SpanColumns.COST_USD);
  }

  static String status(SpanRow row) {
    return row.get(SpanColumns.COST_STATUS);
  }

  static String ref(SpanRow row) {
    return row.get(SpanColumns.PRICE_REF);
  }
}
