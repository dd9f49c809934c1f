// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import dev.langchain4j.observability.api.event.AiServiceCompletedEvent;
import dev.langchain4j.observability.api.event.AiServiceErrorEvent;
import dev.langchain4j.observability.api.event.AiServiceEvent;
import dev.langchain4j.observability.api.event.AiServiceRequestIssuedEvent;
import dev.langchain4j.observability.api.event.AiServiceResponseReceivedEvent;
import dev.langchain4j.observability.api.event.AiServiceStartedEvent;
import dev.langchain4j.observability.api.event.InputGuardrailExecutedEvent;
import dev.langchain4j.observability.api.event.OutputGuardrailExecutedEvent;
import dev.langchain4j.observability.api.event.ToolExecutedEvent;
import dev.langchain4j.observability.api.listener.AiServiceListener;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What LangChain4j tells of an AI Service's call, handed to the call's {@link Invocation}. */
final class InvocationListeners {

  static final List<AiServiceListener<?>> ALL =
      List.of(
          new Listener<>(AiServiceStartedEvent.class, InvocationListeners::started),
          ofOpen(AiServiceRequestIssuedEvent.class, (call, event) -> call.request(event.request())),
          ofOpen(
              AiServiceResponseReceivedEvent.class,
              (call, event) -> call.respond(event.response())),
          ofOpen(
              ToolExecutedEvent.class,
              (call, event) -> call.toolExecuted(event.request(), event.resultContents())),
          ofOpen(InputGuardrailExecutedEvent.class, Guardrails::input),
          ofOpen(OutputGuardrailExecutedEvent.class, Guardrails::output),
          new Listener<>(AiServiceCompletedEvent.class, InvocationListeners::completed),
          new Listener<>(AiServiceErrorEvent.class, InvocationListeners::failed));

  private InvocationListeners() {}

  private static void started(AiServiceStartedEvent event) {
    if (!TracingSwitch.isOn()) {
      return;
    }
    Invocation invocation =
        Invocation.start(LangChain4jTracing.tracer(), event.invocationContext());
    if (invocation.isTraced()) {
      OpenInvocations.SHARED.add(event.invocationContext(), invocation);
      invocation.start(event.userMessage());
    }
  }

  private static void completed(AiServiceCompletedEvent event) {
    Invocation invocation = OpenInvocations.SHARED.remove(event.invocationContext());
    if (invocation != null) {
      invocation.complete(event.result().orElse(null));
    }
  }

  private static void failed(AiServiceErrorEvent event) {
    Invocation invocation = OpenInvocations.SHARED.remove(event.invocationContext());
    if (invocation != null) {
      invocation.fail(event.error());
    } else if (TracingSwitch.isOn()) {
      // It failed before it started: a prompt without its variable, a memory that cannot be read.
      Invocation.start(LangChain4jTracing.tracer(), event.invocationContext()).fail(event.error());
    }
  }

  private static <T extends AiServiceEvent> AiServiceListener<T> ofOpen(
      Class<T> type, BiConsumer<Invocation, T> action) {
    return new Listener<>(
        type,
        event -> {
          Invocation invocation = OpenInvocations.SHARED.find(event.invocationContext());
          if (invocation != null) {
            action.accept(invocation, event);
          }
        });
  }

  private record Listener<T extends AiServiceEvent>(Class<T> type, Consumer<T> action)
      implements AiServiceListener<T> {

    @Override
    public Class<T> getEventClass() {
      return type;
    }

    @Override
    public void onEvent(T event) {
      Tolerant.run(() -> action.accept(event));
    }
  }
}
