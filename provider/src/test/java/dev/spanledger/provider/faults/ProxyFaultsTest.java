// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.TcpProxy;
import dev.spanledger.testkit.oracle.AgentLoad;
import dev.spanledger.testkit.oracle.Await;
import dev.spanledger.testkit.oracle.FaultForm;
import dev.spanledger.testkit.oracle.Progress;
import dev.spanledger.testkit.oracle.SpanOracle;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;

/** The network between the application and PostgreSQL misbehaves while the application works. */
@Tag("faults")
class ProxyFaultsTest {
  private static final String COMMITTED = "COMMIT\0";
  private static final Duration SOON = Duration.ofSeconds(30);

  private final long seed = FaultForm.seed();
  private final Random random = new Random(seed);

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void cutAfterCommit(TestDatabase database) throws SQLException {
    int cuts = FaultForm.choose(20, 500);
    Progress progress = Progress.of("cut after COMMIT, before its answer", cuts, seed);
    underLoad(
        database,
        progress,
        (proxy, app) -> {
          for (int i = 1; i <= cuts; i++) {
            long before = app.stored();
            proxy.cutAtReply(COMMITTED);
            Await.until("a cut", SOON, () -> !proxy.awaitsReply());
            Await.until("another try", SOON, () -> app.stored() > before);
            progress.round(i, app.ledger());
          }
        });
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void anyFaultAtAnyMoment(TestDatabase database) throws SQLException {
    int faults = FaultForm.choose(25, 500);
    Progress progress = Progress.of("cut, delayed, swallowed, refused", faults, seed);
    underLoad(
        database,
        progress,
        (proxy, app) -> {
          for (int i = 1; i <= faults; i++) {
            fault(proxy);
            Await.pass(Duration.ofMillis(random.nextInt(60)));
            proxy.forward();
            Await.pass(Duration.ofMillis(random.nextInt(30)));
            progress.round(i, proxy.accepted() + " connections so far");
          }
        });
  }

  /** A firewall forgets the connection: it stays open, and never answers again. */
  @EachDatabase(DatabaseKind.POSTGRESQL)
  void swallowedConnection(TestDatabase database) throws SQLException {
    int times = FaultForm.choose(1, 5);
    boolean inShort = FaultForm.current() == FaultForm.SHORT;
    Progress progress = Progress.of("connection swallowed for good", times, seed);
    try (TcpProxy proxy = TcpProxy.inFrontOf(database.jdbcUrl());
        HikariDataSource pool =
            TracedApp.pool(
                proxy.reroute(database.jdbcUrl()), database.user(), database.password());
        TracedApp app =
            new TracedApp(
                TracedApp.quick(pool)
                    .writeTimeout(inShort ? Duration.ofSeconds(1) : Duration.ofSeconds(10)),
                SpanOracle.inMemory(TracedApp.PAYLOAD))) {
      long longestNanos = 0;
      AgentLoad load = app.load(2, 200);
      try (load) {
        for (int i = 1; i <= times; i++) {
          longestNanos = Math.max(longestNanos, recovery(proxy, app));
          progress.round(i, app.ledger());
        }
      }
      assertThat(load.thrown()).isEmpty();
      progress.end(
          "stored again after %.1f s at most; %s"
              .formatted(longestNanos / 1e9, app.assertNothingLost(database.dataSource())));
      if (!inShort) {
        assertThat(Duration.ofNanos(longestNanos)).isLessThan(Duration.ofSeconds(15));
      }
    }
  }

  private static long recovery(TcpProxy proxy, TracedApp app) {
    long before = app.stored();
    Await.until("commits", SOON, () -> app.stored() > before);
    proxy.swallowOpen();
    long start = System.nanoTime();
    Await.pass(Duration.ofMillis(100)); // What was answered before.
    long swallowed = app.stored();
    Await.until("commits", SOON, () -> app.stored() > swallowed);
    return System.nanoTime() - start;
  }

  private void fault(TcpProxy proxy) {
    switch (random.nextInt(7)) {
      case 0 -> proxy.cut();
      case 1 -> proxy.delay(Duration.ofMillis(1 + random.nextInt(20)));
      case 2 -> proxy.blackHole();
      case 3 -> proxy.acceptAndClose();
      case 4 -> proxy.refuse();
      case 5 -> proxy.cutAtReply(COMMITTED);
      default -> cutInTheMiddleOfABlackHole(proxy);
    }
  }

  /** What was under way is neither there nor answered. */
  private void cutInTheMiddleOfABlackHole(TcpProxy proxy) {
    proxy.blackHole();
    Await.pass(Duration.ofMillis(random.nextInt(40)));
    proxy.cut();
  }

  private interface Faults {
    void happen(TcpProxy proxy, TracedApp app);
  }

  private static void underLoad(TestDatabase database, Progress progress, Faults faults)
      throws SQLException {
    try (TcpProxy proxy = TcpProxy.inFrontOf(database.jdbcUrl());
        HikariDataSource pool =
            TracedApp.pool(
                proxy.reroute(database.jdbcUrl()), database.user(), database.password());
        TracedApp app = TracedApp.over(pool)) {
      AgentLoad load = app.load(2, 500);
      try (load) {
        faults.happen(proxy, app);
      }
      proxy.forward();
      assertThat(load.thrown()).isEmpty();
      progress.end(app.assertNothingLost(database.dataSource()));
    }
  }
}
