// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.rows;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import java.time.Duration;
import java.time.Instant;

/**
 * Builders of small, valid rows. Traces and spans are named by numbers; a span starts as many
 * milliseconds after {@link #NOW} as its number says, and takes ten.
 */
public final class SpanRows {
  /** When every row is received: noon of a day, UTC. */
  public static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private static final long MILLI = 1_000_000L;

  private SpanRows() {}

  /** Returns the 32 hex digits of a trace's number. */
  public static String traceId(long trace) {
    return "%032x".formatted(trace);
  }

  /** Returns the 16 hex digits of a span's number. */
  public static String spanId(long span) {
    return "%016x".formatted(span);
  }

  /** A root of kind OTHER and status OK. */
  public static SpanRow.Builder span(long trace, long span) {
    return at(nanos(NOW) + span * MILLI, Duration.ofMillis(10))
        .set(SpanColumns.TRACE_ID, traceId(trace))
        .set(SpanColumns.SPAN_ID, spanId(span))
        .set(SpanColumns.NAME, "span " + span)
        .set(SpanColumns.KIND, "OTHER")
        .set(SpanColumns.STATUS, "OK");
  }

  /** A span of another's trace, below it. */
  public static SpanRow.Builder child(long trace, long span, long parent, String kind) {
    return span(trace, span)
        .set(SpanColumns.PARENT_SPAN_ID, spanId(parent))
        .set(SpanColumns.KIND, kind);
  }

  /** The root of an agent's run. */
  public static SpanRow.Builder agent(long trace, long span) {
    return span(trace, span).set(SpanColumns.KIND, "AGENT").set(SpanColumns.AGENT_NAME, "support");
  }

  /** A model call that used 100 + 10 tokens. */
  public static SpanRow.Builder llm(long trace, long span, long parent) {
    return child(trace, span, parent, "LLM")
        .set(SpanColumns.MODEL, "gpt-5")
        .set(SpanColumns.USAGE_COUNTED, true)
        .set(SpanColumns.INPUT_TOKENS, 100L)
        .set(SpanColumns.OUTPUT_TOKENS, 10L)
        .set(SpanColumns.TOTAL_TOKENS, 110L);
  }

  /** A builder with times only: it started then, and was received at {@link #NOW}. */
  public static SpanRow.Builder at(Instant start) {
    return at(nanos(start), Duration.ofMillis(10));
  }

  private static SpanRow.Builder at(long startUnixNano, Duration duration) {
    return SpanRow.builder().times(startUnixNano, startUnixNano + duration.toNanos(), NOW);
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }
}
