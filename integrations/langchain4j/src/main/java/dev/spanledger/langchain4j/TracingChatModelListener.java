// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.spanledger.instrument.AgentTracer;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Traces the calls of a chat model, streaming or not, that is used without an AI Service:
 *
 * <pre>{@code
 * OpenAiChatModel.builder().listeners(new TracingChatModelListener())…
 * }</pre>
 *
 * <p>Each call becomes a span {@code chat <model>}, a child of the span that is current on the
 * calling thread, or of the AI Service whose retrieval or guardrail it serves; retries inside the
 * model are part of it. A call that an AI Service makes has its span already: the listener then
 * adds to that one what the model knows better. The span is not current during the call.
 * LangChain4j does not tell a listener whether a call is streamed, nor when its answer begins: a
 * streaming model that is used without an AI Service has neither {@code gen_ai.request.stream} nor
 * {@code gen_ai.response.time_to_first_chunk}. Immutable and safe for use by many threads; throws
 * nothing.
 */
public final class TracingChatModelListener implements ChatModelListener {

  private static final Object MODEL_CALL = "dev.spanledger.langchain4j.model_call";

  private final AgentTracer tracer;

  /** Over the global OpenTelemetry, which may be installed later. */
  public TracingChatModelListener() {
    this(AgentTracer.global());
  }

  /** Over the tracer's OpenTelemetry. */
  public TracingChatModelListener(AgentTracer tracer) {
    this.tracer = Objects.requireNonNull(tracer, "tracer");
  }

  @Override
  public void onRequest(ChatModelRequestContext request) {
    if (TracingSwitch.isOn()) {
      Tolerant.run(() -> request.attributes().computeIfAbsent(MODEL_CALL, key -> call(request)));
    }
  }

  @Override
  public void onResponse(ChatModelResponseContext response) {
    withCall(response.attributes(), call -> call.respond(response.chatResponse()));
  }

  @Override
  public void onError(ChatModelErrorContext error) {
    withCall(error.attributes(), call -> call.fail(error.error()));
  }

  private ModelCall call(ChatModelRequestContext context) {
    ModelRequest request = ModelRequest.of(context.chatRequest(), context.modelProvider());
    ModelCall issued = IssuedCall.take(request.messages());
    if (issued == null) {
      return ModelCall.start(tracer, EnclosingCall.parentOfModelCall(), request);
    }
    issued.enrich(request);
    return issued;
  }

  private static void withCall(
      @Nullable Map<Object, Object> attributes, Consumer<ModelCall> action) {
    Tolerant.run(
        () -> {
          if (attributes != null && attributes.remove(MODEL_CALL) instanceof ModelCall call) {
            action.accept(call);
          }
        });
  }
}
