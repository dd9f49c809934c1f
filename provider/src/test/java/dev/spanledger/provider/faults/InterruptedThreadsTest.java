// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.oracle.AgentLoad;
import dev.spanledger.testkit.oracle.Await;
import dev.spanledger.testkit.oracle.FaultForm;
import dev.spanledger.testkit.oracle.Progress;
import dev.spanledger.testkit.oracle.SpanOracle;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Somebody interrupts the application's threads while they end spans, or the ledger's own. */
@Tag("faults")
class InterruptedThreadsTest {
  private final long seed = FaultForm.seed();
  private final Random random = new Random(seed);

  @TempDir Path directory;

  @EachDatabase
  void loseNothingAndStayInterrupted(TestDatabase database) throws SQLException {
    int interrupts = FaultForm.choose(100, 10_000);
    Progress progress = Progress.of("interrupts of application threads", interrupts, seed);
    try (HikariDataSource pool = TracedApp.pool(database);
        TracedApp app = TracedApp.over(pool)) {
      Thread.currentThread().interrupt();
      AgentLoad.run(app.tracer(), app.oracle(), 10);
      assertThat(Thread.interrupted()).as("the flag is the application's").isTrue();
      AgentLoad load = app.load(2, 500);
      try (load) {
        for (int i = 1; i <= interrupts; i++) {
          load.threads().get(random.nextInt(2)).interrupt();
          Await.pass(Duration.ofMillis(random.nextInt(4)));
          progress.round(i, app.ledger());
        }
      }
      assertThat(load.thrown()).isEmpty();
      progress.end(app.assertNothingLost(database.dataSource()));
    }
  }

  @EachDatabase
  void ofTheLedgerGoOn(TestDatabase database) throws SQLException {
    int interrupts = FaultForm.choose(100, 10_000);
    Progress progress = Progress.of("interrupts of the ledger's threads", interrupts, seed);
    try (HikariDataSource pool = TracedApp.pool(database);
        TracedApp app =
            new TracedApp(
                TracedApp.quick(pool).maintenance(false).spillDirectory(directory),
                SpanOracle.inMemory(TracedApp.PAYLOAD))) {
      Set<String> met = new TreeSet<>();
      AgentLoad load = app.load(2, 500);
      try (load) {
        for (int i = 1; i <= interrupts; i++) {
          List<Thread> own = threadsOfTheLedger();
          Thread one = own.get(random.nextInt(own.size()));
          one.interrupt();
          met.add(one.getName());
          Await.pass(Duration.ofMillis(random.nextInt(4)));
          progress.round(i, app.ledger());
        }
      }
      assertThat(load.thrown()).isEmpty();
      assertThat(met).hasSize(4);
      progress.end(met + "; " + app.assertNothingLost(database.dataSource()));
      assertThat(app.ledger().health().databases().get("default").workerRestarts()).isZero();
    }
  }

  private static List<Thread> threadsOfTheLedger() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("spanledger-default"))
        .sorted(Comparator.comparing(Thread::getName))
        .toList();
  }
}
