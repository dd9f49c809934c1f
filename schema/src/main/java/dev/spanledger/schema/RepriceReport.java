// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.math.BigDecimal;

/**
 * What re-pricing did.
 *
 * @param spans that were looked at: model calls whose cost was not reported by their source
 * @param changed those whose cost, status or price is another now
 * @param costBefore USD, of the spans that were looked at and that count in their traces' totals
 * @param costAfter the same afterwards
 */
public record RepriceReport(long spans, long changed, BigDecimal costBefore, BigDecimal costAfter) {
  /** Of nothing. */
  public static final RepriceReport NONE =
      new RepriceReport(0, 0, BigDecimal.ZERO.setScale(9), BigDecimal.ZERO.setScale(9));

  /** Both together. */
  public RepriceReport plus(RepriceReport other) {
    return new RepriceReport(
        spans + other.spans,
        changed + other.changed,
        costBefore.add(other.costBefore),
        costAfter.add(other.costAfter));
  }
}
