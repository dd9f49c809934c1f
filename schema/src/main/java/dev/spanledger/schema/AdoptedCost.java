// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A cost that a span took over from another span of the same call, whose usage does not count: the
 * wrapper knows the price, the call below it the tokens.
 *
 * @param costUsd as the other span has it
 * @param status where the other span has it from
 * @param priceRef names the other span
 */
record AdoptedCost(BigDecimal costUsd, String status, String priceRef) {
  private static final String SPAN = "span:";

  static AdoptedCost of(UsageSpan lender) {
    BigDecimal cost = own(lender);
    String status = lender.get(SpanColumns.COST_STATUS);
    if (cost == null) {
      throw new IllegalArgumentException(lender.spanId() + " has no cost");
    }
    return new AdoptedCost(cost, status == null ? "REPORTED" : status, SPAN + lender.spanId());
  }

  /** The cost that a span has without any other; null where it has none. */
  static @Nullable BigDecimal own(UsageSpan span) {
    return isAdopted(span) ? null : span.get(SpanColumns.COST_USD);
  }

  /** Why a span has no cost of its own. */
  static @Nullable String ownStatus(UsageSpan span) {
    if (!isAdopted(span)) {
      return span.get(SpanColumns.COST_STATUS);
    }
    return span.get(SpanColumns.TOTAL_TOKENS) == null ? "NO_USAGE" : "NO_PRICE";
  }

  static @Nullable String ownPriceRef(UsageSpan span) {
    return isAdopted(span) ? null : span.get(SpanColumns.PRICE_REF);
  }

  private static boolean isAdopted(UsageSpan span) {
    String ref = span.get(SpanColumns.PRICE_REF);
    return ref != null && ref.startsWith(SPAN);
  }
}
