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
 * bursts, and outside of what is measured, the queue is emptied and new spans are made. So the
 * worker runs while spans are ended, and no queue is ever full.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-Dorg.slf4j.simpleLogger.defaultLogLevel=off"})
public class SpanEnd {
  /** With two threads still fewer than the 2,048 that OpenTelemetry's queue takes. */
  static final int BURST = 1_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** The processor that all threads share. */
  @State(Scope.Benchmark)
  public static class Processor {
    /** Which one. */
    @Param({"OTEL", "UP"})
    public String processor = "OTEL";

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
    final Span[] spans = new Span[BURST];

    /** The threads begin together, with an empty queue. */
    @Setup(Level.Iteration)
    public void prepare(Processor processor) {
      processor.meeting.await();
      processor.subject.drain();
      new AgentSpans(processor.subject.tracer()).make(spans);
      processor.meeting.await();
    }
  }

  /** As {@link Burst}, but a span is measured at a time. */
  @State(Scope.Thread)
  public static class Single {
    private final Burst burst = new Burst();
    private int next = BURST;
    Span span = Span.getInvalid();

    /** Takes the next, and makes new ones where there is none. */
    @Setup(Level.Invocation)
    public void prepare(Processor processor) {
      if (next == BURST) {
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
      processor.subject.drain();
      spans = new AgentSpans(processor.subject.tracer());
      processor.meeting.await();
    }
  }

  /** The end alone, of spans that are there. */
  @Benchmark
  @OperationsPerInvocation(BURST)
  public void end(Burst burst, Allocation allocation) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (Span span : burst.spans) {
      span.end();
    }
    allocation.bytes += THREADS.getCurrentThreadAllocatedBytes() - before;
    allocation.spans += BURST;
  }

  /** A span's whole life: start, 20 attributes, end. */
  @Benchmark
  @OperationsPerInvocation(BURST)
  public void life(Maker maker, Allocation allocation) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < BURST; i++) {
      maker.spans.next().end();
    }
    allocation.bytes += THREADS.getCurrentThreadAllocatedBytes() - before;
    allocation.spans += BURST;
  }

  /** The end alone, each by itself: for the slowest of ten thousand. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  public void endEach(Single single) {
    single.span.end();
  }
}
