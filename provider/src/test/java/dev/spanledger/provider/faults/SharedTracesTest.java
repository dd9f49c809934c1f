// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.oracle.FaultForm;
import dev.spanledger.testkit.oracle.Progress;
import dev.spanledger.testkit.oracle.SpanOracle;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;

/**
 * Sixteen services, each with a ledger and a connection of its own, work on the same fifty traces.
 */
@Tag("faults")
class SharedTracesTest {
  private static final int WRITERS = 16;
  private static final int TRACES = 50;
  private static final int SPANS_A_SECOND = 1_600;
  private static final int MOST_QUEUED = 500;
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final long seed = FaultForm.seed();

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void neverDeadlockAndCountExactly(TestDatabase database) throws Exception {
    int seconds = FaultForm.choose(2, 120);
    Progress progress = Progress.of("second of 16 writers on 50 traces", seconds, seed);
    SpanOracle oracle = SpanOracle.inMemory(TracedApp.PAYLOAD);
    List<HikariDataSource> pools = new ArrayList<>();
    List<TracedApp> services = new ArrayList<>();
    try {
      for (int i = 0; i < WRITERS; i++) {
        pools.add(TracedApp.pool(database));
        services.add(new TracedApp(TracedApp.quick(pools.get(i)), oracle));
      }
      List<Span> roots = roots(services.get(0));
      work(services, roots, seconds, progress);
      roots.forEach(oracle::endRoot);
      for (TracedApp service : services) {
        assertThat(service.ledger().flush(LONGEST)).isTrue();
        assertThat(service.ledger().stats().ledger().balanced()).isTrue();
      }
      assertThat(TracedApp.judge(oracle, database.dataSource()).problems()).isEmpty();
      assertThat(deadlocks(database)).isZero();
      progress.end(oracle.size() + " spans, 0 deadlocks");
    } finally {
      services.forEach(TracedApp::close);
      pools.forEach(HikariDataSource::close);
    }
  }

  private static List<Span> roots(TracedApp service) {
    List<Span> roots = new ArrayList<>();
    for (int i = 0; i < TRACES; i++) {
      roots.add(service.tracer().spanBuilder("invoke_agent a").setNoParent().startSpan());
    }
    return roots;
  }

  private void work(List<TracedApp> services, List<Span> roots, int seconds, Progress progress)
      throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < services.size(); i++) {
      TracedApp service = services.get(i);
      Random random = new Random(seed + i);
      threads.add(new Thread(() -> work(service, roots, random, end), "service-" + i));
    }
    threads.forEach(Thread::start);
    for (int second = 1; second <= seconds; second++) {
      LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
      progress.round(second, services.get(0).ledger());
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void work(TracedApp service, List<Span> roots, Random random, long end) {
    long pause = Duration.ofSeconds(WRITERS).toNanos() / SPANS_A_SECOND;
    while (System.nanoTime() - end < 0) {
      Context remote = remote(roots.get(random.nextInt(roots.size())).getSpanContext());
      if (service.ledger().stats().ledger().queued() < MOST_QUEUED) {
        service.oracle().end(service.tracer().spanBuilder("step").setParent(remote).startSpan());
      }
      LockSupport.parkNanos(pause);
    }
  }

  /** As it arrives in a header: another process knows no more of a span. */
  private static Context remote(SpanContext span) {
    return Context.root()
        .with(
            Span.wrap(
                SpanContext.createFromRemoteParent(
                    span.getTraceId(),
                    span.getSpanId(),
                    TraceFlags.getSampled(),
                    TraceState.getDefault())));
  }

  private static long deadlocks(TestDatabase database) throws SQLException {
    return (Long)
        database
            .rows("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
            .get(0)
            .get("deadlocks");
  }
}
