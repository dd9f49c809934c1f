// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.langchain4j.invocation.InvocationParameters;
import java.math.BigDecimal;
import java.nio.file.Path;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopToolsTest {
  private static final InvocationParameters AMARA = Caller.of("C-1001");
  private static final InvocationParameters MEI = Caller.of("C-1003");
  private static final InvocationParameters RAFAEL = Caller.of("C-1004");
  private static final InvocationParameters PRIYA = Caller.of("C-1005");

  @TempDir private Path directory;
  private final HikariDataSource dataSource = new HikariDataSource();
  private OrderTools orders;
  private RefundTools refunds;

  @BeforeEach
  void open() {
    dataSource.setJdbcUrl("jdbc:sqlite:" + directory.resolve("shop.db"));
    ShopTables tables = ShopTables.open(dataSource);
    orders = new OrderTools(tables);
    refunds = new RefundTools(tables);
  }

  @AfterEach
  void close() {
    dataSource.close();
  }

  @Test
  void anOrderIsFoundByItsOwnerOnly() {
    assertThat(orders.findOrders("5001", AMARA))
        .extracting(Order::item)
        .containsExactly("Walnut desk lamp");
    assertThat(orders.findOrders("5001", MEI)).isEmpty();
    assertThat(orders.trackParcel("5001", MEI)).contains("no order 5001");
  }

  @Test
  void allOrdersAreFoundWithoutANumber() {
    assertThat(orders.findOrders(null, PRIYA))
        .extracting(Order::orderId)
        .containsExactly("5005", "5006");
  }

  @Test
  void parcelsAreTracked() {
    assertThat(orders.trackParcel("5001", AMARA)).contains("sorting centre");
    assertThat(orders.trackParcel("5003", MEI)).contains("not been shipped");
    assertThat(orders.trackParcel("5004", RAFAEL)).contains("delivered on 2026-11-12");
  }

  @Test
  void aCarrierThatNobodyConnectedIsAnError() {
    assertThatThrownBy(() -> orders.trackParcel("5009", Caller.of("C-1007")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Zeppelin Line");
  }

  @Test
  void anAddressChangesUntilTheOrderIsShipped() {
    assertThat(orders.changeAddress("5003", "Elbchaussee 1", MEI)).contains("now goes to");
    assertThat(orders.findOrders("5003", MEI).get(0).address()).isEqualTo("Elbchaussee 1");
    assertThat(orders.changeAddress("5001", "Elsewhere", AMARA)).contains("is final");
    assertThat(orders.findOrders("5001", AMARA).get(0).address()).isEqualTo("4 Harbour Row, Cork");
  }

  @Test
  void anOrderIsCancelledUntilItIsShipped() {
    assertThat(orders.cancelOrder("5006", PRIYA)).contains("is cancelled");
    assertThat(orders.findOrders("5006", PRIYA).get(0).status()).isEqualTo("CANCELLED");
    assertThat(orders.cancelOrder("5005", PRIYA)).contains("cannot be cancelled");
  }

  @Test
  void aRefundIsPaidOnceAndWithinThirtyDays() {
    assertThat(refunds.quoteRefund("5004", RAFAEL).refundable()).isTrue();
    assertThat(refund("5004", "42.00", RAFAEL)).contains("RF-5004 of 42.00 EUR");
    assertThat(refund("5004", "42.00", RAFAEL)).contains("RF-5004");
    assertThat(refundsPaid()).isEqualTo(1);
  }

  @Test
  void aRefundIsRefusedWhenItIsLateOrTooHighOrNotTheirs() {
    assertThat(refunds.quoteRefund("5005", PRIYA).because()).contains("93 days ago");
    assertThat(refund("5005", "10.00", PRIYA)).startsWith("Refused");
    assertThat(refund("5004", "42.01", RAFAEL)).startsWith("Refused");
    assertThat(refund("5004", "1.00", AMARA)).startsWith("Refused");
    assertThat(refund("5001", "1.00", AMARA)).startsWith("Refused");
    assertThat(refundsPaid()).isZero();
  }

  @Test
  void openingAgainKeepsWhatIsThere() {
    orders.cancelOrder("5006", PRIYA);
    OrderTools again = new OrderTools(ShopTables.open(dataSource));
    assertThat(again.findOrders("5006", PRIYA).get(0).status()).isEqualTo("CANCELLED");
  }

  private String refund(String orderId, String amount, InvocationParameters caller) {
    return refunds.issueRefund(orderId, new BigDecimal(amount), "because", caller);
  }

  private int refundsPaid() {
    return Jdbi.create(dataSource)
        .withHandle(h -> h.createQuery("SELECT count(*) FROM shop_refunds").mapTo(int.class).one());
  }
}
