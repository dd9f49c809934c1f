// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.testkit.databases.RestartablePostgres;
import dev.spanledger.testkit.oracle.AgentLoad;
import dev.spanledger.testkit.oracle.Await;
import dev.spanledger.testkit.oracle.FaultForm;
import dev.spanledger.testkit.oracle.Progress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** PostgreSQL is killed, or stands still, in the middle of commits. */
@Tag("faults")
class PostgresKilledTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int SPANS_BETWEEN = 100;

  private final long seed = FaultForm.seed();
  private final Random random = new Random(seed);

  @Test
  void killedAndFrozenInTheMiddleOfCommits() throws SQLException {
    int kills = FaultForm.choose(2, 50);
    int freezes = FaultForm.choose(2, 20);
    try (RestartablePostgres postgres = RestartablePostgres.create();
        HikariDataSource pool = TracedApp.pool(postgres.jdbcUrl(), postgres.user(), "");
        TracedApp app = TracedApp.over(pool)) {
      AgentLoad load = app.load(2, 500);
      try (load) {
        kill(postgres, app, kills);
        freeze(postgres, app, freezes);
      }
      assertThat(load.thrown()).isEmpty();
      app.assertNothingLost(postgres.dataSource());
    }
  }

  private void kill(RestartablePostgres postgres, TracedApp app, int kills) throws SQLException {
    Progress progress = Progress.of("kill -9 of PostgreSQL", kills, seed);
    for (int i = 1; i <= kills; i++) {
      awaitCommits(app);
      Await.pass(Duration.ofNanos(random.nextInt(20_000_000)));
      postgres.kill();
      postgres.start();
      progress.round(i, app.ledger());
    }
    progress.end(app.ledger());
  }

  private void freeze(RestartablePostgres postgres, TracedApp app, int freezes) {
    Progress progress = Progress.of("SIGSTOP of PostgreSQL", freezes, seed);
    for (int i = 1; i <= freezes; i++) {
      awaitCommits(app);
      Await.pass(Duration.ofNanos(random.nextInt(20_000_000)));
      postgres.freeze();
      try {
        Await.pass(Duration.ofMillis(100 + random.nextInt(400)));
      } finally {
        postgres.thaw();
      }
      progress.round(i, app.ledger());
    }
    progress.end(app.ledger());
  }

  private static void awaitCommits(TracedApp app) {
    long before = app.stored();
    Await.until("commits", SOON, () -> app.stored() >= before + SPANS_BETWEEN);
  }
}
