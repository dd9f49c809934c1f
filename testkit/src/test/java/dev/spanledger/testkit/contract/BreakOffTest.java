// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.SqlFailure;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.TcpProxy;
import dev.spanledger.testkit.rows.SpanRows;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/** A write that hangs can be ended: by the network timeout, and by another thread. */
@Timeout(60)
class BreakOffTest {
  private static final Duration NEVER = Duration.ofHours(1);
  private static final String WAITING =
      "pg_locks WHERE NOT granted AND relation = 'agent_traces'::regclass";

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aSilentServerIsGivenUpAfterTheTimeout(TestDatabase database) throws SQLException {
    try (TcpProxy proxy = TcpProxy.inFrontOf(database.jdbcUrl());
        HikariDataSource pool = pool(proxy.reroute(database.jdbcUrl()), database)) {
      SpanWriter writer = Tables.in(pool).writeTimeout(Duration.ofMillis(100)).open().writer();
      proxy.blackHole();
      assertBrokenOff(catchThrowable(() -> write(writer, 1)));
      proxy.forward();
      assertThat(write(writer, 1)).isEqualTo(1);
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aWriteThatHangsCanBeBrokenOff(TestDatabase database) throws Exception {
    try (TcpProxy proxy = TcpProxy.inFrontOf(database.jdbcUrl());
        HikariDataSource pool = pool(proxy.reroute(database.jdbcUrl()), database);
        Connection holder = database.dataSource().getConnection()) {
      SpanWriter writer = Tables.in(pool).writeTimeout(NEVER).open().writer();
      holder.setAutoCommit(false);
      holder.createStatement().execute("LOCK TABLE agent_traces");
      FutureTask<Throwable> write = start(writer, 1);
      while (Tables.count(database, WAITING) == 0) {
        Thread.onSpinWait();
      }
      proxy.blackHole();
      writer.abort();
      writer.abort();
      assertBrokenOff(write.get());
      holder.rollback();
      proxy.forward();
      assertThat(write(writer, 2)).isEqualTo(1);
      assertThat(Tables.count(database, "agent_spans")).isEqualTo(1);
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void aWriteThatWaitsForOthersOfItsFileCanBeBrokenOff(TestDatabase database) throws Exception {
    SpanWriter writer = Tables.in(database.dataSource()).writeTimeout(NEVER).open().writer();
    try (Connection holder = database.dataSource().getConnection();
        Statement statement = holder.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      FutureTask<Throwable> write = start(writer, 1);
      while (!write.isDone()) {
        writer.abort();
      }
      assertBrokenOff(write.get());
      statement.execute("ROLLBACK");
    }
    assertThat(write(writer, 1)).isEqualTo(1);
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void aWriteWaitsForOthersOfItsFileUntilTheTimeout(TestDatabase database) throws Exception {
    SpanWriter writer =
        Tables.in(database.dataSource()).writeTimeout(Duration.ofMillis(100)).open().writer();
    try (Connection holder = database.dataSource().getConnection();
        Statement statement = holder.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      Throwable failure = catchThrowable(() -> write(writer, 1));
      assertThat(failure).hasMessageContaining("SQLITE_BUSY");
      assertBrokenOff(failure);
      statement.execute("ROLLBACK");
    }
    assertThat(write(writer, 1)).isEqualTo(1);
  }

  @EachDatabase
  void aWriteThatHasNoConnectionYetGetsNone(TestDatabase database) throws Exception {
    AtomicBoolean slow = new AtomicBoolean();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch aborted = new CountDownLatch(1);
    SpanWriter writer =
        Tables.in(
                Lending.from(
                    () -> {
                      if (slow.getAndSet(false)) {
                        asked.countDown();
                        await(aborted);
                      }
                      return database.dataSource().getConnection();
                    }))
            .open()
            .writer();
    slow.set(true);
    FutureTask<Throwable> write = start(writer, 1);
    asked.await();
    writer.abort();
    aborted.countDown();
    assertBrokenOff(write.get());
    assertThat(write(writer, 1)).isEqualTo(1);
  }

  @EachDatabase
  void withNoCallRunningNothingIsBrokenOff(TestDatabase database) throws SQLException {
    try (HikariDataSource pool = pool(database.jdbcUrl(), database)) {
      SpanWriter writer = Tables.in(pool).open().writer();
      writer.abort();
      assertThat(write(writer, 1)).isEqualTo(1);
      writer.abort();
      try (Connection connection = pool.getConnection()) {
        writer.abort();
        assertThat(connection.isValid(1)).isTrue();
      }
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void theNetworkTimeoutGoesBackAsItWas(TestDatabase database) throws SQLException {
    try (Connection only = database.dataSource().getConnection()) {
      SpanWriter writer = Tables.in(Lending.of(only)).writeTimeout(NEVER).open().writer();
      for (int before : new int[] {0, 250, 7_200_000}) {
        only.setNetworkTimeout(Runnable::run, before);
        assertThat(write(writer, 1 + before)).isEqualTo(1);
        assertThat(only.getNetworkTimeout()).isEqualTo(before);
      }
    }
  }

  @EachDatabase
  void aDriverWithoutANetworkTimeoutIsTolerated(TestDatabase database) throws SQLException {
    try (Connection real = database.dataSource().getConnection()) {
      SpanWriter writer = Tables.in(Lending.of(withoutTimeout(real))).open().writer();
      assertThat(write(writer, 1)).isEqualTo(1);
    }
  }

  @Test
  void aTimeoutOutsideItsBoundsIsRefused() {
    for (Duration timeout : List.of(Duration.ZERO, Duration.ofMillis(99), Duration.ofHours(2))) {
      assertThatThrownBy(() -> TraceSchema.builder(new PGSimpleDataSource()).writeTimeout(timeout))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("writeTimeout");
    }
  }

  private static int write(SpanWriter writer, int span) throws SQLException {
    return writer.write(List.of(SpanRows.agent(1, span).build())).inserted();
  }

  private static FutureTask<Throwable> start(SpanWriter writer, int span) {
    FutureTask<Throwable> write = new FutureTask<>(() -> catchThrowable(() -> write(writer, span)));
    Thread thread = new Thread(write, "writer");
    thread.setDaemon(true);
    thread.start();
    return write;
  }

  private static void assertBrokenOff(Throwable failure) {
    assertThat(failure).isInstanceOf(SQLException.class);
    assertThat(SqlFailure.of(failure)).as("%s", failure).isEqualTo(SqlFailure.TRANSIENT);
  }

  private static HikariDataSource pool(String url, TestDatabase database) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(1);
    config.setConnectionTimeout(TimeUnit.SECONDS.toMillis(20));
    config.setValidationTimeout(250);
    return new HikariDataSource(config);
  }

  private static Connection withoutTimeout(Connection real) {
    return (Connection)
        Proxy.newProxyInstance(
            BreakOffTest.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().endsWith("NetworkTimeout")) {
                throw new SQLFeatureNotSupportedException(method.getName());
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
