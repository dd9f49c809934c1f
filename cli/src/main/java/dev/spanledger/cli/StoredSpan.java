// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A span as it is followed: without those around it. */
final class StoredSpan {
  static final List<String> COLUMNS =
      List.of(
          "trace_id",
          "span_id",
          "end",
          "kind",
          "name",
          "status",
          "duration_ms",
          "input_tokens",
          "output_tokens",
          "cost_usd",
          "error");

  private StoredSpan() {}

  static String line(SpanRow span) {
    String message = span.get(SpanColumns.ERROR_MESSAGE);
    boolean failed = span.status().equals("ERROR");
    Long input = span.get(SpanColumns.INPUT_TOKENS);
    return "%s %s %s %s %s%s%s"
        .formatted(
            Figures.time(end(span)).substring(11),
            span.traceId().substring(0, 8),
            span.kind().toLowerCase(Locale.ROOT),
            Figures.line(label(span), 60),
            Figures.duration(durationMs(span)),
            input == null
                ? ""
                : " "
                    + Figures.tokens(input)
                    + "→"
                    + Figures.tokens(span.get(SpanColumns.OUTPUT_TOKENS)),
            failed ? " ERR " + Figures.line(message == null ? "" : message, 120) : "");
  }

  /** Of a span whose clock was wrong there is the time, of all others there are nanoseconds. */
  private static Instant end(SpanRow span) {
    Instant repaired = span.get(SpanColumns.END_TIME);
    return repaired == null
        ? Instant.ofEpochSecond(0, nanos(span.get(SpanColumns.END_UNIX_NANO)))
        : repaired;
  }

  private static double durationMs(SpanRow span) {
    Instant start = span.get(SpanColumns.START_TIME);
    return start == null
        ? (nanos(span.get(SpanColumns.END_UNIX_NANO))
                - nanos(span.get(SpanColumns.START_UNIX_NANO)))
            / 1e6
        : Duration.between(start, end(span)).toNanos() / 1e6;
  }

  private static long nanos(@Nullable Long nanos) {
    return nanos == null ? 0 : nanos;
  }

  private static String label(SpanRow span) {
    String special =
        switch (span.kind()) {
          case "LLM", "EMBEDDING" -> span.get(SpanColumns.MODEL);
          case "TOOL" -> span.get(SpanColumns.TOOL_NAME);
          case "AGENT" -> span.get(SpanColumns.AGENT_NAME);
          default -> null;
        };
    return special == null ? span.name() : special;
  }

  /** In the order of {@link #COLUMNS}. */
  static List<@Nullable Object> row(SpanRow span) {
    BigDecimal cost = span.get(SpanColumns.COST_USD);
    return Arrays.asList(
        span.traceId(),
        span.spanId(),
        end(span).toString(),
        span.kind().toLowerCase(Locale.ROOT),
        label(span),
        span.status(),
        durationMs(span),
        span.get(SpanColumns.INPUT_TOKENS),
        span.get(SpanColumns.OUTPUT_TOKENS),
        cost,
        span.get(SpanColumns.ERROR_MESSAGE));
  }
}
