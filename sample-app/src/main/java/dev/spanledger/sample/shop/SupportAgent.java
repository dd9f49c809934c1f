// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.shop;

import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.UserMessage;

/** The agent that customers talk to. */
interface SupportAgent {
  @SystemMessage(fromResource = "support-agent.txt")
  String answer(
      @MemoryId String conversationId, @UserMessage String question, InvocationParameters caller);

  @SystemMessage(fromResource = "support-agent.txt")
  TokenStream stream(
      @MemoryId String conversationId, @UserMessage String question, InvocationParameters caller);
}
