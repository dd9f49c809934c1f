// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.TcpProxy;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

class RoutingTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final AttributeKey<String> REGION = AttributeKey.stringKey("region");

  @EachDatabase(DatabaseKind.SQLITE)
  void eachTraceGoesWholeToTheDatabaseOfItsRoute(TestDatabase database) throws Exception {
    try (TestDatabase eu = TestDatabase.open(DatabaseKind.SQLITE);
        Spanledger ledger =
            Spanledger.builder(database.dataSource())
                .route("eu", eu.dataSource())
                .router(trace -> trace.attributes().get(REGION))
                .build()) {
      Tracer tracer = tracer(ledger);
      trace(tracer, "eu");
      trace(tracer, null);
      trace(tracer, "a route that is not there");
      assertThat(ledger.flush(SOON)).isTrue();

      assertThat(spans(ledger.reader())).isEqualTo(4);
      assertThat(spans(ledger.reader("eu"))).isEqualTo(2);
      assertThat(ledger.stats().byRoute().get("eu").stored()).isEqualTo(2);
      assertThat(ledger.stats().ledger().stored()).isEqualTo(6);
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void aRouterThatFailsCostsNoSpan(TestDatabase database) {
    try (Spanledger ledger =
        Spanledger.builder(database.dataSource())
            .router(
                trace -> {
                  throw new IllegalStateException("no");
                })
            .build()) {
      trace(tracer(ledger), "eu");
      assertThat(ledger.flush(SOON)).isTrue();
      assertThat(spans(ledger.reader())).isEqualTo(2);
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aDatabaseThatHangsStarvesNoOther(TestDatabase slow) throws Exception {
    try (TestDatabase fast = TestDatabase.open(DatabaseKind.SQLITE);
        TcpProxy proxy = TcpProxy.inFrontOf(slow.jdbcUrl())) {
      PGSimpleDataSource throughProxy = new PGSimpleDataSource();
      throughProxy.setUrl(proxy.reroute(slow.jdbcUrl()));
      throughProxy.setUser(slow.user());
      throughProxy.setPassword(slow.password());
      try (Spanledger ledger =
          Spanledger.builder(fast.dataSource())
              .route("slow", throughProxy)
              .router(trace -> trace.attributes().get(REGION))
              .closeTimeout(Duration.ofMillis(500))
              .build()) {
        proxy.blackHole();
        Tracer tracer = tracer(ledger);
        for (int i = 0; i < 50; i++) {
          trace(tracer, "slow");
          trace(tracer, null);
        }
        assertThat(ledger.flush(Duration.ofSeconds(1))).isFalse();
        awaitStored(ledger, "default", 100);
        assertThat(ledger.stats().byRoute().get("slow").queued()).isEqualTo(100);
        assertThat(spans(ledger.reader())).isEqualTo(100);
      }
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void aRouteNeedsANameOfItsOwn(TestDatabase database) {
    SpanledgerBuilder builder = Spanledger.builder(database.dataSource());
    assertThatThrownBy(() -> builder.route("default", database.dataSource()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'default'");
  }

  private static void awaitStored(Spanledger ledger, String route, long spans)
      throws InterruptedException {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (ledger.stats().byRoute().get(route).stored() < spans && System.nanoTime() < deadline) {
      Thread.sleep(5);
    }
    assertThat(ledger.stats().byRoute().get(route).stored()).isEqualTo(spans);
  }

  private static long spans(TraceReader reader) {
    return reader.list(TraceQuery.all().limit(1000)).traces().stream()
        .mapToLong(trace -> trace.spanCount())
        .sum();
  }

  private static void trace(Tracer tracer, String region) {
    Span root = tracer.spanBuilder("root").setAttribute(REGION, region).startSpan();
    tracer.spanBuilder("child").setParent(Context.root().with(root)).startSpan().end();
    root.end();
  }

  private static Tracer tracer(Spanledger ledger) {
    return SdkTracerProvider.builder().addSpanProcessor(ledger.spanProcessor()).build().get("test");
  }
}
