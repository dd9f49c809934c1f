// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.years;

import dev.spanledger.benchmarks.Limits;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.TraceSchema;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes a trace of 20 spans every few milliseconds, and says how long those took that met
 * something.
 */
final class SteadyWriter implements AutoCloseable {
  private static final int SPANS = 20;
  private static final long PAUSE_NANOS = 2_000_000;
  private static final int FIRST_WRITES = 50;

  private final List<Double> millis = new CopyOnWriteArrayList<>();
  private final List<Exception> failures = new CopyOnWriteArrayList<>();
  private final SpanWriter writer;
  private final Thread thread;
  private volatile boolean noting;
  private volatile boolean over;
  private volatile int written;

  /** Something that is done beside the writer. */
  interface Work {
    double run() throws Exception;
  }

  SteadyWriter(TraceSchema schema) {
    writer = schema.writer();
    thread = new Thread(this::write, "steady-writer");
    thread.start();
    while (written < FIRST_WRITES && failures.isEmpty()) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Notes how long writes take that begin, or end, while this is done. */
  void during(Work work) throws Exception {
    noting = true;
    try {
      work.run();
    } finally {
      noting = false;
    }
  }

  /**
   * Of each write that was noted.
   *
   * @throws IllegalStateException where one failed, or there is none
   */
  double[] millis() {
    if (!failures.isEmpty()) {
      throw new IllegalStateException("a write failed", failures.get(0));
    }
    if (millis.isEmpty()) {
      throw new IllegalStateException("nothing was written meanwhile");
    }
    return millis.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private void write() {
    for (int trace = 0; !over; trace++) {
      boolean noted = noting;
      List<SpanRow> rows = trace(trace);
      long start = System.nanoTime();
      try {
        writer.write(rows);
      } catch (SQLException | RuntimeException e) {
        failures.add(e);
        return;
      }
      if (noted || noting) {
        millis.add(Limits.millis(System.nanoTime() - start));
      }
      written = trace;
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static List<SpanRow> trace(int number) {
    Instant now = Instant.now();
    long start = now.toEpochMilli() * 1_000_000;
    List<SpanRow> rows = new ArrayList<>();
    for (int i = 1; i <= SPANS; i++) {
      rows.add(
          SpanRow.builder()
              .times(start + i * 1_000L, start + i * 2_000L, now)
              .set(SpanColumns.TRACE_ID, "e%031x".formatted(number))
              .set(SpanColumns.SPAN_ID, "%016x".formatted(i))
              .set(SpanColumns.PARENT_SPAN_ID, i == 1 ? null : "%016x".formatted(1))
              .set(SpanColumns.NAME, "step")
              .set(SpanColumns.KIND, "TOOL")
              .set(SpanColumns.STATUS, "OK")
              .build());
    }
    return rows;
  }

  @Override
  public void close() {
    over = true;
    while (thread.isAlive()) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
