// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.shop;

import dev.langchain4j.invocation.InvocationParameters;

/**
 * Who is speaking. Travels beside the conversation, not in it, so that a customer cannot talk the
 * model into being somebody else.
 */
final class Caller {
  /** Traces know the user by the same name. */
  private static final String CUSTOMER_ID = "user.id";

  private Caller() {}

  static InvocationParameters of(String customerId) {
    return InvocationParameters.from(CUSTOMER_ID, customerId);
  }

  static String customerId(InvocationParameters caller) {
    return caller.get(CUSTOMER_ID);
  }
}
