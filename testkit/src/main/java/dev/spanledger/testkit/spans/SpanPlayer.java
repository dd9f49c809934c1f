// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.spans;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerBuilder;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts and ends recorded spans in real tracer providers, one for each resource. */
final class SpanPlayer {
  // Not MAX_VALUE: the SDK allocates room for this many links as soon as a span has one.
  private static final int MOST_LINKS = 1_000;

  private static final SpanLimits NOTHING_IS_CUT =
      SpanLimits.builder()
          .setMaxNumberOfAttributes(Integer.MAX_VALUE)
          .setMaxNumberOfAttributesPerEvent(Integer.MAX_VALUE)
          .setMaxNumberOfAttributesPerLink(Integer.MAX_VALUE)
          .setMaxNumberOfEvents(Integer.MAX_VALUE)
          .setMaxNumberOfLinks(MOST_LINKS)
          .build();

  private final List<SpanProcessor> processors;
  private final Recording recording = new Recording();
  // Never closed: that would shut the caller's processors down.
  private final Map<Resource, SdkTracerProvider> providers = new HashMap<>();

  SpanPlayer(List<SpanProcessor> processors) {
    this.processors = processors;
  }

  void start(ReplayedSpan span) {
    OtlpSpan recorded = span.recorded();
    recording.next(recorded);
    recording.at(recorded.startNanos());
    SpanBuilder builder =
        tracer(recorded)
            .spanBuilder(recorded.name())
            .setSpanKind(recorded.kind())
            .setParent(Context.root().with(parent(span)))
            .setAllAttributes(recorded.attributes());
    recorded.links().forEach(link -> builder.addLink(link.context(), link.attributes()));
    span.setLive(builder.startSpan());
  }

  void end(ReplayedSpan span) {
    for (OtlpSpan.Event event : span.recorded().events()) {
      recording.at(event.nanos());
      span.live().addEvent(event.name(), event.attributes());
    }
    span.live().setStatus(span.recorded().statusCode(), span.recorded().statusMessage());
    recording.at(span.recorded().endNanos());
    span.live().end();
  }

  private static Span parent(ReplayedSpan span) {
    ReplayedSpan parent = span.parent();
    return parent == null ? parentElsewhere(span.recorded()) : parent.live();
  }

  private static Span parentElsewhere(OtlpSpan span) {
    String parentId = span.parentSpanId();
    if (parentId == null) {
      return Span.getInvalid();
    }
    TraceFlags flags =
        TraceFlags.builder().setSampled(true).setRandomTraceId(span.traceIdIsRandom()).build();
    TraceState none = TraceState.getDefault();
    return Span.wrap(
        span.parentIsRemote()
            ? SpanContext.createFromRemoteParent(span.traceId(), parentId, flags, none)
            : SpanContext.create(span.traceId(), parentId, flags, none));
  }

  private Tracer tracer(OtlpSpan span) {
    InstrumentationScopeInfo scope = span.scope();
    TracerBuilder tracer =
        providers.computeIfAbsent(span.resource(), this::provider).tracerBuilder(scope.getName());
    if (scope.getVersion() != null) {
      tracer.setInstrumentationVersion(scope.getVersion());
    }
    if (scope.getSchemaUrl() != null) {
      tracer.setSchemaUrl(scope.getSchemaUrl());
    }
    return tracer.build();
  }

  private SdkTracerProvider provider(Resource resource) {
    SdkTracerProviderBuilder provider =
        SdkTracerProvider.builder()
            .setResource(resource)
            .setClock(recording)
            .setIdGenerator(recording)
            .setSampler(recording)
            .setSpanLimits(NOTHING_IS_CUT);
    processors.forEach(provider::addSpanProcessor);
    return provider.build();
  }
}
