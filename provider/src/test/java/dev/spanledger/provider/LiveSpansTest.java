// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.provider.semconv.Said;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Spans that nobody stores are kept in memory by nobody. */
class LiveSpansTest {
  private static final SpanContext SPAN =
      SpanContext.create(
          "0af7651916cd43dd8448eb211c80319c",
          "b7ad6b7169203331",
          TraceFlags.getSampled(),
          TraceState.getDefault());

  private static final Said SESSION =
      Said.of(Attributes.of(AttributeKey.stringKey("session.id"), "s1"), "");

  @Test
  void aDroppedSpanIsLetGoAndItsIdsStay() {
    AtomicInteger asked = new AtomicInteger();
    LiveSpan parent =
        new LiveSpan(
            SPAN,
            null,
            Baggage.empty(),
            null,
            () -> {
              asked.incrementAndGet();
              return SESSION;
            });
    parent.dropped();
    int before = asked.get();

    assertThat(sessionBelow(parent)).isEqualTo("s1");
    assertThat(asked).hasValue(before);
  }

  @Test
  void aChainOfRunsForgetsItsBeginningAndKeepsItsIds() {
    LiveSpan last = new LiveSpan(SPAN, null, Baggage.empty(), null, () -> SESSION);
    WeakReference<LiveSpan> first = new WeakReference<>(last);
    for (int i = 0; i < 1_000; i++) {
      last = new LiveSpan(SPAN, last, Baggage.empty(), null, () -> Said.NOTHING);
    }
    assertThat(sessionBelow(last)).isEqualTo("s1");
    awaitCollected(first);
  }

  @Test
  void aSpanThatIsNeverEndedDoesNotStayInMemory() {
    LiveSpans live = new LiveSpans(new Routing(null, Set::of));
    AgentSpanProcessor processor =
        new AgentSpanProcessor(
            Pipelines.none(Settings.of(Map.of(), knob -> null)), live, () -> Results.of(true));
    try (SdkTracerProvider tracers =
        SdkTracerProvider.builder().addSpanProcessor(processor).build()) {
      awaitCollected(new WeakReference<>(forgotten(tracers)));
    }
  }

  private static Span forgotten(SdkTracerProvider tracers) {
    return tracers.get("test").spanBuilder("never ended").startSpan();
  }

  private static @org.jspecify.annotations.Nullable String sessionBelow(LiveSpan parent) {
    SpanRow.Builder row = SpanRow.builder();
    new LiveSpan(SPAN, parent, Baggage.empty(), null, () -> Said.NOTHING).inherit(row);
    return row.get(SpanColumns.SESSION_ID);
  }

  private static void awaitCollected(WeakReference<?> reference) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (reference.get() != null && System.nanoTime() < end) {
      System.gc();
      Thread.onSpinWait();
    }
    assertThat(reference.get()).as("still reachable").isNull();
  }
}
