// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class RestartablePostgresTest {
  @Test
  void keepsCommittedRowsAcrossStopAndKill() throws SQLException {
    try (RestartablePostgres postgres = RestartablePostgres.create()) {
      execute(postgres, "CREATE TABLE t (id INT)");
      execute(postgres, "INSERT INTO t VALUES (1)");
      outage(postgres, postgres::stop);
      execute(postgres, "INSERT INTO t VALUES (2)");
      outage(postgres, postgres::kill);
      outage(postgres, postgres::kill);
      assertThat(count(postgres)).isEqualTo(2);
    }
  }

  private static void outage(RestartablePostgres postgres, Runnable failure) throws SQLException {
    int port = postgres.port();
    try (Connection connection = postgres.dataSource().getConnection()) {
      failure.run();
      assertThat(postgres.isRunning()).isFalse();
      assertThatThrownBy(() -> connection.createStatement().execute("SELECT 1"))
          .isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> postgres.dataSource().getConnection())
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"));
    }
    postgres.start();
    postgres.start();
    assertThat(postgres.port()).isEqualTo(port);
  }

  private static void execute(RestartablePostgres postgres, String sql) throws SQLException {
    try (Connection connection = postgres.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int count(RestartablePostgres postgres) throws SQLException {
    try (Connection connection = postgres.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM t")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
