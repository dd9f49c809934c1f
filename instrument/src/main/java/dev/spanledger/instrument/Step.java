// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One started step of an agent's run: a span, to be closed once.
 *
 * <p>Null values are ignored and nothing here throws, whatever OpenTelemetry is installed. Values
 * may be set from any thread until the step is closed and are ignored afterwards. A step that was
 * started with {@link StepBuilder#start()} must be closed on the thread that started it, as
 * try-with-resources does.
 *
 * @param <S> the kind of step
 */
public abstract class Step<S extends Step<S>> implements AutoCloseable {

  private final StartedSpan started;
  private final AtomicBoolean ended = new AtomicBoolean();
  private @Nullable Scope scope;
  private volatile @Nullable Thread scopeThread;

  Step(StartedSpan started) {
    this.started = started;
  }

  /** Sets an attribute of your own. */
  public final S attribute(@Nullable String key, @Nullable String value) {
    return key == null ? self() : attribute(AttributeKey.stringKey(key), value);
  }

  /**
   * Sets an attribute of your own.
   *
   * @param <T> type of the value
   */
  public final <T> S attribute(@Nullable AttributeKey<T> key, @Nullable T value) {
    if (key != null) {
      set(key, value);
    }
    return self();
  }

  /**
   * Marks the step as failed: status ERROR with the exception's message, {@code error.type} with
   * its class name, and an {@code exception} event with type, message and stack trace. The wrappers
   * CompletionException and ExecutionException are looked through. It does not close the step.
   */
  public final S error(@Nullable Throwable failure) {
    if (failure != null) {
      Failure.record(started.span(), failure);
    }
    return self();
  }

  /** The OpenTelemetry span, for what this class does not offer; never null, maybe a no-op. */
  public final Span span() {
    return started.span();
  }

  /**
   * The context that holds the span: make it current on another thread, or give it to {@link
   * StepBuilder#parent(Context)}.
   */
  public final Context context() {
    return started.context();
  }

  /** Ends the span and, if the step was made current by its start, restores what was current. */
  @Override
  public final void close() {
    detach();
    end();
  }

  /** Called once, before the span ends. */
  void ending() {}

  @SuppressWarnings("MustBeClosedChecker") // Closed by detach().
  final void attach() {
    scope = started.context().makeCurrent();
    scopeThread = Thread.currentThread();
  }

  /** A scope can be closed on its own thread only; another thread leaves it for that one. */
  final void detach() {
    if (scopeThread == Thread.currentThread()) {
      scopeThread = null;
      Objects.requireNonNull(scope).close();
    }
  }

  final void end() {
    if (ended.compareAndSet(false, true)) {
      ending();
      started.span().end();
    }
  }

  final boolean isEnded() {
    return ended.get();
  }

  final StartedSpan started() {
    return started;
  }

  final <T> S set(AttributeKey<T> key, @Nullable T value) {
    if (value != null) {
      started.span().setAttribute(key, value);
    }
    return self();
  }

  final S setCount(AttributeKey<Long> key, @Nullable Number value) {
    return value == null || value.longValue() < 0 ? self() : set(key, value.longValue());
  }

  /** Content is rendered only where it is kept; its objects are the application's and may fail. */
  final S setContent(AttributeKey<String> key, Supplier<@Nullable String> content) {
    if (!started.capturesContent()) {
      return self();
    }
    try {
      return set(key, content.get());
    } catch (RuntimeException unreadable) {
      return set(key, "<could not be read: " + unreadable.getClass().getName() + ">");
    }
  }

  @SuppressWarnings("unchecked") // S is the subclass itself.
  final S self() {
    return (S) this;
  }
}
