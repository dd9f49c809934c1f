// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.Call;
import dev.spanledger.testkit.faults.FaultyDataSource;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.PGConnection;

/** Connections are lent, and go back as they came. */
class BorrowedConnectionTest {
  private static final int ROUNDS = 60;

  @EachDatabase
  void goesBackAsItWasLent(TestDatabase database) throws SQLException {
    for (boolean autoCommit : new boolean[] {true, false}) {
      try (HikariDataSource pool = pool(database, autoCommit)) {
        FaultyDataSource source = FaultyDataSource.over(pool);
        TraceSchema schema = Tables.in(source).open();
        Tables.write(schema, SpanRows.agent(1, 1).build());
        schema.reader().list(TraceQuery.all());
        assertThat(source.open()).isZero();
        assertThat(source.returnedDirty()).isZero();
        try (Connection connection = pool.getConnection()) {
          assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
        }
      }
    }
  }

  @EachDatabase
  void anApplicationThatSharesThePoolIsNotDisturbed(TestDatabase database) throws SQLException {
    try (HikariDataSource pool = pool(database, false)) {
      TraceSchema schema = Tables.in(pool).open();
      for (int i = 1; i <= 3; i++) {
        Tables.write(schema, SpanRows.agent(i, 1).build());
        try (Connection connection = pool.getConnection();
            Statement statement = connection.createStatement()) {
          statement.executeUpdate("UPDATE agent_traces SET name = 'not committed'");
          connection.rollback();
        }
      }
      assertThat(Tables.count(database, "agent_traces WHERE name = 'not committed'")).isZero();
      assertThat(Tables.count(database, "agent_traces")).isEqualTo(3);
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void theBusyTimeoutGoesBackToo(TestDatabase database) throws SQLException {
    try (HikariDataSource pool = pool(database, true)) {
      try (Connection connection = pool.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA busy_timeout = 123");
      }
      TraceSchema schema = Tables.in(pool).open();
      Tables.write(schema, SpanRows.agent(1, 1).build());
      assertThat(schema.reader().trace(SpanRows.traceId(1))).isPresent();
      try (Connection connection = pool.getConnection();
          Statement statement = connection.createStatement();
          ResultSet timeout = statement.executeQuery("PRAGMA busy_timeout")) {
        timeout.next();
        assertThat(timeout.getInt(1)).isEqualTo(123);
      }
    }
  }

  @EachDatabase
  void everyConnectionIsClosedWhateverFails(TestDatabase database) throws SQLException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    FaultyDataSource source = FaultyDataSource.over(database.dataSource());
    TraceSchema schema = Tables.in(source).open();
    SpanWriter writer = schema.writer();
    Call[] calls = {Call.CONNECT, Call.PREPARE, Call.EXECUTE, Call.COMMIT, Call.ROLLBACK};
    for (int i = 1; i <= ROUNDS; i++) {
      source.fail(calls[random.nextInt(calls.length)]).after(random.nextInt(6));
      source.fail(Call.ROLLBACK).after(random.nextInt(3));
      tryTo(() -> writer.write(List.of(SpanRows.agent(1, 1).build())));
      tryTo(() -> schema.reader().list(TraceQuery.all()));
      source.heal();
      writer.write(List.of(SpanRows.agent(i, 2).build()));
    }
    assertThat(source.opened()).as("seed %d", seed).isEqualTo(source.closed());
    assertThat(Tables.count(database, "agent_traces")).isEqualTo(ROUNDS);
  }

  /** Whether COMMIT and ROLLBACK are calls or statements, what failed must not stay open. */
  @EachDatabase
  void aFailedRollbackLeavesNoTransactionInThePool(TestDatabase database) throws SQLException {
    try (HikariDataSource pool = pool(database, true)) {
      FaultyDataSource source = FaultyDataSource.over(pool);
      SpanWriter writer = Tables.in(source).open().writer();
      for (int statements = 1; statements < 6; statements++) {
        source.fail(Call.EXECUTE).after(statements).always();
        source.fail(Call.ROLLBACK).always();
        tryTo(() -> writer.write(List.of(SpanRows.agent(1, 1).build())));
        source.heal();
        assertThatCode(
                () -> database.execute("DELETE FROM agent_traces", "DELETE FROM agent_spans"))
            .as("another session is not locked out")
            .doesNotThrowAnyException();
      }
      assertThat(source.opened()).isEqualTo(source.closed());
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void theDriversStatementsInTheServerGoBackToo(TestDatabase database) throws SQLException {
    try (HikariDataSource pool = pool(database, true)) {
      TraceSchema schema = Tables.in(pool).open();
      Tables.write(schema, SpanRows.agent(1, 1).build());
      try (Connection connection = pool.getConnection()) {
        PGConnection driver = connection.unwrap(PGConnection.class);
        assertThat(driver.getPrepareThreshold()).isEqualTo(5);
        driver.setPrepareThreshold(3);
      }
      for (int span = 2; span < 20; span++) {
        Tables.write(schema, SpanRows.agent(1, span).build());
      }
      try (Connection connection = pool.getConnection();
          Statement statement = connection.createStatement();
          ResultSet prepared =
              statement.executeQuery("SELECT count(*) FROM pg_prepared_statements")) {
        assertThat(connection.unwrap(PGConnection.class).getPrepareThreshold()).isEqualTo(3);
        prepared.next();
        assertThat(prepared.getInt(1)).isZero();
      }
    }
  }

  /** After a failover, the pool still holds sessions of the server that was demoted. */
  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aSessionThatBecameReadOnlyIsNotLentAgain(TestDatabase database) throws SQLException {
    try (HikariDataSource pool = pool(database, true)) {
      SpanWriter writer = Tables.in(pool).open().writer();
      try (Connection connection = pool.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("SET default_transaction_read_only = on");
      }
      assertThatThrownBy(() -> writer.write(List.of(SpanRows.agent(1, 1).build())))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
      assertThat(writer.write(List.of(SpanRows.agent(1, 1).build())).inserted()).isEqualTo(1);
    }
  }

  @EachDatabase
  void everythingRunsInsideAround(TestDatabase database) throws SQLException {
    AtomicInteger inside = new AtomicInteger();
    ThreadLocal<Boolean> suppressed = ThreadLocal.withInitial(() -> false);
    Executor around =
        task -> {
          suppressed.set(true);
          inside.incrementAndGet();
          task.run();
          suppressed.set(false);
        };
    TraceSchema schema =
        Tables.in(new Watched(database.dataSource(), suppressed)).around(around).open();
    Tables.write(schema, SpanRows.agent(1, 1).build());
    schema.reader().trace(SpanRows.traceId(1));
    schema.writer().quarantine(SpanRows.agent(1, 1).build(), new IllegalStateException());
    assertThat(inside.get()).isGreaterThan(4);
  }

  private interface Attempt {
    Object run() throws SQLException;
  }

  private static void tryTo(Attempt attempt) {
    try {
      attempt.run();
    } catch (SQLException | RuntimeException e) {
      // A fault was asked for; what matters is what it leaves behind.
    }
  }

  private static HikariDataSource pool(TestDatabase database, boolean autoCommit) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database.dataSource());
    config.setMaximumPoolSize(1);
    config.setAutoCommit(autoCommit);
    return new HikariDataSource(config);
  }
}
