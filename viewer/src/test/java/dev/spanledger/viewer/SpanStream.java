// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Real spans at an even rate: runs of twenty steps each, or the steps of one run that goes on.
 * Remembers when each ended. One thread plays.
 */
final class SpanStream {
  private static final int STEPS = 20;
  private static final String SAID =
      "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Where is order %d?\"}]}]";

  private final Tracer tracer;
  private final boolean oneTrace;
  private final long[] endedAt;
  private final AtomicInteger ended = new AtomicInteger();
  private @Nullable Span run;

  /** At most so many spans, the run that goes on not counted. */
  SpanStream(Tracer tracer, boolean oneTrace, int most) {
    this.tracer = tracer;
    this.oneTrace = oneTrace;
    this.endedAt = new long[most];
  }

  boolean isOneTrace() {
    return oneTrace;
  }

  /** Begins the run of all spans; answers its trace's id. */
  String begin() {
    run = tracer.spanBuilder("invoke_agent busy").setNoParent().startSpan();
    return run.getSpanContext().getTraceId();
  }

  /** All spans, so many a second; returns when they have ended. */
  void play(int rate) {
    long began = System.nanoTime();
    Span agent = null;
    for (int i = 0; i < endedAt.length; i++) {
      LockSupport.parkNanos(began + i * TimeUnit.SECONDS.toNanos(1) / rate - System.nanoTime());
      if (oneTrace) {
        end(step(run, i));
      } else if (i % STEPS == STEPS - 1) {
        end(agent);
      } else {
        agent =
            i % STEPS == 0
                ? tracer.spanBuilder("invoke_agent desk").setNoParent().startSpan()
                : agent;
        end(step(agent, i));
      }
    }
  }

  private Span step(Span below, int i) {
    boolean model = i % 2 == 0;
    Span step =
        tracer
            .spanBuilder(model ? "chat gpt-4o" : "execute_tool find_order")
            .setParent(Context.root().with(below))
            .setAttribute("gen_ai.operation.name", model ? "chat" : "execute_tool")
            .startSpan();
    if (model) {
      step.setAttribute("gen_ai.request.model", "gpt-4o")
          .setAttribute("gen_ai.input.messages", SAID.formatted(i))
          .setAttribute("gen_ai.usage.input_tokens", 100L + i % 50)
          .setAttribute("gen_ai.usage.output_tokens", 20L);
    } else {
      step.setAttribute("gen_ai.tool.name", "find_order")
          .setAttribute("gen_ai.tool.call.arguments", "{\"order\":" + i + "}");
    }
    return i % 100 == 1 ? step.setStatus(StatusCode.ERROR, "no order " + i) : step;
  }

  private void end(Span span) {
    span.end();
    endedAt[ended.get()] = System.currentTimeMillis();
    ended.incrementAndGet();
  }

  /** Ends the run that goes on, if there is one. */
  void end() {
    if (run != null) {
      run.end();
    }
  }

  int ended() {
    return ended.get() + (run == null ? 0 : 1);
  }

  /**
   * How long after its end, in milliseconds, each span was among those counted: the first to end
   * are taken to be the first that came.
   *
   * @param counts how many were counted
   * @param at when, in milliseconds since 1970
   * @param others that were counted, and that are not of this stream
   */
  double[] lateness(double[] counts, double[] at, int others) {
    double[] late = new double[ended.get()];
    int told = 0;
    for (int i = 0; i < counts.length; i++) {
      int count = (int) Math.min(ended.get(), counts[i] - others);
      for (; told < count; told++) {
        late[told] = at[i] - endedAt[told];
      }
    }
    return Arrays.copyOf(late, told);
  }
}
