// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.shop;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.invocation.InvocationParameters;

/** Makes an agent a tool of another one: that is all it takes. */
final class RefundDesk {
  private final RefundSpecialist specialist;

  RefundDesk(RefundSpecialist specialist) {
    this.specialist = specialist;
  }

  @Tool("Asks the refund specialist to decide on a refund and, where due, to pay it")
  String askRefundSpecialist(
      @P("order number") String orderId,
      @P("the problem in one sentence") String problem,
      InvocationParameters caller) {
    return specialist.decide(orderId, problem, caller);
  }
}
