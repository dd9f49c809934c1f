// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.shop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** The application's own tables: an ordinary part of an ordinary application. Thread-safe. */
final class ShopTables {
  /** The demo's calendar stands still, so that a refund that is due today is due tomorrow too. */
  static final LocalDate TODAY = LocalDate.of(2026, 11, 20);

  private final Jdbi jdbi;

  private ShopTables(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Opens the tables; creates and fills them where they are missing. */
  static ShopTables open(DataSource dataSource) {
    Jdbi jdbi = Jdbi.create(dataSource);
    jdbi.useTransaction(handle -> handle.createScript(resource("/shop.sql")).execute());
    return new ShopTables(jdbi);
  }

  static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(ShopTables.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Order> orders(String customerId) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT * FROM shop_orders WHERE customer_id = ? ORDER BY order_id")
                .bind(0, customerId)
                .map((row, context) -> order(row))
                .list());
  }

  /** Finds an order, of this customer only. */
  Optional<Order> order(String customerId, String orderId) {
    return orders(customerId).stream().filter(o -> o.orderId().equals(orderId)).findFirst();
  }

  String customerName(String customerId) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT name FROM shop_customers WHERE customer_id = ?")
                .bind(0, customerId)
                .mapTo(String.class)
                .one());
  }

  void changeAddress(Order order, String address) {
    update("UPDATE shop_orders SET address = ? WHERE order_id = ?", address, order.orderId());
  }

  void cancel(Order order) {
    update("UPDATE shop_orders SET status = 'CANCELLED' WHERE order_id = ?", order.orderId());
  }

  /** Writes a refund; one that the order has already stays as it is. */
  void refund(Order order, BigDecimal amount, String reason) {
    update(
        "INSERT INTO shop_refunds VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        order.orderId(),
        amount,
        reason,
        TODAY.toString());
  }

  private void update(String sql, Object... arguments) {
    jdbi.useHandle(handle -> handle.execute(sql, arguments));
  }

  private static Order order(ResultSet row) throws SQLException {
    return new Order(
        row.getString("order_id"),
        row.getString("item"),
        row.getBigDecimal("total").setScale(2, RoundingMode.HALF_UP),
        row.getString("status"),
        row.getString("delivered_on"),
        row.getString("carrier"),
        row.getString("parcel"),
        row.getString("address"));
  }
}
