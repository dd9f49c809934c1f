// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.shop;

import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;

/** The agent that decides on refunds: a bigger model, its own tools, no memory. */
interface RefundSpecialist {
  @SystemMessage(fromResource = "refund-specialist.txt")
  @UserMessage("Order {{orderId}}: {{problem}}")
  String decide(
      @V("orderId") String orderId, @V("problem") String problem, InvocationParameters caller);
}
