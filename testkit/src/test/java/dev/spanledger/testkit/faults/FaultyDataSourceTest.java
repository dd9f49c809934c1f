// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.postgresql.PGConnection;

class FaultyDataSourceTest {
  private FaultyDataSource source;

  @BeforeEach
  void wrap(TestDatabase database) throws SQLException {
    database.execute("CREATE TABLE t (id INT)");
    source = FaultyDataSource.over(database.dataSource());
  }

  @EachDatabase
  void worksLikeTheRealOne(TestDatabase database) throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
      insert.setInt(1, 7);
      assertThat(insert.executeUpdate()).isEqualTo(1);
      assertThat(insert.getConnection()).isEqualTo(connection).hasSameHashCodeAs(connection);
      assertThat(source.open()).isEqualTo(1);
    }
    assertThat(database.rows("SELECT id FROM t")).hasSize(1);
    assertThat(source.opened()).isEqualTo(1);
    assertThat(source.open()).isZero();
    assertThat(source.calls(Call.EXECUTE)).isEqualTo(1);
  }

  @EachDatabase
  void refusesConnectionsUntilItHeals(TestDatabase unused) throws SQLException {
    source.fail(Call.CONNECT).always();
    fails("08001", source::getConnection);
    fails("08001", source::getConnection);
    source.heal();
    source.getConnection().close();
    assertThat(source.opened()).isEqualTo(source.closed()).isEqualTo(1);
    assertThat(source.calls(Call.CONNECT)).isEqualTo(3);
  }

  @EachDatabase
  void failsTheCallsItIsToldTo(TestDatabase unused) throws SQLException {
    source.fail(Call.EXECUTE).withState("40001").after(1).times(2);
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO t VALUES (1)");
      fails("40001", () -> statement.execute("INSERT INTO t VALUES (2)"));
      fails("40001", () -> statement.execute("INSERT INTO t VALUES (3)"));
      statement.execute("INSERT INTO t VALUES (4)");
    }
  }

  @EachDatabase
  void throwsErrors(TestDatabase unused) throws SQLException {
    source.fail(Call.PREPARE).with(() -> new OutOfMemoryError("injected"));
    try (Connection connection = source.getConnection()) {
      assertThatThrownBy(connection::createStatement).isInstanceOf(OutOfMemoryError.class);
    }
  }

  @EachDatabase
  void losesTheReplyOfACommitThatHappened(TestDatabase database) throws SQLException {
    source.fail(Call.COMMIT).withState("08006").losingTheReply();
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      insertOne(connection);
      fails("08006", connection::commit);
      connection.setAutoCommit(true);
    }
    assertThat(database.rows("SELECT id FROM t")).hasSize(1);
  }

  @EachDatabase
  void failsACommitThatDidNotHappen(TestDatabase database) throws SQLException {
    source.fail(Call.COMMIT);
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      insertOne(connection);
      fails("08001", connection::commit);
      connection.rollback();
    }
    assertThat(database.rows("SELECT id FROM t")).isEmpty();
  }

  private static void insertOne(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO t VALUES (1)");
    }
  }

  @EachDatabase
  void countsConnectionsReturnedDirty(TestDatabase unused) throws SQLException {
    Connection clean = source.getConnection();
    clean.setAutoCommit(false);
    clean.setAutoCommit(true);
    clean.close();
    clean.close();
    assertThat(source.returnedDirty()).isZero();
    Connection dirty = source.getConnection();
    dirty.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    dirty.setAutoCommit(false);
    dirty.close();
    assertThat(source.returnedDirty()).isEqualTo(1);
    assertThat(source.closed()).isEqualTo(2);
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void unwrapsTheDriver(TestDatabase database) throws SQLException {
    try (Connection connection = source.getConnection()) {
      assertThat(connection.unwrap(PGConnection.class).getCopyAPI()).isNotNull();
    }
    assertThat(source.calls(Call.UNWRAP)).isEqualTo(1);
    assertThat(source.unwrap(DataSource.class)).isSameAs(source);
  }

  private static void fails(String sqlState, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(sqlState));
  }
}
