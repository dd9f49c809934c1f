// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;

class EachDatabaseTest {
  private static final Set<DatabaseKind> RAN = EnumSet.noneOf(DatabaseKind.class);
  private static final Set<String> URLS = new HashSet<>();

  private final TestDatabase ofConstructor;

  EachDatabaseTest(TestDatabase database) {
    ofConstructor = database;
  }

  @BeforeEach
  void createTable(TestDatabase database) throws SQLException {
    database.execute("CREATE TABLE t (id INT, name TEXT)");
  }

  @EachDatabase
  void startsFresh(TestDatabase database) throws SQLException {
    insertTwoRows(database);
  }

  @EachDatabase
  void startsFreshAgain(TestDatabase database) throws SQLException {
    insertTwoRows(database);
  }

  private static void insertTwoRows(TestDatabase database) throws SQLException {
    assertThat(database.rows("SELECT * FROM t")).isEmpty();
    database.execute("INSERT INTO t VALUES (1, 'a')", "INSERT INTO t VALUES (2, NULL)");
    assertThat(database.rows("SELECT id, name AS \"Label\" FROM t ORDER BY id").get(0))
        .isEqualTo(Map.of("id", 1, "label", "a"));
    RAN.add(database.kind());
    assertThat(URLS.add(database.jdbcUrl())).isTrue();
  }

  @EachDatabase
  void givesConstructorAndTestTheSameDatabase(TestDatabase database) {
    assertThat(database).isSameAs(ofConstructor);
  }

  @EachDatabase
  void closesEvenWithOpenConnections(TestDatabase unused) throws SQLException {
    TestDatabase database = TestDatabase.open(unused.kind());
    Connection open = database.dataSource().getConnection();
    database.close();
    database.close();
    open.close();
    assertThatThrownBy(() -> database.rows("SELECT 1")).isInstanceOf(SQLException.class);
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void allowsManyConnections(TestDatabase database) throws SQLException {
    assertThat(database.rows("SHOW max_connections").get(0).get("max_connections"))
        .asString()
        .satisfies(most -> assertThat(Integer.parseInt(most)).isGreaterThanOrEqualTo(100));
  }

  @EachDatabase
  void describesItself(TestDatabase database) {
    assertThat(database.description()).startsWith(database.kind() + " ");
  }

  @AfterAll
  static void everyDatabaseRan() {
    assertThat(RAN).containsExactlyInAnyOrder(DatabaseKind.values());
  }
}
