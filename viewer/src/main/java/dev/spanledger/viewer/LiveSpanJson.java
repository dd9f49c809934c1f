// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import dev.spanledger.schema.OpenSpan;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceRow;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Spans and traces as the live feed tells of them. */
final class LiveSpanJson {
  private static final int MESSAGE_CHARS = 200;

  private LiveSpanJson() {}

  static String ended(SpanRow span) {
    return text(
        json -> {
          json.begin().text("traceId", span.traceId()).text("id", span.spanId());
          json.text("parentId", span.parentSpanId()).text("name", span.name());
          json.text("kind", span.kind()).text("status", span.status());
          times(json, span);
          json.text("model", span.get(SpanColumns.MODEL));
          json.text("agent", span.get(SpanColumns.AGENT_NAME));
          json.text("session", span.get(SpanColumns.SESSION_ID));
          usage(json, span);
          json.text("callId", span.get(SpanColumns.TOOL_CALL_ID));
          json.text("error", error(span));
          json.text("output", span.get(SpanColumns.OUTPUT_PREVIEW));
          json.bool("running", false).bool("hanging", false).end();
        });
  }

  static String running(OpenSpan span) {
    return text(
        json -> {
          identity(json, span);
          json.text("status", "RUNNING").time("start", span.startTime());
          json.name("durationMs").micros(span.running().toNanos() / 1_000);
          json.text("model", span.get(SpanColumns.MODEL));
          json.text("agent", span.get(SpanColumns.AGENT_NAME));
          json.text("session", span.get(SpanColumns.SESSION_ID));
          json.text("callId", span.get(SpanColumns.TOOL_CALL_ID));
          json.bool("running", true).bool("hanging", span.hangingSince() != null).end();
        });
  }

  /** It runs no more, and its end will not be stored. */
  static String gone(OpenSpan span) {
    return text(
        json -> {
          identity(json, span);
          json.text("status", "UNSET").time("start", span.startTime());
          json.bool("running", false).bool("gone", true).end();
        });
  }

  static String trace(TraceRow trace) {
    return text(json -> TraceJson.write(json, trace));
  }

  private static void identity(Json json, OpenSpan span) {
    json.begin()
        .text("traceId", span.traceId())
        .text("id", span.spanId())
        .text("parentId", span.parentSpanId())
        .text("name", span.name())
        .text("kind", span.kind());
  }

  /** By the nanoseconds, or by what was put in their place where the clock was wrong. */
  private static void times(Json json, SpanRow span) {
    Instant start = span.get(SpanColumns.START_TIME);
    Long from = span.get(SpanColumns.START_UNIX_NANO);
    Long to = span.get(SpanColumns.END_UNIX_NANO);
    if (start != null) {
      Instant end = span.get(SpanColumns.END_TIME);
      json.time("start", start).name("durationMs");
      json.micros(end == null ? 0 : Duration.between(start, end).toNanos() / 1_000);
    } else if (from != null && to != null) {
      json.name("start").micros(Math.floorDiv(from, 1_000L));
      json.name("durationMs").micros(Math.max(0, to - from) / 1_000);
    }
  }

  private static void usage(Json json, SpanRow span) {
    json.number("in", span.get(SpanColumns.INPUT_TOKENS))
        .number("out", span.get(SpanColumns.OUTPUT_TOKENS))
        .number("cacheRead", span.get(SpanColumns.CACHE_READ_TOKENS))
        .number("reasoning", span.get(SpanColumns.REASONING_TOKENS))
        .money("cost", span.get(SpanColumns.COST_USD))
        .bool("counted", Boolean.TRUE.equals(span.get(SpanColumns.USAGE_COUNTED)));
  }

  private static @Nullable String error(SpanRow span) {
    String message = span.get(SpanColumns.ERROR_MESSAGE);
    return message == null ? span.get(SpanColumns.ERROR_TYPE) : Texts.cut(message, MESSAGE_CHARS);
  }

  private static String text(Consumer<Json> content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Json json = new Json(bytes)) {
      content.accept(json);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
