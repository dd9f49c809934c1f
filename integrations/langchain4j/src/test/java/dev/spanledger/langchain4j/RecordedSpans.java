// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.instrument.AgentTracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A real SDK whose finished spans are kept in memory; LangChain4j is traced with it until closed.
 */
final class RecordedSpans implements AutoCloseable {

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final OpenTelemetrySdk sdk =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                  .build())
          .build();
  private int expectedOpen = OpenInvocations.SHARED.size();

  RecordedSpans() {
    LangChain4jTracing.use(tracer());
  }

  AgentTracer tracer() {
    return AgentTracer.create(sdk);
  }

  List<SpanData> all() {
    return exporter.getFinishedSpanItems();
  }

  List<SpanData> allNamed(String name) {
    return all().stream().filter(span -> span.getName().equals(name)).toList();
  }

  SpanData named(String name) {
    assertThat(allNamed(name)).as("spans named %s in %s", name, names()).hasSize(1);
    return allNamed(name).get(0);
  }

  List<String> names() {
    return all().stream().map(SpanData::getName).toList();
  }

  static Map<String, Object> attributes(SpanData span) {
    Map<String, Object> attributes = new TreeMap<>();
    span.getAttributes().forEach((key, value) -> attributes.put(key.getKey(), value));
    return attributes;
  }

  static String text(SpanData span, String attribute) {
    return String.valueOf(span.getAttributes().get(AttributeKey.stringKey(attribute)));
  }

  void assertChild(String child, String parent) {
    assertChild(named(child), named(parent));
  }

  static void assertChild(SpanData child, SpanData parent) {
    assertThat(child.getParentSpanId()).isEqualTo(parent.getSpanId());
    assertThat(child.getTraceId()).isEqualTo(parent.getTraceId());
  }

  /** A call of which LangChain4j tells no end stays open. */
  void expectOneMoreOpen() {
    expectedOpen++;
  }

  /** Every test leaves nothing behind: no open call, nothing current. */
  @Override
  public void close() {
    LangChain4jTracing.use(AgentTracer.global());
    sdk.close();
    assertThat(OpenInvocations.SHARED.size()).isEqualTo(expectedOpen);
    assertThat(Context.current()).isSameAs(Context.root());
  }
}
