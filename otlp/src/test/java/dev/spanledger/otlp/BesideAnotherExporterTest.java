// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.spanledger.provider.Spanledger;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Spans go to the database and to any other backend: the code that docs/exporting.md shows. */
class BesideAnotherExporterTest {
  private static final int TRACES = 700;

  private final Map<String, String> headers = Map.of("Authorization", "Basic cGs6c2s=");

  @EachDatabase
  void bothGetEverySpan(TestDatabase database) throws Exception {
    try (OtlpEndpoint other = new OtlpEndpoint("/api/public/otel/v1/traces", headers)) {
      trace(database.dataSource(), other.url() + "/api/public/otel/v1/traces");
      assertSame(database, other);
    }
  }

  private void trace(DataSource dataSource, String endpoint) {
    OtlpHttpSpanExporter langfuse =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(endpoint)
            .addHeader("Authorization", headers.get("Authorization"))
            .build();
    try (Spanledger ledger = Spanledger.create(dataSource);
        SdkTracerProvider tracers =
            SdkTracerProvider.builder()
                .addSpanProcessor(ledger.spanProcessor())
                .addSpanProcessor(BatchSpanProcessor.builder(langfuse).build())
                .build()) {
      run(tracers.get("agent"));
      tracers.forceFlush().join(10, TimeUnit.SECONDS); // both
    }
  }

  @EachDatabase
  void withAutoconfigurationBothAreInTheList(TestDatabase database) throws Exception {
    Map<String, String> properties = new HashMap<>();
    try (OtlpEndpoint other = new OtlpEndpoint("/v1/traces", headers)) {
      properties.put("otel.traces.exporter", "spanledger,otlp");
      properties.put("spanledger.jdbc.url", database.jdbcUrl());
      properties.put("otel.exporter.otlp.traces.endpoint", other.url() + "/v1/traces");
      properties.put("otel.exporter.otlp.traces.protocol", "http/protobuf");
      properties.put("otel.exporter.otlp.traces.headers", "Authorization=Basic%20cGs6c2s=");
      if (database.user() != null) {
        properties.put("spanledger.jdbc.user", database.user());
        properties.put("spanledger.jdbc.password", database.password());
      }
      try (OpenTelemetrySdk sdk = sdk(properties)) {
        run(sdk.getTracer("agent"));
        assertThat(sdk.getSdkTracerProvider().forceFlush().join(20, TimeUnit.SECONDS).isSuccess())
            .isTrue();
      }
      assertSame(database, other);
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void whatTheOtherRefusesIsStoredAllTheSame(TestDatabase database) throws Exception {
    try (OtlpEndpoint other = new OtlpEndpoint("/v1/traces", Map.of("Authorization", "no"))) {
      trace(database.dataSource(), other.url() + "/v1/traces");
      assertThat(other.spans()).isEmpty();
      assertThat(database.rows("SELECT span_id FROM agent_spans")).hasSize(2 * TRACES);
    }
  }

  @Test
  void theDocumentationShowsThisCode() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "exporting.md"));
    String start = "OtlpHttpSpanExporter langfuse =";
    String block = page.substring(page.indexOf(start));
    String here =
        Files.readString(
            Path.of("src/test/java/dev/spanledger/otlp/BesideAnotherExporterTest.java"));
    List<String> shown =
        block.substring(0, block.indexOf("```")).lines().map(String::strip).toList();
    assertThat(shown).hasSizeGreaterThan(10).allSatisfy(line -> assertThat(here).contains(line));
  }

  private static void run(Tracer tracer) {
    for (int i = 0; i < TRACES; i++) {
      Span agent = tracer.spanBuilder("invoke_agent a").setNoParent().startSpan();
      Context within = Context.root().with(agent);
      tracer.spanBuilder("chat m").setParent(within).startSpan().end();
      agent.end();
    }
  }

  private static void assertSame(TestDatabase database, OtlpEndpoint other) throws Exception {
    Stream<String> stored =
        database.rows("SELECT trace_id, span_id FROM agent_spans").stream()
            .map(row -> row.get("trace_id") + "/" + row.get("span_id"));
    assertThat(other.spans())
        .extracting(span -> hex(span.getTraceId()) + "/" + hex(span.getSpanId()))
        .hasSize(2 * TRACES)
        .containsExactlyInAnyOrderElementsOf(stored.toList());
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
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
