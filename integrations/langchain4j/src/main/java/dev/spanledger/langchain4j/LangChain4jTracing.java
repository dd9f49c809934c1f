// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import dev.langchain4j.observability.api.listener.AiServiceListener;
import dev.spanledger.instrument.AgentTracer;
import java.util.List;
import java.util.Objects;

/**
 * The tracing of LangChain4j's AI Services, which needs no code: the service loader finds it.
 *
 * <p>A call of an AI Service becomes a span {@code invoke_agent <interface>}, a child of the span
 * that is current on the calling thread. Under it are a span for each model call, tool call and
 * guardrail. A tool runs inside its span, so what the tool calls is found below it: another AI
 * Service, an HTTP request. Outside of tools the AI Service's span is not current, because
 * LangChain4j tells of its steps but lets nobody around them: an HTTP client's spans are then found
 * beside the AI Service's span. An AI Service or a listened model that a retrieval or a guardrail
 * asks on the calling thread is below it all the same.
 *
 * <ul>
 *   <li>{@code gen_ai.conversation.id} is the {@code @MemoryId}, if the method has one.
 *   <li>{@code session.id} and {@code user.id} are taken from {@link
 *       dev.langchain4j.invocation.InvocationParameters} of these names.
 *   <li>A tool that a dynamic tool provider adds in the middle of a call is traced when it has
 *       ended, and is not current while it runs. So is every tool where another library brings its
 *       own AiServiceContextFactory, as Quarkus does.
 *   <li>A streamed model call has {@code gen_ai.request.stream} = true and {@code
 *       gen_ai.response.time_to_first_chunk}, in seconds: until the first piece of text, of
 *       thinking or of a tool call. It is absent where the answer came without pieces, and both are
 *       absent where another library brings its own AiServiceContextFactory. Calls that are not
 *       streamed have neither, as the conventions want it.
 * </ul>
 *
 * <p>Only one library's AiServiceListenerRegistrarFactory is used by LangChain4j. Where another's
 * comes first on the class path, register {@link #listeners()} with each AI Service. Registering
 * them twice does no harm.
 *
 * <p>The system property {@code spanledger.langchain4j.enabled=false}, or the environment variable
 * {@code SPANLEDGER_LANGCHAIN4J_ENABLED=false}, turns everything off; default: on. Nothing here
 * throws at the application. Safe for use by many threads.
 */
public final class LangChain4jTracing {

  private static volatile AgentTracer tracer = AgentTracer.global();

  private LangChain4jTracing() {}

  /**
   * Sets the tracer for AI Service calls that start from now on, in the whole process; default
   * {@link AgentTracer#global()}. For an OpenTelemetry that is not the global one, or to leave
   * content out: {@code use(AgentTracer.global().withCaptureContent(false))}.
   */
  public static void use(AgentTracer agentTracer) {
    tracer = Objects.requireNonNull(agentTracer, "agentTracer");
  }

  /**
   * The listeners, for {@code AiServices.builder(…).registerListeners(…)} where the service loader
   * does not do it; always the same ones.
   */
  public static List<AiServiceListener<?>> listeners() {
    return InvocationListeners.ALL;
  }

  static AgentTracer tracer() {
    return tracer;
  }
}
