// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import dev.spanledger.inspect.Run;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceColumns;
import dev.spanledger.schema.TraceReader;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Chrome's trace events, which Perfetto and chrome://tracing open: a run is a process, and spans
 * that overlap are in threads of their own. Of what was said, the beginnings.
 */
final class ChromeSink implements TraceSink {
  private final JsonOut json;
  private final TraceReader reader;
  private @Nullable Lanes lanes;
  private long process;

  ChromeSink(OutputStream out, TraceReader reader) throws IOException {
    this.json = new JsonOut(out);
    this.reader = reader;
  }

  @Override
  public void begin() throws IOException {
    json.object().field("displayTimeUnit", "ms").array("traceEvents");
  }

  @Override
  public void trace(ExportedTrace trace) throws IOException {
    process++;
    lanes = Run.read(reader, trace.id()).map(Lanes::of).orElse(null);
    metadata("process_name", 0, trace.get(TraceColumns.NAME) + " " + trace.id());
    int count = lanes == null ? 1 : lanes.count();
    for (int lane = 0; lane < count; lane++) {
      metadata("thread_name", lane, lane == 0 ? "spans" : "beside, " + lane);
    }
  }

  @Override
  public void span(SpanRow span) throws IOException {
    long start = required(span.get(SpanColumns.START_UNIX_NANO));
    boolean repaired = Boolean.TRUE.equals(span.get(SpanColumns.TIME_REPAIRED));
    event(span.name(), span.kind(), span.spanId());
    times(
        repaired ? nanos(span.startTime()) : BigDecimal.valueOf(start),
        BigDecimal.valueOf(span.durationMs()));
    json.object("args")
        .field("span_id", span.spanId())
        .field("status", span.status())
        .field("error", span.get(SpanColumns.ERROR_MESSAGE))
        .field("agent", span.get(SpanColumns.AGENT_NAME))
        .field("model", span.get(SpanColumns.MODEL))
        .field("tool", span.get(SpanColumns.TOOL_NAME))
        .field("input_tokens", span.get(SpanColumns.INPUT_TOKENS))
        .field("output_tokens", span.get(SpanColumns.OUTPUT_TOKENS))
        .field("cost_usd", span.get(SpanColumns.COST_USD))
        .field("input", span.get(SpanColumns.INPUT_PREVIEW))
        .field("output", span.get(SpanColumns.OUTPUT_PREVIEW))
        .endObject()
        .endObject();
  }

  @Override
  public void running(StillRunning span) throws IOException {
    event(span.name(), span.kind(), span.spanId());
    times(nanos(span.startTime()), BigDecimal.valueOf(span.milliseconds()));
    json.object("args")
        .field("span_id", span.spanId())
        .field("status", StillRunning.STATUS)
        .endObject()
        .endObject();
  }

  @Override
  public void end() throws IOException {
    json.endArray().endObject();
    json.flush();
  }

  private void metadata(String what, int lane, String name) throws IOException {
    json.object()
        .field("name", what)
        .field("ph", "M")
        .field("pid", process)
        .field("tid", (long) lane)
        .object("args")
        .field("name", name)
        .endObject()
        .endObject();
  }

  private void event(String name, String kind, String spanId) throws IOException {
    long lane = lanes == null ? 0 : lanes.of(spanId);
    json.object()
        .field("name", name)
        .field("cat", kind)
        .field("ph", "X")
        .field("pid", process)
        .field("tid", lane);
  }

  /** Microseconds, exact to the nanosecond. */
  private void times(BigDecimal startNanos, BigDecimal durationMs) throws IOException {
    json.field("ts", startNanos.movePointLeft(3)).field("dur", durationMs.movePointRight(3));
  }

  private static BigDecimal nanos(Instant time) {
    return BigDecimal.valueOf(time.getEpochSecond(), -9).add(BigDecimal.valueOf(time.getNano()));
  }

  private static long required(@Nullable Long nanos) {
    return nanos == null ? 0 : nanos;
  }
}
