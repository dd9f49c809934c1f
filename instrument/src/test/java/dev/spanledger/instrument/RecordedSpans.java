// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A real SDK whose finished spans are kept in memory. */
final class RecordedSpans implements AutoCloseable {

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final OpenTelemetrySdk sdk;

  private RecordedSpans(ContextPropagators propagators) {
    SdkTracerProvider provider =
        SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(exporter)).build();
    sdk =
        OpenTelemetrySdk.builder().setTracerProvider(provider).setPropagators(propagators).build();
  }

  static RecordedSpans create() {
    return new RecordedSpans(
        ContextPropagators.create(
            TextMapPropagator.composite(
                W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance())));
  }

  static RecordedSpans withoutPropagators() {
    return new RecordedSpans(ContextPropagators.noop());
  }

  OpenTelemetry openTelemetry() {
    return sdk;
  }

  OpenTelemetrySdk sdk() {
    return sdk;
  }

  AgentTracer tracer() {
    return AgentTracer.create(sdk);
  }

  List<SpanData> all() {
    return exporter.getFinishedSpanItems();
  }

  SpanData only() {
    assertThat(all()).hasSize(1);
    return all().get(0);
  }

  SpanData named(String name) {
    List<SpanData> matches = all().stream().filter(span -> span.getName().equals(name)).toList();
    assertThat(matches).as("spans named %s in %s", name, all()).hasSize(1);
    return matches.get(0);
  }

  /** The attributes of the only span, by name. */
  Map<String, Object> attributes() {
    return attributes(only());
  }

  static Map<String, Object> attributes(SpanData span) {
    Map<String, Object> attributes = new TreeMap<>();
    span.getAttributes().forEach((key, value) -> attributes.put(key.getKey(), value));
    return attributes;
  }

  @Override
  public void close() {
    sdk.close();
  }
}
