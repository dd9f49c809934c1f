// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanBuilder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What every span of one tracer shares. The OpenTelemetry is asked for anew at each span. */
record Tracing(
    Supplier<OpenTelemetry> openTelemetry,
    boolean captureContent,
    boolean identityBaggage,
    LongSupplier nanoTime) {

  private static final String SCOPE_NAME = "dev.spanledger.instrument";

  SpanBuilder spanBuilder(String spanName) {
    return openTelemetry.get().getTracer(SCOPE_NAME).spanBuilder(spanName);
  }

  Tracing withCaptureContent(boolean capture) {
    return new Tracing(openTelemetry, capture, identityBaggage, nanoTime);
  }

  Tracing withIdentityBaggage(boolean baggage) {
    return new Tracing(openTelemetry, captureContent, baggage, nanoTime);
  }

  Tracing withNanoTime(LongSupplier clock) {
    return new Tracing(openTelemetry, captureContent, identityBaggage, clock);
  }
}
