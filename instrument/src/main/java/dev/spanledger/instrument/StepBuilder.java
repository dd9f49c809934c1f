// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One step of an agent's run that has not started: what is known before, and the ways to run it.
 *
 * <pre>{@code
 * try (ChatSpan chat = tracer.chat("gpt-4o").provider("openai").start()) { … }   // scoped
 * String page = tracer.tool("search").arguments(query).call(() -> search(query)); // around a function
 * var answer = tracer.agent("critic").callAsync(() -> critic.ask(draft));        // around a future
 * }</pre>
 *
 * <p>The functions' exceptions are recorded on the span and reach the caller unchanged. Null values
 * are ignored, never refused. A builder belongs to one thread.
 *
 * @param <B> the kind of builder
 * @param <S> the kind of step that it starts
 */
public abstract class StepBuilder<B extends StepBuilder<B, S>, S extends Step<S>> {

  private final Tracing tracing;
  private final SpanBuilder spanBuilder;
  private final List<Consumer<S>> onStart = new ArrayList<>();
  private @Nullable Context parent;

  StepBuilder(Tracing tracing, String operation, @Nullable String target) {
    this.tracing = tracing;
    this.spanBuilder = tracing.spanBuilder(target == null ? operation : operation + " " + target);
  }

  /** Sets an attribute of your own, visible to samplers. */
  public final B attribute(@Nullable String key, @Nullable String value) {
    return key == null ? self() : attribute(AttributeKey.stringKey(key), value);
  }

  /**
   * Sets an attribute of your own, visible to samplers.
   *
   * @param <T> type of the value
   */
  public final <T> B attribute(@Nullable AttributeKey<T> key, @Nullable T value) {
    return key == null ? self() : set(key, value);
  }

  /**
   * Makes the step a child of another context's span, for example one that {@link
   * AgentTracer#extract} returned; default: the context that is current when the step starts.
   */
  public final B parent(@Nullable Context context) {
    parent = context;
    return self();
  }

  /** When the step began; default: when it is started here. */
  public final B startTime(@Nullable Instant time) {
    if (time != null) {
      spanBuilder.setStartTimestamp(time);
    }
    return self();
  }

  /** Starts the step and makes it current on this thread; to be closed on this thread. */
  public final S start() {
    S step = startDetached();
    step.attach();
    return step;
  }

  /**
   * Starts the step without making it current; it may be closed on any thread. For work whose
   * beginning and end are separate callbacks.
   */
  public final S startDetached() {
    Context from = parent == null ? Context.current() : parent;
    beforeStart(from);
    var span = spanBuilder.setParent(from).startSpan();
    S step = create(new StartedSpan(span, contextOf(from.with(span)), tracing));
    onStart.forEach(action -> action.accept(step));
    return step;
  }

  /**
   * Runs the work inside the step.
   *
   * @param <T> what it returns
   * @param <X> what it throws
   * @throws X what the work throws, unchanged
   */
  public final <T extends @Nullable Object, X extends Exception> T call(Traced.Call<T, X> work)
      throws X {
    return call((S step) -> work.call());
  }

  /**
   * Runs the work inside the step, which the work may add to.
   *
   * @param <T> what it returns
   * @param <X> what it throws
   * @throws X what the work throws, unchanged
   */
  public final <T extends @Nullable Object, X extends Exception> T call(
      Traced.SpanCall<S, T, X> work) throws X {
    try (S step = start()) {
      try {
        T value = work.call(step);
        returned(step, value);
        return value;
      } catch (Throwable failure) {
        step.error(failure);
        throw failure;
      }
    }
  }

  /**
   * Runs the work inside the step.
   *
   * @param <X> what it throws
   * @throws X what the work throws, unchanged
   */
  public final <X extends Exception> void run(Traced.Run<X> work) throws X {
    run((S step) -> work.run());
  }

  /**
   * Runs the work inside the step, which the work may add to.
   *
   * @param <X> what it throws
   * @throws X what the work throws, unchanged
   */
  public final <X extends Exception> void run(Traced.SpanRun<S, X> work) throws X {
    try (S step = start()) {
      try {
        work.run(step);
      } catch (Throwable failure) {
        step.error(failure);
        throw failure;
      }
    }
  }

  /**
   * Starts asynchronous work inside the step; the step ends when the stage completes. The step is
   * current while {@code work} runs, and no longer when this returns.
   *
   * @param <T> what the stage completes with
   * @param <X> what starting it throws
   * @return completes as the stage does, after the span has ended; cancelling it cancels the stage.
   *     If {@code work} returns null it fails with a NullPointerException
   * @throws X what starting the work throws, unchanged
   */
  public final <T extends @Nullable Object, X extends Exception> CompletableFuture<T> callAsync(
      Traced.Call<? extends CompletionStage<T>, X> work) throws X {
    return callAsync((S step) -> work.call());
  }

  /**
   * As {@link #callAsync(Traced.Call)}, for work that adds to the step.
   *
   * @param <T> what the stage completes with
   * @param <X> what starting it throws
   * @return as in {@link #callAsync(Traced.Call)}
   * @throws X what starting the work throws, unchanged
   */
  public final <T extends @Nullable Object, X extends Exception> CompletableFuture<T> callAsync(
      Traced.SpanCall<S, ? extends CompletionStage<T>, X> work) throws X {
    S step = start();
    try {
      return StageSpan.follow(work.call(step), step, value -> returned(step, value));
    } catch (Throwable failure) {
      step.error(failure).close();
      throw failure;
    } finally {
      step.detach();
    }
  }

  abstract S create(StartedSpan started);

  /** Last moment to set what depends on the parent. */
  void beforeStart(Context from) {}

  /** The context that the step's work runs in. */
  Context contextOf(Context withSpan) {
    return withSpan;
  }

  /** What a function returned, for kinds of step whose output it is. */
  void returned(S step, @Nullable Object value) {}

  final Tracing tracing() {
    return tracing;
  }

  final B kind(SpanKind kind) {
    spanBuilder.setSpanKind(kind);
    return self();
  }

  final <T> B set(AttributeKey<T> key, @Nullable T value) {
    if (value != null) {
      spanBuilder.setAttribute(key, value);
    }
    return self();
  }

  final B setCount(AttributeKey<Long> key, @Nullable Number value) {
    return value == null || value.longValue() < 0 ? self() : set(key, value.longValue());
  }

  /** For content, which is set on the started span because only that knows whether it records. */
  final B onStart(Consumer<S> action) {
    onStart.add(action);
    return self();
  }

  @SuppressWarnings("unchecked") // B is the subclass itself.
  final B self() {
    return (B) this;
  }
}
