// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.Call;
import dev.spanledger.testkit.faults.FaultyDataSource;
import dev.spanledger.testkit.oracle.AgentLoad;
import dev.spanledger.testkit.oracle.FaultForm;
import dev.spanledger.testkit.oracle.Progress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;

/** However a write fails, its connection goes back, and as it was lent. */
@Tag("faults")
class ReturnedConnectionsTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  /** CLOSE is not among them: a connection whose close fails is the driver's leak. */
  private static final Call[] CALLS = {
    Call.CONNECT, Call.PREPARE, Call.EXECUTE, Call.UNWRAP, Call.COMMIT, Call.ROLLBACK
  };

  private static final String[] STATES = {"08006", "40001", "40P01", "53300", "57P01", "58030"};

  private final long seed = FaultForm.seed();
  private final Random random = new Random(seed);

  @EachDatabase
  void asManyAreClosedAsOpened(TestDatabase database) throws SQLException {
    int batches = FaultForm.choose(100, 10_000);
    Progress progress = Progress.of("faulted batches, " + database.kind(), batches, seed);
    try (HikariDataSource pool = TracedApp.pool(database)) {
      String lent = state(database, pool);
      FaultyDataSource source = FaultyDataSource.over(pool);
      try (TracedApp app = TracedApp.over(source)) {
        for (int i = 1; i <= batches; i++) {
          fault(source);
          AgentLoad.run(app.tracer(), app.oracle(), 2);
          assertThat(app.ledger().flush(SOON)).isTrue();
          source.heal();
          progress.round(i, app.ledger());
        }
        app.assertNothingLost(database.dataSource());
      }
      assertThat(source.opened()).isEqualTo(source.closed()).isGreaterThanOrEqualTo(batches);
      assertThat(source.returnedDirty()).isZero();
      assertThat(source.mostOpen()).isEqualTo(1);
      assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
      assertThat(state(database, pool)).isEqualTo(lent);
      progress.end(source.opened() + " connections opened, as many closed, none changed");
    }
  }

  private void fault(FaultyDataSource source) {
    int faults = 1 + random.nextInt(2);
    for (int i = 0; i < faults; i++) {
      source
          .fail(CALLS[random.nextInt(CALLS.length)])
          .withState(STATES[random.nextInt(STATES.length)])
          .after(random.nextInt(4));
    }
  }

  /** What a session can be left with. */
  private static String state(TestDatabase database, HikariDataSource pool) throws SQLException {
    String query =
        database.kind() == DatabaseKind.SQLITE
            ? "PRAGMA busy_timeout"
            : "SELECT string_agg(name || '=' || setting, ',' ORDER BY name) FROM pg_settings"
                + " WHERE source = 'session' AND name <> 'transaction_isolation'"
                + " OR name LIKE '%timeout' OR name = 'search_path'";
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return "%s, auto-commit %s, isolation %d, read-only %s"
          .formatted(
              rows.getString(1),
              connection.getAutoCommit(),
              connection.getTransactionIsolation(),
              connection.isReadOnly());
    }
  }
}
