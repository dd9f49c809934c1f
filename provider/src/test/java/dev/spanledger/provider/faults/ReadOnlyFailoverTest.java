// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.oracle.AgentLoad;
import dev.spanledger.testkit.oracle.Await;
import dev.spanledger.testkit.oracle.FaultForm;
import dev.spanledger.testkit.oracle.Progress;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;

/** After a failover the pool is connected to a server that takes no writes (SQLSTATE 25006). */
@Tag("faults")
class ReadOnlyFailoverTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void spansWaitUntilTheServerTakesWrites(TestDatabase database) throws SQLException {
    int failovers = FaultForm.choose(2, 20);
    Progress progress = Progress.of("failover to read-only and back", failovers, 0);
    try (HikariDataSource pool = TracedApp.pool(database);
        TracedApp app = TracedApp.over(pool)) {
      AgentLoad load = app.load(2, 500);
      try (load) {
        for (int i = 1; i <= failovers; i++) {
          awaitCommits(app);
          readOnly(database, "on");
          disconnect(database);
          Await.pass(Duration.ofMillis(300));
          // Nobody ends the sessions that still take no writes: the ledger must not keep to them.
          readOnly(database, "off");
          progress.round(i, app.ledger());
        }
        awaitCommits(app);
      }
      assertThat(load.thrown()).isEmpty();
      progress.end(app.assertNothingLost(database.dataSource()));
    }
  }

  private static void awaitCommits(TracedApp app) {
    long before = app.stored();
    Await.until("commits", SOON, () -> app.stored() > before);
  }

  private static void readOnly(TestDatabase database, String value) throws SQLException {
    database.execute(
        "SET default_transaction_read_only = off",
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = "
            + value
            + "', current_database()); END $$");
  }

  private static void disconnect(TestDatabase database) throws SQLException {
    database.rows(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
  }
}
