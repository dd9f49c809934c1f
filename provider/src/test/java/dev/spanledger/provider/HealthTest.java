// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.provider.DatabaseHealth.Status;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.RestartablePostgres;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.Call;
import dev.spanledger.testkit.faults.FaultyDataSource;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class HealthTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path directory;

  @EachDatabase
  void aDatabaseThatAnswersIsUp(TestDatabase database) {
    try (Spanledger ledger = hurried(Spanledger.builder(database.dataSource())).build()) {
      DatabaseHealth before = ledger.health().databases().get("default");
      assertThat(before.status()).isEqualTo(Status.UP);
      assertThat(before.lastSuccess()).isNull();
      assertThat(before.maxQueuedSpans()).isEqualTo(65_536);
      assertThat(before.maxQueuedBytes()).isEqualTo(32 << 20);
      assertThat(before.maxSpilledBytes()).isZero();
      end(ledger);
      assertThat(ledger.flush(LONG)).isTrue();
      DatabaseHealth after = ledger.health().databases().get("default");
      assertThat(ledger.health().status()).isEqualTo(Status.UP);
      assertThat(after.lastSuccess()).isNotNull();
      assertThat(after.oldestAge()).isZero();
      assertThat(after.queuedSpans()).isZero();
      assertThat(after.lastFailure()).isNull();
      ledger.spanProcessor().shutdown().join(30, SECONDS);
      assertThat(ledger.health().status()).isEqualTo(Status.CLOSED);
    }
  }

  @Test
  void aDatabaseThatIsAwayIsRetried() throws Exception {
    try (RestartablePostgres postgres = RestartablePostgres.create();
        Spanledger ledger = hurried(Spanledger.builder(postgres.dataSource())).build()) {
      postgres.kill();
      end(ledger);
      await(ledger, Status.RETRYING);
      DatabaseHealth away = ledger.health().databases().get("default");
      assertThat(away.failingSince()).isNotNull();
      assertThat(away.lastFailure()).isEqualTo("08001 org.postgresql.util.PSQLException");
      assertThat(away.whatToDo()).isNull();
      assertThat(away.queuedSpans()).isEqualTo(1);
      assertThat(away.queuedBytes()).isPositive();
      assertThat(away.oldestAge()).isPositive();
      postgres.start();
      assertThat(ledger.flush(Duration.ofMinutes(1))).isTrue();
      assertThat(ledger.health().status()).isEqualTo(Status.UP);
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aDatabaseThatIsNotSetUpSaysWhatToDo(TestDatabase database) throws Exception {
    try (Spanledger ledger = hurried(Spanledger.builder(database.dataSource())).build()) {
      database.execute("ALTER TABLE agent_traces RENAME TO hidden");
      end(ledger);
      await(ledger, Status.SETUP_NEEDED);
      DatabaseHealth broken = ledger.health().databases().get("default");
      assertThat(broken.lastFailure()).isEqualTo("42P01 org.postgresql.util.PSQLException");
      assertThat(broken.whatToDo()).contains("TraceSchema.script");
      database.execute("ALTER TABLE hidden RENAME TO agent_traces");
      ledger.spanProcessor().shutdown().join(30, SECONDS);
      assertThat(ledger.stats().ledger().stored()).isEqualTo(1);
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void whatIsOnDiskIsCountedInBytes(TestDatabase database) throws Exception {
    FaultyDataSource faulty = FaultyDataSource.over(database.dataSource());
    InMemoryMetricReader metrics = InMemoryMetricReader.create();
    try (Spanledger ledger =
        hurried(Spanledger.builder(faulty))
            .spillDirectory(directory)
            .meterProvider(SdkMeterProvider.builder().registerMetricReader(metrics).build())
            .build()) {
      faulty.fail(Call.CONNECT).always();
      end(ledger);
      assertThat(ledger.flush(LONG)).as("it is synced").isTrue();
      DatabaseHealth health = ledger.health().databases().get("default");
      assertThat(health.spilledBytes()).isPositive();
      assertThat(health.maxSpilledBytes()).isEqualTo(1 << 30);
      assertThat(metrics.collectAllMetrics())
          .filteredOn(metric -> metric.getName().equals("spanledger.spill.bytes"))
          .flatMap(metric -> metric.getLongSumData().getPoints())
          .extracting(LongPointData::getValue)
          .containsExactly(health.spilledBytes());
      faulty.heal();
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void aLedgerThatIsSwitchedOffIsUp(TestDatabase database) {
    try (Spanledger ledger =
        Spanledger.builder(database.dataSource()).contentCapture(ContentCapture.DISABLED).build()) {
      assertThat(ledger.health().status()).isEqualTo(Status.UP);
      assertThat(ledger.health().databases()).isEmpty();
    }
  }

  private static void await(Spanledger ledger, Status status) throws InterruptedException {
    while (ledger.health().status() != status) {
      Thread.sleep(1); // The timeout of the test interrupts it.
    }
  }

  private static SpanledgerBuilder hurried(SpanledgerBuilder builder) {
    return builder
        .batchDelay(Duration.ofMillis(1))
        .retry(Duration.ofMillis(10), Duration.ofMillis(100));
  }

  private static void end(Spanledger ledger) {
    SdkTracerProvider.builder()
        .addSpanProcessor(ledger.spanProcessor())
        .build()
        .get("test")
        .spanBuilder("invoke_agent a")
        .startSpan()
        .end();
  }
}
