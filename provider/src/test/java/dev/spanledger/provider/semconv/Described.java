// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.messages.LogMessage;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the dictionary makes of a real span. In tests a span is written as lines, or as parts
 * between {@code ;;}, of {@code key=value}: a text, or with {@code key:int}, {@code key:double},
 * {@code key:bool} or {@code key:list} (elements between commas) another type. {@code @name}, {@code
 * @scope}, {@code @kind}, {@code @error} are of the span itself; {@code @event=name,key=value,…} is
 * an event and {@code @log=name JSON} a log record of the span; {@code @start} is when it began and
 * {@code @millis} how long it took; a line {@code ^} ends the span and begins its parent.
 */
final class Described {
  private Described() {}

  static SpanRow attributes(Map<String, Object> attributes) {
    return span(
        builder ->
            attributes.forEach(
                (key, value) -> {
                  if (value instanceof Long number) {
                    builder.setAttribute(key, number);
                  } else if (value instanceof Double number) {
                    builder.setAttribute(key, number);
                  } else if (value instanceof Boolean bool) {
                    builder.setAttribute(key, bool);
                  } else {
                    builder.setAttribute(key, String.valueOf(value));
                  }
                }),
        span -> {});
  }

  static SpanRow span(Consumer<SpanBuilder> build, Consumer<Span> live) {
    return row(data("test", "a span", build, live), true, null);
  }

  /** The row of a span that is written as described above. */
  static SpanRow of(String lines) {
    return of(lines, true);
  }

  /** The row without content. */
  static SpanRow basic(String lines) {
    return of(lines, false);
  }

  private static SpanRow of(String lines, boolean content) {
    Deque<Map<String, String>> spans = new ArrayDeque<>();
    for (String span : lines.split("\\s*(;;|\n)\\s*\\^\\s*(;;|\n)\\s*", -1)) {
      spans.addLast(parsed(span));
    }
    Map<String, String> own = spans.removeFirst();
    SpanData data =
        data(
            own.getOrDefault("@scope", "test"),
            own.getOrDefault("@name", "a span"),
            builder -> build(own, builder),
            span -> live(own, span));
    return row(data, content, ancestor(spans), logs(own));
  }

  private static List<LogMessage> logs(Map<String, String> span) {
    List<LogMessage> logs = new ArrayList<>();
    for (String log : span.getOrDefault("@log", "").split("\n", -1)) {
      if (!log.isEmpty()) {
        int space = log.indexOf(' ');
        logs.add(
            new LogMessage(
                log.substring(0, space),
                Attributes.empty(),
                log.substring(space + 1),
                logs.size()));
      }
    }
    return logs;
  }

  private static Map<String, String> parsed(String lines) {
    Map<String, String> parsed = new LinkedHashMap<>();
    for (String line : lines.split(";;|\n", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        parsed.merge(
            line.substring(0, equals).trim(),
            line.substring(equals + 1).trim(),
            (one, other) -> one + "\n" + other);
      }
    }
    return parsed;
  }

  private static void build(Map<String, String> span, SpanBuilder builder) {
    builder.setSpanKind(SpanKind.valueOf(span.getOrDefault("@kind", "INTERNAL")));
    builder.setAllAttributes(attributesOf(span));
    if (span.containsKey("@start")) {
      builder.setStartTimestamp(Instant.parse(span.get("@start")));
    }
  }

  private static Attributes attributesOf(Map<String, String> span) {
    AttributesBuilder attributes = Attributes.builder();
    span.forEach(
        (typed, value) -> {
          if (!typed.startsWith("@")) {
            put(typed, value, attributes);
          }
        });
    return attributes.build();
  }

  private static void put(String typed, String value, AttributesBuilder attributes) {
    if (typed.endsWith(":int")) {
      attributes.put(name(typed), Long.parseLong(value));
    } else if (typed.endsWith(":double")) {
      attributes.put(name(typed), Double.parseDouble(value));
    } else if (typed.endsWith(":bool")) {
      attributes.put(name(typed), Boolean.parseBoolean(value));
    } else if (typed.endsWith(":list")) {
      attributes.put(AttributeKey.stringArrayKey(name(typed)), List.of(value.split(",", -1)));
    } else {
      attributes.put(typed, value);
    }
  }

  private static String name(String typed) {
    return typed.substring(0, typed.lastIndexOf(':'));
  }

  private static void live(Map<String, String> span, Span live) {
    if (span.containsKey("@error")) {
      live.setStatus(StatusCode.ERROR, span.get("@error"));
    }
    for (String event : span.getOrDefault("@event", "").split("\n", -1)) {
      if (!event.isEmpty()) {
        int comma = event.indexOf(',');
        live.addEvent(
            event.substring(0, comma),
            attributesOf(parsed(event.substring(comma + 1).replace(",", ";;"))));
      }
    }
    end(span, live);
  }

  private static void end(Map<String, String> span, Span live) {
    if (span.containsKey("@millis")) {
      live.end(Instant.parse(span.get("@start")).plusMillis(Long.parseLong(span.get("@millis"))));
    }
  }

  private static @Nullable Ancestor ancestor(Deque<Map<String, String>> spans) {
    if (spans.isEmpty()) {
      return null;
    }
    Map<String, String> nearest = spans.removeFirst();
    return new Above(nearest, ancestor(spans));
  }

  private record Above(Map<String, String> lines, @Nullable Ancestor parent) implements Ancestor {
    @Override
    public Said said() {
      return Said.of(attributesOf(lines), lines.getOrDefault("@scope", ""));
    }
  }

  static SpanData data(
      String scope, String name, Consumer<SpanBuilder> build, Consumer<Span> live) {
    try (SdkTracerProvider tracers =
        SdkTracerProvider.builder().addSpanProcessor(new Recording()).build()) {
      SpanBuilder builder = tracers.get(scope).spanBuilder(name);
      build.accept(builder);
      Span span = builder.startSpan();
      live.accept(span);
      span.end();
      return ((ReadableSpan) span).toSpanData();
    }
  }

  static SpanRow row(SpanData span, boolean content, @Nullable Ancestor above) {
    return row(span, content, above, List.of());
  }

  private static SpanRow row(
      SpanData span, boolean content, @Nullable Ancestor above, List<LogMessage> logs) {
    SpanRow.Builder row =
        SpanRow.builder()
            .set(SpanColumns.TRACE_ID, span.getTraceId())
            .set(SpanColumns.SPAN_ID, span.getSpanId())
            .set(SpanColumns.OTEL_KIND, span.getKind().name())
            .times(span.getStartEpochNanos(), span.getEndEpochNanos(), Instant.now());
    new SpanDictionary(content, Map.of()).describe(span, row, Limits.ofTexts(10_000), above);
    new LogDictionary(content).describe(logs, row, Limits.ofTexts(10_000));
    return row.build();
  }

  /** The SDK makes real spans only for somebody who asks for them. */
  private static final class Recording implements SpanProcessor {
    @Override
    public void onStart(Context parentContext, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
