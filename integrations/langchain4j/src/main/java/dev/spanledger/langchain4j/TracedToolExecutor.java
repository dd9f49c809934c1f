// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.exception.ToolArgumentsException;
import dev.langchain4j.exception.ToolExecutionException;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.spanledger.instrument.ToolSpan;
import org.jspecify.annotations.Nullable;

/** Runs a tool inside its span, on whatever thread the tool runs. */
record TracedToolExecutor(ToolExecutor tool, @Nullable String description) implements ToolExecutor {

  @Override
  public String execute(ToolExecutionRequest request, Object memoryId) {
    return tool.execute(request, memoryId);
  }

  @Override
  public ToolExecutionResult executeWithContext(
      ToolExecutionRequest request, InvocationContext context) {
    ToolSpan span = Tolerant.get(() -> start(request, context));
    if (span == null) {
      return tool.executeWithContext(request, context);
    }
    try (span) {
      return executeInside(span, request, context);
    }
  }

  private @Nullable ToolSpan start(ToolExecutionRequest request, InvocationContext context) {
    Invocation invocation = OpenInvocations.SHARED.find(context);
    return invocation == null ? null : invocation.startTool(request, description);
  }

  private ToolExecutionResult executeInside(
      ToolSpan span, ToolExecutionRequest request, InvocationContext context) {
    try {
      ToolExecutionResult result = tool.executeWithContext(request, context);
      Tolerant.run(() -> ToolOutcome.record(span, result));
      return result;
    } catch (RuntimeException | Error failure) {
      span.error(whatTheToolThrew(failure));
      throw failure;
    }
  }

  private static Throwable whatTheToolThrew(Throwable failure) {
    boolean wrapper =
        failure instanceof ToolExecutionException || failure instanceof ToolArgumentsException;
    Throwable cause = failure.getCause();
    return wrapper && cause != null ? cause : failure;
  }
}
