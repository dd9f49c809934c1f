// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/** What the dictionary makes of a real span. */
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
    try (SdkTracerProvider tracers =
        SdkTracerProvider.builder().addSpanProcessor(new Recording()).build()) {
      SpanBuilder builder = tracers.get("test").spanBuilder("a span");
      build.accept(builder);
      Span span = builder.startSpan();
      live.accept(span);
      span.end();
      return row(((ReadableSpan) span).toSpanData());
    }
  }

  private static SpanRow row(SpanData span) {
    SpanRow.Builder row =
        SpanRow.builder()
            .set(SpanColumns.TRACE_ID, span.getTraceId())
            .set(SpanColumns.SPAN_ID, span.getSpanId())
            .times(span.getStartEpochNanos(), span.getEndEpochNanos(), Instant.now());
    new SpanDictionary(true, Map.of()).describe(span, row, Limits.ofTexts(10_000));
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
