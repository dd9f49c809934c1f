// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.shop;

import static java.time.temporal.ChronoUnit.DAYS;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.invocation.InvocationParameters;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;

/** What the refund specialist can do; the support agent cannot. */
final class RefundTools {
  private static final int REFUND_DAYS = 30;

  private final ShopTables tables;

  RefundTools(ShopTables tables) {
    this.tables = tables;
  }

  /**
   * Whether an order can be refunded.
   *
   * @param paid what the customer paid, in euros: the most that can be refunded
   */
  record Quote(boolean refundable, BigDecimal paid, String because) {}

  @Tool("Tells whether an order can be refunded, and how much was paid")
  Quote quoteRefund(@P("order number") String orderId, InvocationParameters caller) {
    return tables
        .order(Caller.customerId(caller), orderId)
        .map(RefundTools::quote)
        .orElse(new Quote(false, BigDecimal.ZERO, "the customer has no such order"));
  }

  @Tool("Pays money back to the customer")
  String issueRefund(
      @P("order number") String orderId,
      @P("euros") BigDecimal euros,
      @P("why, in a few words") String reason,
      InvocationParameters caller) {
    BigDecimal amount = euros.setScale(2, RoundingMode.HALF_UP);
    Quote quote = quoteRefund(orderId, caller);
    if (!quote.refundable() || amount.compareTo(quote.paid()) > 0) {
      return "Refused: " + quote.because() + ", and " + quote.paid() + " EUR were paid.";
    }
    tables
        .order(Caller.customerId(caller), orderId)
        .ifPresent(order -> tables.refund(order, amount, reason));
    return "Refund RF-" + orderId + " of " + amount + " EUR is on its way.";
  }

  private static Quote quote(Order order) {
    if (order.deliveredOn() == null) {
      return new Quote(false, order.total(), "the order has not been delivered");
    }
    long days = DAYS.between(LocalDate.parse(order.deliveredOn()), ShopTables.TODAY);
    return new Quote(
        days <= REFUND_DAYS, order.total(), "the order was delivered " + days + " days ago");
  }
}
