// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.FaultyDataSource;
import dev.spanledger.testkit.oracle.AgentLoad;
import dev.spanledger.testkit.oracle.FaultForm;
import dev.spanledger.testkit.oracle.Progress;
import dev.spanledger.testkit.oracle.SpanOracle;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;

/**
 * The application's 64 threads fight for the two connections of the pool that the ledger shares.
 */
@Tag("faults")
class DrainedPoolTest {
  private static final int THREADS = 64;

  private final Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void theLedgerHoldsOneConnectionAtMost(TestDatabase database) throws Exception {
    int requests = FaultForm.choose(3, 200);
    Progress progress = Progress.of("requests of 64 threads, pool of 2", requests, 0);
    try (HikariDataSource pool = pool(database)) {
      FaultyDataSource counted = FaultyDataSource.over(pool);
      try (TracedApp app = app(counted)) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          threads.add(new Thread(() -> serve(pool, app, requests), "request-" + i));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
          thread.join();
        }
        assertThat(thrown).isEmpty();
        progress.end(app.assertNothingLost(database.dataSource()));
      }
      assertThat(counted.mostOpen()).isEqualTo(1);
      assertThat(counted.open()).isZero();
    }
  }

  private void serve(HikariDataSource pool, TracedApp app, int requests) {
    try {
      for (int i = 0; i < requests; i++) {
        AgentLoad.run(app.tracer(), app.oracle(), 2);
        query(pool);
      }
    } catch (Throwable e) {
      thrown.add(e);
    }
  }

  private static void query(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1");
    }
  }

  /** With room for all: nobody waits here until the queue has some. */
  private static TracedApp app(FaultyDataSource counted) {
    return new TracedApp(
        TracedApp.quick(counted).maxQueueBytes(1L << 30).maxQueueSpans(1_000_000),
        SpanOracle.inMemory(TracedApp.PAYLOAD));
  }

  private static HikariDataSource pool(TestDatabase database) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database.dataSource());
    config.setMaximumPoolSize(2);
    return new HikariDataSource(config);
  }
}
