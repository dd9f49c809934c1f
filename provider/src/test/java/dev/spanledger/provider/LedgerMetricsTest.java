// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.Call;
import dev.spanledger.testkit.faults.FaultyDataSource;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LedgerMetricsTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String PROCESSED = "otel.sdk.processor.span.processed";

  private final CollectedMetrics metrics = new CollectedMetrics();
  private final SdkMeterProvider meters =
      SdkMeterProvider.builder().registerMetricReader(metrics).build();

  @EachDatabase
  void aSpanCountsAsProcessedOnceItIsStored(TestDatabase database) throws Exception {
    FaultyDataSource faulty = FaultyDataSource.over(database.dataSource());
    try (Spanledger ledger =
        Spanledger.builder(faulty)
            .meterProvider(meters)
            .batchDelay(Duration.ofMillis(1))
            .retry(Duration.ofMillis(10), Duration.ofMillis(20))
            .build()) {
      faulty.fail(Call.CONNECT).always();
      end(ledger, 3);
      assertThat(ledger.flush(Duration.ofMillis(200))).isFalse();
      assertThat(metrics.value(PROCESSED, "", null)).isZero();
      assertThat(metrics.value("otel.sdk.processor.span.queue.size", "", null)).isEqualTo(3);
      assertThat(metrics.value("spanledger.database.state", "spanledger.state", "retrying"))
          .isEqualTo(1);
      assertThat(metrics.value("spanledger.queue.bytes", "", null)).isPositive();

      faulty.heal();
      assertThat(ledger.flush(LONG)).isTrue();
      assertThat(metrics.value(PROCESSED, "", null)).isEqualTo(3);
      assertThat(metrics.value("otel.sdk.processor.span.queue.size", "", null)).isZero();
      assertThat(metrics.value("spanledger.database.state", "spanledger.state", "working"))
          .isEqualTo(1);
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void lossesHaveReasonsAndOutliveTheLedger(TestDatabase database) {
    Spanledger ledger =
        Spanledger.builder(database.dataSource()).meterProvider(meters).maxQueueSpans(1).build();
    ledger.close();
    end(ledger, 2);
    assertThat(metrics.value(PROCESSED, "error.type", "already_shutdown")).isZero();
    try (Spanledger other =
        Spanledger.builder(database.dataSource())
            .meterProvider(meters)
            .batchDelay(Duration.ofMinutes(1))
            .maxQueueSpans(1)
            .build()) {
      end(other, 2_000);
      long full = metrics.value(PROCESSED, "error.type", "queue_full");
      assertThat(full).isPositive();
      assertThat(metrics.value("spanledger.span.dropped", "spanledger.reason", "queue_full"))
          .isEqualTo(full)
          .isEqualTo(other.stats().ledger().droppedTotal());
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void writesAreTimed(TestDatabase database) {
    try (Spanledger ledger =
        Spanledger.builder(database.dataSource()).meterProvider(meters).build()) {
      end(ledger, 1);
      assertThat(ledger.flush(LONG)).isTrue();
      assertThat(metrics.named("spanledger.write.duration").getHistogramData().getPoints())
          .singleElement()
          .satisfies(point -> assertThat(point.getCount()).isEqualTo(1))
          .satisfies(
              point ->
                  assertThat(point.getAttributes().get(AttributeKey.stringKey("spanledger.route")))
                      .isEqualTo("default"));
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void everyMetricIsInTheDocumentation(TestDatabase database) throws Exception {
    try (Spanledger ledger =
        Spanledger.builder(database.dataSource()).meterProvider(meters).build()) {
      end(ledger, 1);
      assertThat(ledger.flush(LONG)).isTrue();
      Map<String, String> units = new TreeMap<>();
      for (MetricData metric : metrics.all()) {
        units.put(metric.getName(), metric.getUnit());
      }
      assertThat(units).hasSize(14);
      String page = Files.readString(Path.of("../docs/operations.md"));
      units.forEach(
          (name, unit) -> assertThat(page).contains("| `" + name + "` | `" + unit + "` |"));
    }
  }

  private static void end(Spanledger ledger, int spans) {
    Tracer tracer =
        SdkTracerProvider.builder().addSpanProcessor(ledger.spanProcessor()).build().get("test");
    for (int i = 0; i < spans; i++) {
      tracer.spanBuilder("invoke_agent a").startSpan().end();
    }
  }
}
