// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.batching.DropReason;
import dev.spanledger.batching.Ledger;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.oracle.AgentLoad;
import dev.spanledger.testkit.oracle.SpanOracle;
import dev.spanledger.testkit.oracle.Verdict;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The application closes its connection pool before the ledger. There is nothing to wait for: the
 * close returns long before its deadline, and says of each span what became of it.
 */
@Tag("faults")
@Timeout(120)
class ClosedPoolTest {
  private static final Duration FAR_AWAY = Duration.ofMinutes(10);
  private static final int BEFORE = 20;
  private static final int AFTER = 30;

  private final SpanOracle oracle = SpanOracle.inMemory(TracedApp.PAYLOAD);

  @TempDir Path directory;

  @EachDatabase
  void inMemoryTheSpansAreCountedAsLost(TestDatabase database) throws SQLException {
    HikariDataSource pool = TracedApp.pool(database);
    TracedApp app = new TracedApp(TracedApp.quick(pool).closeTimeout(FAR_AWAY), oracle);
    closePoolAndThenLedger(app, pool);
    Ledger account = app.ledger().stats().ledger();
    assertThat(account.stored()).isEqualTo(BEFORE);
    assertThat(account.dropped(DropReason.CLOSE_DEADLINE)).isEqualTo(AFTER);
    Verdict verdict = TracedApp.judge(oracle, database.dataSource());
    assertThat(verdict.missing()).hasSize(AFTER);
    assertThat(verdict.unexpected()).isEmpty();
    assertThat(verdict.wrong()).isEmpty();
  }

  @EachDatabase
  void withASpillDirectoryTheNextStartWritesThem(TestDatabase database) throws SQLException {
    HikariDataSource pool = TracedApp.pool(database);
    TracedApp app =
        new TracedApp(
            TracedApp.quick(pool).closeTimeout(FAR_AWAY).spillDirectory(directory), oracle);
    closePoolAndThenLedger(app, pool);
    Ledger account = app.ledger().stats().ledger();
    assertThat(account.spilled()).as("%s", account).isEqualTo(AFTER);
    assertThat(account.droppedTotal()).isZero();
    try (HikariDataSource another = TracedApp.pool(database)) {
      new TracedApp(TracedApp.quick(another).spillDirectory(directory), oracle).close();
    }
    assertThat(TracedApp.judge(oracle, database.dataSource()).problems()).isEmpty();
  }

  private void closePoolAndThenLedger(TracedApp app, HikariDataSource pool) {
    AgentLoad.run(app.tracer(), oracle, BEFORE);
    assertThat(app.ledger().flush(FAR_AWAY)).isTrue();
    pool.close();
    AgentLoad.run(app.tracer(), oracle, AFTER);
    app.close();
    Ledger account = app.ledger().stats().ledger();
    assertThat(account.balanced()).as("%s", account).isTrue();
    assertThat(account.accepted()).isEqualTo(BEFORE + AFTER);
    assertThat(account.queued()).isZero();
  }
}
