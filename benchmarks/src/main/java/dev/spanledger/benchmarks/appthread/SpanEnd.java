// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.appthread;

import com.sun.management.ThreadMXBean;
import io.opentelemetry.api.trace.Span;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What {@code Span.end()} costs the thread that calls it. Spans are ended in bursts; between two
 * bursts, and outside of what is measured, the queue is emptied, garbage is collected if there is
 * much, and new spans are made. So the worker runs while spans are ended, no queue is ever full,
 * and the heap's new part never.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    jvmArgsAppend = {
      "-Xms1g",
      "-Xmx1g",
      "-Xmn768m",
      "-Dorg.slf4j.simpleLogger.defaultLogLevel=off"
    })
public class SpanEnd {
  /**
   * The first of them are no longer in the processor's caches when it is their turn. With two
   * threads still fewer than the 2,048 that OpenTelemetry's queue takes.
   */
  static final int COLD = 1_000;

  /** All of them are in the second cache still, as with spans that end soon after what they say. */
  static final int HOT = 64;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** The processor that all threads share. */
  @State(Scope.Benchmark)
  public static class Processor {
    /** Which one. */
    @Param({"OTEL", "UP"})
    public String processor = "OTEL";

    /** How many spans end in a row, on each thread. */
    @Param({"1000", "64"})
    public int burst = COLD;

    EndSubject subject;
    Meeting meeting;

    /** Opens it with an empty database. */
    @Setup
    public void open(BenchmarkParams params) throws Exception {
      subject = EndSubject.open(EndSubject.Kind.valueOf(processor));
      meeting = new Meeting(params.getThreads());
    }

    /** Closes it. */
    @TearDown
    public void close() throws Exception {
      subject.close();
    }
  }

  /** What a thread has allocated itself, in bytes, and how many spans it has ended meanwhile. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Allocation {
    /** Of all bursts. */
    public long bytes;

    /** Of all bursts. */
    public long spans;
  }

  /** The spans that a thread ends next. */
  @State(Scope.Thread)
  public static class Burst {
    Span[] spans = {};

    /** The threads begin together, with an empty queue. */
    @Setup(Level.Iteration)
    public void prepare(Processor processor) {
      processor.meeting.await();
      processor.subject.settle();
      spans = new Span[processor.burst];
      new AgentSpans(processor.subject.tracer()).make(spans);
      processor.meeting.await();
    }
  }

  /** As {@link Burst}, but a span is measured at a time. */
  @State(Scope.Thread)
  public static class Single {
    private final Burst burst = new Burst();
    private int next;
    Span span = Span.getInvalid();

    /** Takes the next, and makes new ones where there is none. */
    @Setup(Level.Invocation)
    public void prepare(Processor processor) {
      if (next == burst.spans.length) {
        burst.prepare(processor);
        next = 0;
      }
      span = burst.spans[next++];
    }
  }

  /** Makes a thread's spans. */
  @State(Scope.Thread)
  public static class Maker {
    AgentSpans spans = new AgentSpans(io.opentelemetry.api.trace.TracerProvider.noop().get(""));

    /** The threads begin together, with an empty queue. */
    @Setup(Level.Iteration)
    public void prepare(Processor processor) {
      processor.meeting.await();
      processor.subject.settle();
      spans = new AgentSpans(processor.subject.tracer());
      processor.meeting.await();
    }
  }

  /** The end alone, of spans that are there. */
  @Benchmark
  @OperationsPerInvocation(COLD)
  public void end(Burst burst, Allocation allocation) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (Span span : burst.spans) {
      span.end();
    }
    allocation.bytes += THREADS.getCurrentThreadAllocatedBytes() - before;
    allocation.spans += burst.spans.length;
  }

  /** A span's whole life: start, 20 attributes, end. */
  @Benchmark
  @OperationsPerInvocation(COLD)
  public void life(Maker maker, Allocation allocation) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < COLD; i++) {
      maker.spans.next().end();
    }
    allocation.bytes += THREADS.getCurrentThreadAllocatedBytes() - before;
    allocation.spans += COLD;
  }

  /** The end alone, each by itself: for the slowest of ten thousand. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  public void endEach(Single single) {
    single.span.end();
  }
}
