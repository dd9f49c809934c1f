// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a usage costs at a price.
 *
 * @param total USD, rounded once
 * @param output what of it is for the answer, USD
 * @param isEstimate a rate was not the one that it should have been
 * @param unpriced a bucket that has tokens and no rate: then there is no cost
 */
record Cost(BigDecimal total, BigDecimal output, boolean isEstimate, @Nullable Bucket unpriced) {
  /**
   * @param stated the class of service; null for one that nobody knows the price of
   */
  static Cost of(Price price, Usage usage, @Nullable ServiceClass stated) {
    ServiceClass service = stated == null ? ServiceClass.STANDARD : stated;
    Tier tier = price.tier(usage.promptTokens());
    boolean forTokens = price.isForTokens();
    PicoUsd total = new PicoUsd();
    PicoUsd output = new PicoUsd();
    boolean estimate = stated == null || usage.isDoubtful();
    for (Map.Entry<Bucket, Long> counted : usage.counts().entrySet()) {
      Bucket bucket = counted.getKey();
      Price.Rate rate = price.rate(bucket, service, tier);
      if (rate == null) {
        if (bucket.isToken() && forTokens) {
          return new Cost(BigDecimal.ZERO, BigDecimal.ZERO, true, bucket);
        }
        estimate |= !bucket.isToken() && bucket != Bucket.CALL;
        continue;
      }
      estimate |= rate.isFallback();
      total.add(counted.getValue(), rate.pico());
      if (bucket.isOutput()) {
        output.add(counted.getValue(), rate.pico());
      }
    }
    return new Cost(total.usd(), output.usd(), estimate, null);
  }

  /** The rest: both parts add up to the total, and rounding cannot make this one negative. */
  BigDecimal input() {
    return total.subtract(output);
  }
}
