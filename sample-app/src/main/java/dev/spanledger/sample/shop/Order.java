// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.shop;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A row of {@code shop_orders}; dates are ISO text, amounts are euros. */
record Order(
    String orderId,
    String item,
    BigDecimal total,
    String status,
    @Nullable String deliveredOn,
    @Nullable String carrier,
    @Nullable String parcel,
    String address) {

  boolean isProcessing() {
    return status.equals("PROCESSING");
  }
}
