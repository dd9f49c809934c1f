// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.spans;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an SDK normally makes up and here reads from the recorded span: its ids, its trace state,
 * and the time. Times come from the clock rather than by {@code setStartTimestamp}, which takes
 * neither zero nor negative ones.
 */
final class Recording implements IdGenerator, Sampler, Clock {
  private @Nullable OtlpSpan next;
  private long nanos;

  void next(OtlpSpan span) {
    next = span;
  }

  void at(long epochNanos) {
    nanos = epochNanos;
  }

  @Override
  public String generateSpanId() {
    return span().spanId();
  }

  @Override
  public String generateTraceId() {
    return span().traceId();
  }

  @Override
  public boolean generatesRandomTraceIds() {
    return span().traceIdIsRandom();
  }

  @Override
  public SamplingResult shouldSample(
      Context parentContext,
      String traceId,
      String name,
      SpanKind spanKind,
      Attributes attributes,
      List<LinkData> parentLinks) {
    return new SampledWith(span().traceState());
  }

  @Override
  public String getDescription() {
    return "Recording";
  }

  @Override
  public long now() {
    return nanos;
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  private OtlpSpan span() {
    if (next == null) {
      throw new IllegalStateException("No span is being replayed");
    }
    return next;
  }

  private record SampledWith(TraceState traceState) implements SamplingResult {
    @Override
    public SamplingDecision getDecision() {
      return SamplingDecision.RECORD_AND_SAMPLE;
    }

    @Override
    public Attributes getAttributes() {
      return Attributes.empty();
    }

    @Override
    public TraceState getUpdatedTraceState(TraceState parentTraceState) {
      return traceState;
    }
  }
}
