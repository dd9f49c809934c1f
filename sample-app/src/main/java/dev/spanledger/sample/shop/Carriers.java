// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.shop;

import java.util.Map;

/** Asks the carriers where a parcel is. One order names a carrier that nobody ever connected. */
final class Carriers {
  private static final Map<String, String> PLACES =
      Map.of(
          "Alpine Parcel", "in the sorting centre in Lyon, expected tomorrow",
          "Courier North", "on the delivery van, expected today before six in the evening");

  String track(Order order) {
    if (order.deliveredOn() != null) {
      return "Parcel " + order.parcel() + " was delivered on " + order.deliveredOn() + ".";
    }
    if (order.carrier() == null) {
      return "Order " + order.orderId() + " has not been shipped yet.";
    }
    String place = PLACES.get(order.carrier());
    if (place == null) {
      throw new IllegalStateException("no connection to carrier '" + order.carrier() + "'");
    }
    return "Parcel " + order.parcel() + " is " + place + ".";
  }
}
