// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.batching.Ledger;
import dev.spanledger.provider.Spanledger;
import dev.spanledger.provider.SpanledgerBuilder;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.oracle.AgentLoad;
import dev.spanledger.testkit.oracle.SpanOracle;
import dev.spanledger.testkit.oracle.Verdict;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** An application with a ledger and an oracle, and what every fault test ends with. */
final class TracedApp implements AutoCloseable {
  /** Some of it in the row itself, none of it shared. */
  static final int PAYLOAD = 300;

  private static final long QUEUED_BYTES = 8L << 20;
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final Spanledger ledger;
  private final SpanOracle oracle;
  private final Tracer tracer;

  TracedApp(SpanledgerBuilder ledger, SpanOracle oracle) {
    this.ledger = ledger.build();
    this.oracle = oracle;
    this.tracer = tracer(Clock.getDefault());
  }

  static TracedApp over(DataSource dataSource) {
    return new TracedApp(quick(dataSource), SpanOracle.inMemory(PAYLOAD));
  }

  /**
   * Small batches and short pauses, so that many faults fit into a second. The longest pause is
   * more than the half second for which HikariCP trusts a connection without looking.
   */
  static SpanledgerBuilder quick(DataSource dataSource) {
    return Spanledger.builder(dataSource)
        .batchSize(64)
        .batchDelay(Duration.ofMillis(5))
        .retry(Duration.ofMillis(1), Duration.ofMillis(1_200));
  }

  /** As applications have it: a pool that notices when a connection is dead. */
  static HikariDataSource pool(String url, String user, String password) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    return pool(config);
  }

  static HikariDataSource pool(TestDatabase database) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database.dataSource());
    return pool(config);
  }

  private static HikariDataSource pool(HikariConfig config) {
    config.setMaximumPoolSize(2);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(5_000);
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  Spanledger ledger() {
    return ledger;
  }

  SpanOracle oracle() {
    return oracle;
  }

  Tracer tracer() {
    return tracer;
  }

  /** A tracer of the same ledger, on a clock of its own. */
  Tracer tracer(Clock clock) {
    return SdkTracerProvider.builder()
        .setClock(clock)
        .addSpanProcessor(ledger.spanProcessor())
        .build()
        .get("test");
  }

  /**
   * Less of it while the queue fills up: what the queue has no room for is not the subject here.
   */
  AgentLoad load(int threads, int spansASecond) {
    return AgentLoad.start(tracer, oracle, threads, spansASecond)
        .onlyWhile(() -> ledger.stats().ledger().queuedBytes() < QUEUED_BYTES);
  }

  long stored() {
    return ledger.stats().ledger().stored();
  }

  /**
   * Everything that was ended is stored, once and unharmed, and the ledger says so.
   *
   * @param direct a way to the database without faults
   */
  Verdict assertNothingLost(DataSource direct) throws SQLException {
    assertThat(ledger.flush(LONGEST)).as("flush; %s", ledger).isTrue();
    Ledger account = ledger.stats().ledger();
    assertThat(account.balanced()).as(account.toString()).isTrue();
    assertThat(account.stored()).as(account.toString()).isEqualTo(oracle.size());
    Verdict verdict = judge(oracle, direct);
    assertThat(verdict.problems()).as(verdict.toString()).isEmpty();
    assertThat(verdict.stored()).isEqualTo(oracle.size());
    return verdict;
  }

  /** Asks an oracle, over a pool: it reads every trace. */
  static Verdict judge(SpanOracle oracle, DataSource direct) throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setDataSource(direct);
    config.setMaximumPoolSize(2);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      return oracle.judge(pool, TraceSchema.builder(pool).open().reader());
    }
  }

  @Override
  public void close() {
    ledger.close();
  }
}
