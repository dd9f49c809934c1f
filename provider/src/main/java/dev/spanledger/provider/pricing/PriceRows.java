// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import dev.spanledger.schema.PriceColumns;
import dev.spanledger.schema.PriceRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A bundled price as rows of {@code agent_model_prices}. */
final class PriceRows {
  private PriceRows() {}

  /** A price without output, such as an embedding's, gets one of zero: the table wants both. */
  static List<PriceRow> of(Price price, String provider, String model, Instant from) {
    List<Price.Entry> entries =
        price.entries().stream()
            .sorted(
                Comparator.comparing(Price.Entry::tier)
                    .thenComparing(Price.Entry::service)
                    .thenComparing(Price.Entry::bucket))
            .toList();
    List<PriceRow> rows = new ArrayList<>();
    for (Price.Entry entry : entries) {
      rows.add(row(entry, price.pico(entry), provider, model, from));
    }
    Price.Entry output = new Price.Entry(Bucket.OUTPUT, ServiceClass.STANDARD, Tier.BASE);
    if (price.isForTokens() && !entries.contains(output)) {
      rows.add(row(output, 0, provider, model, from));
    }
    return rows;
  }

  private static PriceRow row(
      Price.Entry entry, long pico, String provider, String model, Instant from) {
    return PriceRow.builder()
        .set(PriceColumns.PROVIDER, provider)
        .set(PriceColumns.MODEL_PATTERN, model)
        .set(PriceColumns.BUCKET, entry.bucket().key())
        .set(PriceColumns.UNIT, entry.bucket().unit())
        .set(PriceColumns.SERVICE_CLASS, entry.service().key())
        .set(PriceColumns.MIN_PROMPT_TOKENS, entry.tier().from())
        .set(PriceColumns.MIN_INCLUSIVE, entry.tier().from() > 0 && entry.tier().inclusive())
        .set(PriceColumns.RATE_PICO, pico)
        .set(PriceColumns.EFFECTIVE_FROM, from)
        .build();
  }
}
