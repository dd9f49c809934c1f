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

  private final Tracer tracer;
  private final SpanOracle oracle;
  private final int spansARun;
  private final long nanosARun;
  private volatile BooleanSupplier mayWork = () -> true;
  private final Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  /** Starts the threads; a run has 32 spans. */
  public static AgentLoad start(Tracer tracer, SpanOracle oracle, int threads, int spansASecond) {
    return start(tracer, oracle, threads, spansASecond, SPANS_A_RUN);
  }

  /** Starts the threads. The shorter a run is, the more evenly its spans come. */
  public static AgentLoad start(
      Tracer tracer, SpanOracle oracle, int threads, int spansASecond, int spansARun) {
    long nanosARun = TimeUnit.SECONDS.toNanos(1) * spansARun * threads / spansASecond;
    AgentLoad load = new AgentLoad(tracer, oracle, spansARun, nanosARun);
    for (int i = 0; i < threads; i++) {
      load.threads.add(new Thread(load::work, "agent-" + i));
    }
    load.threads.forEach(thread -> thread.setDaemon(true));
    load.threads.forEach(Thread::start);
    return load;
  }

  private AgentLoad(Tracer tracer, SpanOracle oracle, int spansARun, long nanosARun) {
    this.tracer = tracer;
    this.oracle = oracle;
    this.spansARun = spansARun;
    this.nanosARun = nanosARun;
  }

  /** One run of an agent: a root and the spans below it, as fast as they go. */
  public static void run(Tracer tracer, SpanOracle oracle, int spans) {
    Span root = tracer.spanBuilder("invoke_agent a").setNoParent().startSpan();
    Context below = Context.root().with(root);
    for (int i = 1; i < spans; i++) {
      oracle.end(tracer.spanBuilder("step").setParent(below).startSpan());
    }
    oracle.endRoot(root);
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
    long due = System.nanoTime();
    while (!stopped) {
      try {
        if (mayWork.getAsBoolean()) {
          run(tracer, oracle, spansARun);
        }
      } catch (Throwable e) {
        thrown.add(e);
      }
      due += nanosARun;
      // An interrupt stays up while spans end, and down while waiting.
      Thread.interrupted();
      LockSupport.parkNanos(due - System.nanoTime());
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
