// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.shop;

import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.tool.ToolErrorContext;
import dev.langchain4j.service.tool.ToolErrorHandlerResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** The shop's support: agents and tools, wired together. Thread-safe. */
public final class SupportDesk {
  private static final int MEMORY_MESSAGES = 60;

  private final ShopTables tables;
  private final SupportAgent agent;

  /** Opens the desk; creates the shop's tables where they are missing. */
  public SupportDesk(DataSource dataSource, ChatModels models) {
    tables = ShopTables.open(dataSource);
    HelpCenterTools helpCenter = new HelpCenterTools(new HelpCenter());
    RefundSpecialist specialist =
        AiServices.builder(RefundSpecialist.class)
            .chatModel(models.specialist())
            .tools(new RefundTools(tables), helpCenter)
            .toolExecutionErrorHandler(SupportDesk::rethrow)
            .build();
    agent =
        AiServices.builder(SupportAgent.class)
            .chatModel(models.support())
            .streamingChatModel(models.streaming())
            .chatMemoryProvider(SupportDesk::memory)
            .tools(new OrderTools(tables), helpCenter, new RefundDesk(specialist))
            .executeToolsConcurrently()
            .toolExecutionErrorHandler(SupportDesk::rethrow)
            .build();
  }

  private static MessageWindowChatMemory memory(Object conversationId) {
    return MessageWindowChatMemory.builder()
        .id(conversationId)
        .maxMessages(MEMORY_MESSAGES)
        .build();
  }

  /**
   * A tool that throws is a bug or an outage, and the shop would rather see a failed run than a
   * model that talks its way around it. (What the model can act on, tools return as text.)
   */
  private static ToolErrorHandlerResult rethrow(Throwable error, ToolErrorContext context) {
    throw new ToolFailedException(context.toolExecutionRequest().name(), error);
  }

  /** The name of a customer who exists. */
  public String customerName(String customerId) {
    return tables.customerName(customerId);
  }

  /**
   * Answers a question.
   *
   * @throws RuntimeException where a tool or the model fails
   */
  public String answer(String conversationId, String customerId, String question) {
    return agent.answer(conversationId, question, Caller.of(customerId));
  }

  /**
   * Answers a question token by token and returns once it is answered.
   *
   * @throws RuntimeException where a tool or the model fails
   */
  public String stream(
      String conversationId, String customerId, String question, Consumer<String> onToken) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    TokenStream stream = agent.stream(conversationId, question, Caller.of(customerId));
    stream
        .onPartialResponse(onToken)
        .onCompleteResponse(response -> answer.complete(response.aiMessage().text()))
        .onError(answer::completeExceptionally)
        .start();
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
