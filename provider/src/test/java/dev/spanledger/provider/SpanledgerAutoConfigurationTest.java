// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code otel.traces.exporter=spanledger}, as an application sets it that has no code of ours. */
class SpanledgerAutoConfigurationTest {
  @EachDatabase
  void theExporterNameAndAUrlAreEnough(TestDatabase database) throws Exception {
    Map<String, String> properties = new HashMap<>();
    properties.put("otel.traces.exporter", "spanledger");
    properties.put("spanledger.jdbc.url", database.jdbcUrl());
    if (database.user() != null) {
      properties.put("spanledger.jdbc.user", database.user());
      properties.put("spanledger.jdbc.password", database.password());
    }
    try (OpenTelemetrySdk sdk = sdk(properties)) {
      sdk.getTracer("test").spanBuilder("invoke_agent a").startSpan().end();
      assertThat(sdk.getSdkTracerProvider().forceFlush().join(20, SECONDS).isSuccess()).isTrue();
      assertThat(database.rows("SELECT name FROM agent_spans")).hasSize(1);
      sdk.getTracer("test").spanBuilder("the last one").startSpan().end();
    }
    assertThat(database.rows("SELECT name FROM agent_spans")).hasSize(2);
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void recordsOfItsLoggersJoinTheirSpans(TestDatabase database) throws Exception {
    Map<String, String> properties = new HashMap<>();
    properties.put("otel.traces.exporter", "spanledger");
    properties.put("spanledger.jdbc.url", database.jdbcUrl());
    try (OpenTelemetrySdk sdk = sdk(properties)) {
      Span span = sdk.getTracer("test").spanBuilder("chat a").startSpan();
      sdk.getSdkLoggerProvider()
          .get("test")
          .logRecordBuilder()
          .setContext(Context.root().with(span))
          .setEventName("gen_ai.client.operation.exception")
          .setAttribute("exception.type", "timeout")
          .emit();
      span.end();
      assertThat(sdk.getSdkTracerProvider().forceFlush().join(20, SECONDS).isSuccess()).isTrue();
    }
    assertThat(database.rows("SELECT error_type FROM agent_spans"))
        .containsExactly(Map.of("error_type", "timeout"));
  }

  @Test
  void namedTwiceBesideAnotherItIsTakenOnce() {
    Map<String, String> properties = new HashMap<>();
    properties.put("otel.traces.exporter", "spanledger, none ,spanledger");
    properties.put("spanledger.jdbc.url", "jdbc:sqlite::memory:");
    try (OpenTelemetrySdk sdk = sdk(properties)) {
      assertThat(sdk.toString()).containsOnlyOnce("AgentSpanProcessor");
    }
  }

  @Test
  void anSdkThatIsSwitchedOffNeedsNoDatabase() {
    Map<String, String> properties = new HashMap<>();
    properties.put("otel.sdk.disabled", "true");
    properties.put("otel.traces.exporter", "spanledger");
    properties.put("spanledger.jdbc.url", "jdbc:postgresql://localhost:1/traces");
    try (OpenTelemetrySdk sdk = sdk(properties)) {
      assertThat(sdk.toString()).doesNotContain("AgentSpanProcessor");
    }
  }

  @Test
  void aMissingUrlIsNamed() {
    assertThatThrownBy(() -> sdk(Map.of("otel.traces.exporter", "spanledger")).close())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("spanledger.jdbc.url");
  }

  @Test
  void aBadSettingIsNamed() {
    assertThatThrownBy(
            () ->
                sdk(Map.of(
                        "otel.traces.exporter", "spanledger",
                        "spanledger.jdbc.url", "jdbc:sqlite::memory:",
                        "spanledger.batch.size", "0"))
                    .close())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("spanledger.batch.size must be");
  }

  @Test
  void otherExportersStayAsTheyAre() {
    try (OpenTelemetrySdk sdk = sdk(Map.of("otel.traces.exporter", "none"))) {
      assertThat(sdk.toString()).doesNotContain("AgentSpanProcessor");
    }
  }

  private static OpenTelemetrySdk sdk(Map<String, String> properties) {
    Map<String, String> all = new HashMap<>(properties);
    all.put("otel.metrics.exporter", "none");
    all.put("otel.logs.exporter", "none");
    return AutoConfiguredOpenTelemetrySdk.builder()
        .addPropertiesSupplier(() -> all)
        .disableShutdownHook()
        .build()
        .getOpenTelemetrySdk();
  }
}
