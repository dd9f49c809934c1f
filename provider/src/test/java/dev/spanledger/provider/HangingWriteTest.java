// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.TcpProxy;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/** The database falls silent: the write that waits for it does not hold up those after it. */
@Timeout(60)
class HangingWriteTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int SPANS = 20;

  private final AtomicReference<DataSource> route = new AtomicReference<>();

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aConnectionThatFallsSilentIsGivenUp(TestDatabase database) throws Exception {
    try (TcpProxy silent = TcpProxy.inFrontOf(database.jdbcUrl())) {
      Connection open = through(silent, database).getConnection();
      route.set(database.dataSource());
      try (Spanledger ledger = overRoute()) {
        route.set(lending(open));
        silent.blackHole();
        end(ledger);
        assertThat(ledger.flush(Duration.ofMillis(100))).isFalse();
        route.set(database.dataSource());
        assertThat(ledger.flush(LONG)).isTrue();
        assertStoredOnce(ledger, database);
      }
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aServerThatNeverAnswersAConnectIsLeftBehind(TestDatabase database) throws Exception {
    try (TcpProxy silent = TcpProxy.inFrontOf(database.jdbcUrl())) {
      route.set(database.dataSource());
      try (Spanledger ledger = overRoute()) {
        silent.blackHole();
        route.set(through(silent, database));
        end(ledger);
        assertThat(ledger.flush(Duration.ofMillis(100))).isFalse();
        route.set(database.dataSource());
        assertThat(ledger.flush(LONG)).isTrue();
        assertStoredOnce(ledger, database);
      }
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aLockThatIsHeldForLongCostsNothingButTime(TestDatabase database) throws Exception {
    route.set(database.dataSource());
    try (Spanledger ledger = overRoute();
        Connection holder = database.dataSource().getConnection()) {
      holder.setAutoCommit(false);
      holder.createStatement().execute("LOCK TABLE agent_traces");
      end(ledger);
      assertThat(ledger.flush(Duration.ofSeconds(1))).isFalse();
      holder.rollback();
      assertThat(ledger.flush(LONG)).isTrue();
      assertStoredOnce(ledger, database);
    }
  }

  private static void end(Spanledger ledger) {
    Tracer tracer =
        SdkTracerProvider.builder().addSpanProcessor(ledger.spanProcessor()).build().get("test");
    for (int i = 0; i < SPANS; i++) {
      tracer.spanBuilder("work").setAttribute("gen_ai.tool.name", "t").startSpan().end();
    }
  }

  private static void assertStoredOnce(Spanledger ledger, TestDatabase database) throws Exception {
    assertThat(database.rows("SELECT span_id FROM agent_spans")).hasSize(SPANS);
    assertThat(
            database.rows("SELECT sum(span_count) AS spans FROM agent_traces").get(0).get("spans"))
        .hasToString(Integer.toString(SPANS));
    assertThat(ledger.stats().ledger().stored()).isEqualTo(SPANS);
    assertThat(ledger.stats().ledger().balanced()).isTrue();
  }

  private Spanledger overRoute() {
    return Spanledger.builder(proxy(DataSource.class, route::get))
        .writeTimeout(Duration.ofMillis(300))
        .batchDelay(Duration.ofMillis(1))
        .retry(Duration.ofMillis(10), Duration.ofMillis(50))
        .build();
  }

  private static DataSource through(TcpProxy proxy, TestDatabase database) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(proxy.reroute(database.jdbcUrl()));
    dataSource.setUser(database.user());
    dataSource.setPassword(database.password());
    return dataSource;
  }

  /** A pool with one connection, which it lends out whatever has become of it. */
  private static DataSource lending(Connection connection) {
    return (DataSource)
        Proxy.newProxyInstance(
            HangingWriteTest.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (self, method, arguments) -> connection);
  }

  private interface Target {
    Object get();
  }

  private static <T> T proxy(Class<T> type, Target target) {
    return type.cast(
        Proxy.newProxyInstance(
            HangingWriteTest.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              try {
                return method.invoke(target.get(), arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
