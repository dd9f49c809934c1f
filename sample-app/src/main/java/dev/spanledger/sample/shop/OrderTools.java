// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.shop;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.invocation.InvocationParameters;
import java.util.List;
import java.util.function.Function;

/** What the support agent can do with the signed-in customer's orders. */
final class OrderTools {
  private final ShopTables tables;
  private final Carriers carriers = new Carriers();

  OrderTools(ShopTables tables) {
    this.tables = tables;
  }

  @Tool("Finds orders of the customer: one by its number, or all of them")
  List<Order> findOrders(
      @P(value = "order number, such as 5001; leave out for all", required = false) String orderId,
      InvocationParameters caller) {
    List<Order> orders = tables.orders(Caller.customerId(caller));
    return orders.stream().filter(o -> orderId == null || o.orderId().equals(orderId)).toList();
  }

  @Tool("Tells where the parcel of a shipped order is")
  String trackParcel(@P("order number") String orderId, InvocationParameters caller) {
    return onOrder(caller, orderId, carriers::track);
  }

  @Tool("Changes the delivery address of an order that has not been shipped")
  String changeAddress(
      @P("order number") String orderId,
      @P("the new address: street, number, city") String address,
      InvocationParameters caller) {
    return onOrder(caller, orderId, order -> change(order, address));
  }

  @Tool("Cancels an order that has not been shipped")
  String cancelOrder(@P("order number") String orderId, InvocationParameters caller) {
    return onOrder(caller, orderId, this::cancel);
  }

  private String onOrder(
      InvocationParameters caller, String orderId, Function<Order, String> task) {
    return tables
        .order(Caller.customerId(caller), orderId)
        .map(task)
        .orElse("The customer has no order " + orderId + ".");
  }

  private String change(Order order, String address) {
    if (!order.isProcessing()) {
      return "Order " + order.orderId() + " is " + order.status() + "; its address is final.";
    }
    tables.changeAddress(order, address);
    return "Order " + order.orderId() + " now goes to " + address + ".";
  }

  private String cancel(Order order) {
    if (!order.isProcessing() && !order.status().equals("CANCELLED")) {
      return "Order " + order.orderId() + " is " + order.status() + " and cannot be cancelled.";
    }
    tables.cancel(order);
    return "Order " + order.orderId() + " is cancelled; its payment is released today.";
  }
}
