// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.Result;
import dev.spanledger.instrument.AgentSpan;
import dev.spanledger.instrument.AgentSpanBuilder;
import dev.spanledger.instrument.AgentTracer;
import dev.spanledger.instrument.GuardrailSpanBuilder;
import dev.spanledger.instrument.ToolSpan;
import dev.spanledger.instrument.ToolSpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One call of an AI Service that has started and not ended. Its steps are told one after the other,
 * though not always on one thread; only tools may run side by side.
 */
final class Invocation {

  /** What LangChain4j calls the memory of a method that has no memory id. */
  private static final Object NO_MEMORY_ID = "default";

  private final AgentTracer tracer;
  private final InvocationContext context;
  private final AgentSpan span;
  private final Context surroundings = Context.current();
  private final @Nullable Invocation outer = EnclosingCall.noted();
  private final Set<ToolExecutionRequest> tracedTools =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
  private volatile @Nullable ModelCall modelCall;
  private volatile @Nullable ChatResponse lastResponse;
  private volatile Instant lastResponseTime = Instant.now();

  private Invocation(AgentTracer tracer, InvocationContext context) {
    this.tracer = tracer;
    this.context = context;
    this.span = builder(tracer, context).parent(EnclosingCall.parentOfService()).startDetached();
  }

  static Invocation start(AgentTracer tracer, InvocationContext context) {
    return new Invocation(tracer, context);
  }

  private static AgentSpanBuilder builder(AgentTracer tracer, InvocationContext context) {
    Object memoryId = context.chatMemoryId();
    String type = context.interfaceName();
    return tracer
        .agent(type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1))
        .startTime(context.timestamp())
        .attribute("code.function.name", type + "." + context.methodName())
        .conversationId(
            memoryId == null || NO_MEMORY_ID.equals(memoryId) ? null : memoryId.toString())
        .sessionId(parameter(context, "session.id"))
        .userId(parameter(context, "user.id"));
  }

  private static @Nullable String parameter(InvocationContext context, String name) {
    InvocationParameters parameters = context.invocationParameters();
    Object value = parameters == null ? null : parameters.asMap().get(name);
    return value == null ? null : value.toString();
  }

  /** False where no OpenTelemetry is installed. */
  boolean isTraced() {
    return span.span().getSpanContext().isValid();
  }

  /** What was current where the call was made. */
  Context surroundings() {
    return surroundings;
  }

  Context context() {
    return span.context();
  }

  void start(UserMessage userMessage) {
    EnclosingCall.enter(this);
    span.input(ChatMessages.of(List.of(userMessage)));
  }

  void request(ChatRequest request) {
    respond(null);
    ModelCall call = ModelCall.start(tracer, span.context(), ModelRequest.of(request, context));
    modelCall = call;
    IssuedCall.announce(call);
  }

  /** Null where the response was not told: then only the end of the call is known. */
  void respond(@Nullable ChatResponse response) {
    IssuedCall.forget();
    ModelCall call = modelCall;
    modelCall = null;
    if (response != null) {
      EnclosingCall.enter(this);
      lastResponse = response;
      lastResponseTime = Instant.now();
    }
    if (call != null) {
      call.respond(response);
    }
  }

  boolean isAwaitingResponse() {
    return modelCall != null;
  }

  /** The span of a tool that is about to run on this thread; current until it is closed. */
  ToolSpan startTool(ToolExecutionRequest request, @Nullable String description) {
    tracedTools.add(request);
    return tool(request).description(description).start();
  }

  /** Comes for every tool; those that ran inside their span are done. */
  void toolExecuted(ToolExecutionRequest request, List<Content> result) {
    if (!tracedTools.remove(request)) {
      try (ToolSpan tool = tool(request).startTime(lastResponseTime).startDetached()) {
        tool.result(ToolOutcome.answer(result));
      }
    }
  }

  private ToolSpanBuilder tool(ToolExecutionRequest request) {
    return tracer
        .tool(request.name())
        .parent(span.context())
        .callId(request.id())
        .type("function")
        .arguments(request.arguments());
  }

  GuardrailSpanBuilder guardrail(String name) {
    return tracer.guardrail(name).parent(span.context());
  }

  void complete(@Nullable Object result) {
    EnclosingCall.leave(outer);
    respond(null);
    span.output(answer(result)).close();
  }

  void fail(Throwable failure) {
    EnclosingCall.leave(outer);
    IssuedCall.forget();
    ModelCall call = modelCall;
    if (call != null) {
      call.fail(failure);
    }
    span.error(failure).close();
  }

  void abandon() {
    respond(null);
    span.attribute("error.type", "abandoned").span().setStatus(StatusCode.ERROR, "no end was told");
    span.close();
  }

  /** The text that the application gets; where it gets an object, the model's text behind it. */
  private @Nullable String answer(@Nullable Object result) {
    if (result instanceof String text) {
      return text;
    }
    if (result instanceof ChatResponse response) {
      return response.aiMessage().text();
    }
    if (result instanceof Result<?> wrapped && wrapped.content() != null) {
      return answer(wrapped.content());
    }
    ChatResponse last = lastResponse;
    AiMessage message = last == null ? null : last.aiMessage();
    return message == null || message.text() == null ? text(result) : message.text();
  }

  private static @Nullable String text(@Nullable Object result) {
    return result == null ? null : result.toString();
  }
}
