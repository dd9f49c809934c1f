// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts the spans of an AI agent that is written in plain Java.
 *
 * <pre>{@code
 * AgentTracer tracer = AgentTracer.global();
 *
 * try (AgentSpan agent = tracer.agent("researcher").sessionId(id).input(question).start()) {
 *   try (ChatSpan chat = tracer.chat("gpt-4o").provider("openai").input(question).start()) {
 *     Reply reply = model.ask(question);
 *     chat.output(reply.text()).usage(reply.in(), reply.out()).finishReason("stop");
 *   }
 *   String page = tracer.tool("search").arguments(Map.of("q", q)).call(() -> search(q));
 *   agent.output(answer);
 * }
 * }</pre>
 *
 * <p>Each method returns a {@linkplain StepBuilder builder} whose step becomes a child of the span
 * that is current when it starts. The spans carry OpenTelemetry's GenAI attributes, so any backend
 * understands them. Nothing is thrown at the application: null values are ignored, and without an
 * OpenTelemetry SDK every call is a cheap no-op. Immutable and safe for use by many threads.
 */
public final class AgentTracer {

  private static final AgentTracer GLOBAL =
      new AgentTracer(new Tracing(AgentTracer::globalOrNoop, true, true, System::nanoTime));

  private final Tracing tracing;

  private AgentTracer(Tracing tracing) {
    this.tracing = tracing;
  }

  /** A tracer over the given OpenTelemetry. */
  public static AgentTracer create(OpenTelemetry openTelemetry) {
    Objects.requireNonNull(openTelemetry, "openTelemetry");
    return new AgentTracer(new Tracing(() -> openTelemetry, true, true, System::nanoTime));
  }

  /**
   * A tracer over {@link GlobalOpenTelemetry}, which is looked up at each span: it may be installed
   * later. Until then there are no spans.
   */
  public static AgentTracer global() {
    return GLOBAL;
  }

  /**
   * Whether content is put on spans: messages, system instructions, tool definitions, tool
   * arguments and results, retrieval queries and documents, inputs and outputs. Default true.
   * Names, ids, token counts and exceptions are always recorded.
   */
  public AgentTracer withCaptureContent(boolean capture) {
    return new AgentTracer(tracing.withCaptureContent(capture));
  }

  /**
   * Whether an agent's {@code gen_ai.agent.name}, {@code session.id}, {@code
   * gen_ai.conversation.id} and {@code user.id} are put into the baggage of its scope, from where
   * spans below it inherit them. Default true. Baggage is sent along by instrumented HTTP clients,
   * to model providers too: turn it off if user ids must not leave the process that way.
   */
  public AgentTracer withIdentityBaggage(boolean baggage) {
    return new AgentTracer(tracing.withIdentityBaggage(baggage));
  }

  /** An agent's run: span {@code invoke_agent <name>}. */
  public AgentSpanBuilder agent(@Nullable String name) {
    return new AgentSpanBuilder(tracing, name);
  }

  /**
   * One round of an agent's loop: span {@code turn <n>}.
   *
   * @param index as the application counts its turns
   */
  public TaskSpanBuilder turn(int index) {
    return TaskSpanBuilder.turn(tracing, index);
  }

  /**
   * A model call: span {@code chat <model>}.
   *
   * @param model the model that is asked for
   */
  public ChatSpanBuilder chat(@Nullable String model) {
    return new ChatSpanBuilder(tracing, model);
  }

  /** A tool call: span {@code execute_tool <name>}. */
  public ToolSpanBuilder tool(@Nullable String name) {
    return new ToolSpanBuilder(tracing, name);
  }

  /**
   * A search in a vector store, an index, a memory: span {@code retrieval <source>}.
   *
   * @param source id or name of the data source
   */
  public RetrievalSpanBuilder retrieval(@Nullable String source) {
    return new RetrievalSpanBuilder(tracing, source);
  }

  /** Any other step that deserves a name: span {@code task <name>}. */
  public TaskSpanBuilder task(@Nullable String name) {
    return TaskSpanBuilder.task(tracing, name);
  }

  /** The agent hands its work to another: span {@code handoff <agent>}. */
  public HandoffSpanBuilder handoff(@Nullable String toAgent) {
    return new HandoffSpanBuilder(tracing, toAgent);
  }

  /** A check of what goes in or comes out: span {@code guardrail <name>}. */
  public GuardrailSpanBuilder guardrail(@Nullable String name) {
    return new GuardrailSpanBuilder(tracing, name);
  }

  /** Runs every task in the context that is current when it is handed to the executor. */
  public Executor wrap(Executor executor) {
    return Context.taskWrapping(executor);
  }

  /** Runs every task in the context that is current when it is handed to the executor. */
  public ExecutorService wrap(ExecutorService executor) {
    return Context.taskWrapping(executor);
  }

  /** Runs every task in the context that is current when it is handed to the executor. */
  public ScheduledExecutorService wrap(ScheduledExecutorService executor) {
    return Context.taskWrapping(executor);
  }

  /**
   * Writes the current context as headers of a request to another process, which then can {@link
   * #extract} it. Uses the OpenTelemetry's propagators, or W3C {@code traceparent} and {@code
   * baggage} where it has none.
   *
   * @param headerSetter given each header's name and value
   */
  public void inject(BiConsumer<String, String> headerSetter) {
    Propagation.inject(tracing.openTelemetry().get(), headerSetter);
  }

  /** As {@link #inject(BiConsumer)}, onto a request of the JDK's HTTP client. */
  public void inject(HttpRequest.Builder request) {
    inject(request::setHeader);
  }

  /**
   * Reads the context that a caller in another process wrote with {@link #inject}, so that what
   * runs in it joins the caller's trace: make it current, or give it to {@link
   * StepBuilder#parent(Context)}.
   *
   * @param headers names in any case; for example those of an HTTP exchange
   * @return the current context if there is nothing to read
   */
  public Context extract(@Nullable Map<String, List<String>> headers) {
    return headers == null
        ? Context.current()
        : Propagation.extract(tracing.openTelemetry().get(), headers);
  }

  AgentTracer withNanoTime(LongSupplier clock) {
    return new AgentTracer(tracing.withNanoTime(clock));
  }

  // get() would install the no-op for good, and the application's own install would then fail.
  private static OpenTelemetry globalOrNoop() {
    try {
      return GlobalOpenTelemetry.getOrNoop();
    } catch (NoSuchMethodError e) {
      return GlobalOpenTelemetry.get(); // an older API has no other way
    }
  }
}
