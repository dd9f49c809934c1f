// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.oracle;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * An application whose agents run on threads of their own and make spans at a steady pace, each
 * ended by a {@link SpanOracle}. Close it to stop. Thread-safe.
 */
public final class AgentLoad implements AutoCloseable {
  private static final int SPANS_A_RUN = 32;
  private static final long MOST_BEHIND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Tracer tracer;
  private final SpanOracle oracle;
  private final long nanosASpan;
  private volatile BooleanSupplier mayWork = () -> true;
  private final Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  /** Starts the threads; a run has 32 spans, which end one by one. */
  public static AgentLoad start(Tracer tracer, SpanOracle oracle, int threads, int spansASecond) {
    long nanosASpan = TimeUnit.SECONDS.toNanos(1) * threads / spansASecond;
    AgentLoad load = new AgentLoad(tracer, oracle, nanosASpan);
    for (int i = 0; i < threads; i++) {
      load.threads.add(new Thread(load::work, "agent-" + i));
    }
    load.threads.forEach(thread -> thread.setDaemon(true));
    load.threads.forEach(Thread::start);
    return load;
  }

  private AgentLoad(Tracer tracer, SpanOracle oracle, long nanosASpan) {
    this.tracer = tracer;
    this.oracle = oracle;
    this.nanosASpan = nanosASpan;
  }

  /** One run of an agent: a root and the spans below it, as fast as they go. */
  public static void run(Tracer tracer, SpanOracle oracle, int spans) {
    run(tracer, oracle, spans, () -> {});
  }

  private static void run(Tracer tracer, SpanOracle oracle, int spans, Runnable afterEach) {
    Span root = tracer.spanBuilder("invoke_agent a").setNoParent().startSpan();
    Context below = Context.root().with(root);
    for (int i = 1; i < spans; i++) {
      oracle.end(tracer.spanBuilder("step").setParent(below).startSpan());
      afterEach.run();
    }
    oracle.endRoot(root);
    afterEach.run();
  }

  /** Makes no spans while this says no, as where a test would outrun a starved machine. */
  public AgentLoad onlyWhile(BooleanSupplier newMayWork) {
    mayWork = newMayWork;
    return this;
  }

  /** Returns the threads, for whoever wants to interrupt them. */
  public List<Thread> threads() {
    return List.copyOf(threads);
  }

  /** Returns what reached the application's threads: nothing ever must. */
  public List<Throwable> thrown() {
    return List.copyOf(thrown);
  }

  private void work() {
    Pace pace = new Pace();
    while (!stopped) {
      try {
        if (mayWork.getAsBoolean()) {
          run(tracer, oracle, SPANS_A_RUN, pace::await);
        } else {
          pace.await();
        }
      } catch (Throwable e) {
        thrown.add(e);
      }
    }
  }

  /**
   * When a thread's next span is due. Those missed while the machine stalled come at once, but no
   * more than a second's: a process that was frozen does not make up for a minute.
   */
  private final class Pace {
    private long due = System.nanoTime();

    void await() {
      due += nanosASpan;
      // An interrupt stays up while spans end, and down while waiting.
      Thread.interrupted();
      long left = Math.max(due - System.nanoTime(), -MOST_BEHIND_NANOS);
      due = System.nanoTime() + left;
      if (left > 0 && !stopped) {
        LockSupport.parkNanos(left);
      }
    }
  }

  /** Stops the threads, after the run that each is in. */
  @Override
  public void close() {
    stopped = true;
    threads.forEach(LockSupport::unpark);
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
