// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolService;
import dev.langchain4j.service.tool.ToolServiceContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A tool service whose executors run inside their spans. */
final class TracedToolService extends ToolService {

  @Override
  public ToolServiceContext createContext(
      InvocationContext invocation, UserMessage userMessage, List<ChatMessage> messages) {
    ToolServiceContext context = super.createContext(invocation, userMessage, messages);
    return context.toolExecutors().isEmpty()
        ? context
        : Objects.requireNonNullElse(Tolerant.get(() -> traced(context)), context);
  }

  private static ToolServiceContext traced(ToolServiceContext context) {
    Map<String, String> descriptions = new HashMap<>();
    for (ToolSpecification tool : context.availableTools()) {
      descriptions.put(tool.name(), tool.description());
    }
    Map<String, ToolExecutor> executors = new HashMap<>();
    context
        .toolExecutors()
        .forEach(
            (name, executor) ->
                executors.put(name, new TracedToolExecutor(executor, descriptions.get(name))));
    return context.toBuilder().toolExecutors(executors).build();
  }
}
