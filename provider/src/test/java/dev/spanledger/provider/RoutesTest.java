// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.batching.Ledger;
import dev.spanledger.schema.RoutedPage;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceSchemaException;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.Call;
import dev.spanledger.testkit.faults.FaultyDataSource;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.sqlite.SQLiteDataSource;

/** Databases that come and go while the ledger works. */
@Timeout(60)
class RoutesTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final TraceQuery ALL = TraceQuery.all().limit(1_000);

  private final TestDatabase eu = TestDatabase.open(DatabaseKind.SQLITE);
  private final CollectedMetrics metrics = new CollectedMetrics();
  private final SdkMeterProvider meters =
      SdkMeterProvider.builder().registerMetricReader(metrics).build();

  @AfterEach
  void closeDatabase() {
    eu.close();
  }

  @EachDatabase
  void aRouteThatIsAddedIsAsOneThatWasThere(TestDatabase database) throws Exception {
    try (TestDatabase first = TestDatabase.open(DatabaseKind.SQLITE);
        Spanledger ledger = byTenant(first)) {
      Tracer tracer = tracer(ledger);
      Span before = root(tracer, "eu");
      ledger.addRoute("eu", database.dataSource());
      Span after = root(tracer, "eu");
      child(tracer, before).end();
      child(tracer, after).end();
      before.end();
      after.end();
      assertThat(ledger.flush(LONG)).isTrue();

      assertThat(spans(ledger, "default")).isEqualTo(2);
      assertThat(spans(ledger, "eu")).isEqualTo(2);
      assertThat(ledger.stats().byRoute().get("eu").stored()).isEqualTo(2);
      assertThat(ledger.health().databases()).containsOnlyKeys("default", "eu");
      assertThat(metrics.value("otel.sdk.processor.span.processed", "spanledger.route", "eu"))
          .isEqualTo(2);
      assertThat(ledger.reprice(Instant.EPOCH, Instant.MAX)).isNotNull();
      RoutedPage page = ledger.readers().list(ALL).complete();
      assertThat(page.traces())
          .extracting(trace -> trace.route() + " " + trace.value().traceId())
          .containsExactly(
              "eu " + after.getSpanContext().getTraceId(),
              "default " + before.getSpanContext().getTraceId());
    }
    assertThat(database.rows("SELECT * FROM agent_spans")).hasSize(2);
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void whatIsQueuedForItIsWrittenOnClose(TestDatabase database) throws Exception {
    try (Spanledger ledger =
        Spanledger.builder(database.dataSource())
            .router(TraceRouter.byTenant())
            .batchDelay(Duration.ofMinutes(1))
            .build()) {
      ledger.addRoute("eu", eu.dataSource());
      root(tracer(ledger), "eu").end();
    }
    assertThat(eu.rows("SELECT * FROM agent_spans")).hasSize(1);
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void aDatabaseThatIsNotRightIsRefusedAndLeavesNothingBehind(TestDatabase database) {
    FaultyDataSource away = FaultyDataSource.over(eu.dataSource());
    SQLiteDataSource nowhere = new SQLiteDataSource();
    nowhere.setUrl("jdbc:sqlite:/no/such/directory/traces.db");
    try (Spanledger ledger = byTenant(database)) {
      away.fail(Call.CONNECT).always();
      assertThatThrownBy(() -> ledger.addRoute("eu", away))
          .isInstanceOf(TraceSchemaException.class);
      assertThatThrownBy(() -> ledger.addRoute("eu", nowhere))
          .isInstanceOf(TraceSchemaException.class)
          .hasMessageContaining("does its directory exist");
      assertThatThrownBy(() -> ledger.addRoute(" ", eu.dataSource()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> ledger.addRoute("default", eu.dataSource()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(ledger.stats().byRoute()).containsOnlyKeys("default");
      away.heal();
      ledger.addRoute("eu", away);
      assertThatThrownBy(() -> ledger.addRoute("eu", away))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("taken");
    }
    Spanledger closed = byTenant(database);
    closed.close();
    assertThatThrownBy(() -> closed.addRoute("us", away)).isInstanceOf(IllegalStateException.class);
    assertThat(away.open()).isZero();
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void aRouteThatIsRemovedIsDrainedAndItsTracesGoOnInTheDefault(TestDatabase database)
      throws Exception {
    try (Spanledger ledger =
        Spanledger.builder(database.dataSource())
            .router(TraceRouter.byTenant())
            .batchDelay(Duration.ofMinutes(1))
            .build()) {
      Tracer tracer = tracer(ledger);
      ledger.addRoute("eu", eu.dataSource());
      Span running = root(tracer, "eu");
      child(tracer, running).end();
      assertThat(ledger.removeRoute("eu")).isTrue();
      assertThat(eu.rows("SELECT * FROM agent_spans")).hasSize(1);
      running.end();
      root(tracer, "eu").end();
      assertThat(ledger.flush(LONG)).isTrue();

      assertThat(database.rows("SELECT * FROM agent_spans")).hasSize(2);
      assertThatThrownBy(() -> ledger.reader("eu")).isInstanceOf(IllegalArgumentException.class);
      assertThat(ledger.health().databases()).containsOnlyKeys("default");
      assertThat(ledger.stats().byRoute().get("eu").stored()).isEqualTo(1);
      assertBalanced(ledger, 3);

      ledger.addRoute("eu", eu.dataSource());
      root(tracer, "eu").end();
      assertThat(ledger.flush(LONG)).isTrue();
      assertThat(ledger.stats().byRoute().get("eu").stored()).isEqualTo(2);
      assertBalanced(ledger, 4);
      assertThatThrownBy(() -> ledger.removeRoute("default"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> ledger.removeRoute("us"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void noSpanIsUnaccountedForWhileRoutesComeAndGo(TestDatabase database) throws Exception {
    AtomicLong ended = new AtomicLong();
    AtomicBoolean over = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(2);
    try (Spanledger ledger = byTenant(database)) {
      Tracer tracer = tracer(ledger);
      Runnable work =
          () -> {
            while (!over.get()) {
              root(tracer, "eu").end();
              ended.incrementAndGet();
              begun.countDown();
              if (ledger.stats().ledger().queued() > 1_000) {
                ledger.flush(LONG);
              }
            }
          };
      Thread[] threads = {new Thread(work), new Thread(work)};
      for (Thread thread : threads) {
        thread.start();
      }
      begun.await();
      for (int i = 0; i < 20; i++) {
        ledger.addRoute("eu", eu.dataSource());
        long target = ledger.stats().ledger().accepted() + 20;
        while (ledger.stats().ledger().accepted() < target) {
          Thread.onSpinWait();
        }
        ledger.removeRoute("eu");
      }
      over.set(true);
      for (Thread thread : threads) {
        thread.join();
      }
      ledger.flush(LONG);
      assertBalanced(ledger, ended.get());
      assertThat(ledger.stats().ledger().queued()).isZero();
      assertThat(
              (long) database.rows("SELECT * FROM agent_spans").size()
                  + eu.rows("SELECT * FROM agent_spans").size())
          .isEqualTo(ledger.stats().ledger().stored());
      assertThat(ledger.stats().byRoute().get("eu").stored()).isPositive();
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void behindAnExporterTheTopmostSpanOfTheBatchDecides(TestDatabase database) throws Exception {
    try (Spanledger ledger = byTenant(database)) {
      ledger.addRoute("eu", eu.dataSource());
      try (SdkTracerProvider tracers =
          SdkTracerProvider.builder()
              .addSpanProcessor(BatchSpanProcessor.builder(ledger.spanExporter()).build())
              .build()) {
        Tracer tracer = tracers.get("test");
        Span root = root(tracer, "eu");
        Span child = child(tracer, root);
        child(tracer, child).end();
        child.end();
        root.end();
      }
      assertThat(eu.rows("SELECT * FROM agent_spans")).hasSize(3);
      assertThat(database.rows("SELECT * FROM agent_spans")).isEmpty();
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void aLedgerThatIsSwitchedOffReadsEachRoute(TestDatabase database) {
    try (Spanledger ledger = byTenant(database)) {
      ledger.addRoute("eu", eu.dataSource());
      root(tracer(ledger), "eu").end();
    }
    try (Spanledger off =
        Spanledger.builder(database.dataSource()).contentCapture(ContentCapture.DISABLED).build()) {
      off.addRoute("eu", eu.dataSource());
      assertThat(spans(off, "default")).isZero();
      assertThat(spans(off, "eu")).isEqualTo(1);
      assertThat(off.readers().list(ALL).complete().traces()).hasSize(1);
      assertThat(off.removeRoute("eu")).isTrue();
      assertThatThrownBy(() -> off.reader("eu")).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static void assertBalanced(Spanledger ledger, long ended) {
    Ledger all = ledger.stats().ledger();
    assertThat(all.accepted()).isEqualTo(ended);
    assertThat(all.stored() + all.queued() + all.quarantined() + all.droppedTotal())
        .isEqualTo(all.accepted());
  }

  private Spanledger byTenant(TestDatabase database) {
    return Spanledger.builder(database.dataSource())
        .router(TraceRouter.byTenant())
        .meterProvider(meters)
        .build();
  }

  private static long spans(Spanledger ledger, String route) {
    return ledger.reader(route).list(ALL).traces().stream()
        .mapToLong(trace -> trace.spanCount())
        .sum();
  }

  private static Span root(Tracer tracer, String tenant) {
    return tracer
        .spanBuilder("root")
        .setNoParent()
        .setAttribute("spanledger.tenant.id", tenant)
        .startSpan();
  }

  private static Span child(Tracer tracer, Span parent) {
    return tracer.spanBuilder("child").setParent(Context.root().with(parent)).startSpan();
  }

  private static Tracer tracer(Spanledger ledger) {
    return SdkTracerProvider.builder().addSpanProcessor(ledger.spanProcessor()).build().get("test");
  }
}
