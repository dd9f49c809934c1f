// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.provider.redaction.SpanRedaction;
import dev.spanledger.schema.SpanRow;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What waits in memory is bounded in bytes, wherever an application puts them. */
class SpanSizeTest {
  private static final int LONG = 300_000;
  private static final String TEXT = "x".repeat(LONG);
  private static final String CHINESE = "\u4e00".repeat(LONG);

  private final Settings settings = Settings.of(Map.of(Knob.SPAN_MAX_BYTES, 65_536L), knob -> null);

  static Stream<Arguments> longParts() {
    return Stream.of(
        part("name", span -> span.updateName(TEXT)),
        part("status", span -> span.setStatus(StatusCode.ERROR, TEXT)),
        part("attribute", span -> span.setAttribute("a", TEXT)),
        part("Chinese", span -> span.setAttribute("gen_ai.input.messages", CHINESE)),
        part("key", span -> span.setAttribute(TEXT, "a")),
        part("exception", span -> span.recordException(new IllegalStateException(TEXT))),
        part("name of an event", span -> span.addEvent(TEXT)),
        part("link", span -> span.addLink(link(), Attributes.builder().put("a", TEXT).build())),
        part("tree", span -> span.setAttribute(AttributeKey.valueKey("a"), Value.of(TEXT))),
        part("bytes", span -> span.setAttribute(AttributeKey.valueKey("a"), Value.of(bytes()))),
        part("many events", span -> times(5_000, i -> span.addEvent("event " + i))),
        part("many attributes", span -> times(5_000, i -> span.setAttribute("key" + i, "v"))),
        part("many links", span -> times(2_000, i -> span.addLink(link()))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("longParts")
  void whateverIsLongIsCountedAndCut(String name, Consumer<Span> change) {
    SpanData span = span(change);
    assertThat(SpanSize.of(span).bytes()).isGreaterThan(settings.maxSpanBytes());
    assertThat(SpanWeight.of(span)).isGreaterThanOrEqualTo(SpanSize.of(span).bytes());

    SpanRecorder cutting = new SpanRecorder(settings, SpanRedaction.NONE);
    SpanRow row = cutting.record(span, List.of(), null, Instant.now());
    assertThat(SpanSize.of(row)).isLessThanOrEqualTo(settings.maxSpanBytes());
  }

  @Test
  void aCharacterOfAnotherAlphabetTakesTwoBytes() {
    long latin = SpanSize.of(span(span -> span.setAttribute("a", TEXT))).bytes();
    long chinese = SpanSize.of(span(span -> span.setAttribute("a", CHINESE))).bytes();
    assertThat(chinese - latin).isEqualTo(LONG);
  }

  @Test
  void aTreeOfAnyDepthIsMeasuredAndItsSpanStored() {
    Value<?> tree = Value.of("leaf");
    for (int i = 0; i < 100_000; i++) {
      tree = Value.of(tree);
    }
    Value<?> deep = tree;
    SpanData span = span(s -> s.setAttribute(AttributeKey.valueKey("deep"), deep));
    assertThat(SpanSize.of(span).bytes()).isGreaterThan(100_000);

    SpanRecorder recorder = new SpanRecorder(settings, SpanRedaction.NONE);
    assertThat(recorder.record(span, List.of(), null, Instant.now()).name()).isEqualTo("span");
    assertThat(recorder.mishaps().unreadable()).isZero();
  }

  private static Arguments part(String name, Consumer<Span> change) {
    return Arguments.of(name, change);
  }

  private static void times(int times, Consumer<Integer> change) {
    for (int i = 0; i < times; i++) {
      change.accept(i);
    }
  }

  private static byte[] bytes() {
    return new byte[LONG];
  }

  private static SpanContext link() {
    return SpanContext.create(
        "1".repeat(32), "2".repeat(16), TraceFlags.getSampled(), TraceState.getDefault());
  }

  private static SpanData span(Consumer<Span> change) {
    SpanLimits many =
        SpanLimits.builder()
            .setMaxNumberOfAttributes(10_000)
            .setMaxNumberOfEvents(10_000)
            .setMaxNumberOfLinks(10_000)
            .build();
    try (SdkTracerProvider tracers =
        SdkTracerProvider.builder()
            .setSpanLimits(many)
            .addSpanProcessor(SimpleSpanProcessor.create(SpanExporter.composite()))
            .build()) {
      SpanBuilder builder = tracers.get("test").spanBuilder("span");
      Span span = builder.startSpan();
      change.accept(span);
      span.end();
      return ((ReadableSpan) span).toSpanData();
    }
  }
}
