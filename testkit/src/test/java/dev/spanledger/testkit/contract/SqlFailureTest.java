// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.schema.FailureSummary;
import dev.spanledger.schema.SchemaMode;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.SqlFailure;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the databases really throw, and what is to be made of it. */
class SqlFailureTest {
  @EachDatabase
  void aRowThatBreaksARuleIsTheRowsFault(TestDatabase database) {
    Tables.open(database);
    assertKind(
        SqlFailure.ROW,
        () -> execute(database, "INSERT INTO agent_contents (day) VALUES ('2026-11-20')"));
    assertKind(
        SqlFailure.ROW,
        () -> execute(database, "INSERT INTO spanledger_schema (version, script) VALUES (1, '')"));
    assertKind(
        SqlFailure.ROW,
        () ->
            execute(database, "INSERT INTO spanledger_schema (version, script) VALUES ('x', '')"));
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void valuesThatPostgresRefusesAreTheRowsFault(TestDatabase database) {
    for (String sql :
        List.of(
            "SELECT '{\"a\":\"\\u0000\"}'::jsonb",
            "SELECT '{'::json",
            "SELECT 'NaN'::json",
            "SELECT '1e200000'::jsonb",
            "SELECT 'x'::uuid",
            "SELECT 1e10::numeric(18,9)",
            "SELECT 99999::smallint",
            "SELECT '1e400'::double precision",
            "SELECT '300000-01-01'::timestamptz",
            "SELECT '{'::text[]",
            "SELECT repeat('[', 100000)::json",
            "SELECT chr(0)")) {
      assertKind(SqlFailure.ROW, () -> execute(database, sql));
    }
    assertKind(
        SqlFailure.ROW,
        () -> {
          try (Connection connection = database.dataSource().getConnection();
              var statement = connection.prepareStatement("SELECT ?::text")) {
            statement.setString(1, "a\0b");
            statement.executeQuery();
          }
        });
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void anIndexRowThatIsTooLargeIsTheRowsFault(TestDatabase database) throws SQLException {
    database.execute("CREATE TABLE t (id TEXT PRIMARY KEY)");
    assertKind(
        SqlFailure.ROW,
        () ->
            execute(
                database,
                "INSERT INTO t SELECT string_agg(md5(i::text), '') FROM generate_series(1, 1000) i"));
  }

  @EachDatabase
  void aMissingTableIsASetUpFailure(TestDatabase database) {
    assertKind(
        SqlFailure.SETUP, () -> execute(database, "INSERT INTO agent_spans (name) VALUES (1)"));
    assertKind(SqlFailure.SETUP, () -> execute(database, "not SQL"));
    SpanWriter writer = Tables.in(database.dataSource()).mode(SchemaMode.NONE).open().writer();
    assertKind(SqlFailure.SETUP, () -> writer.write(List.of(SpanRows.agent(1, 1).build())));
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aMissingRightOrPartitionIsASetUpFailure(TestDatabase database) throws SQLException {
    Tables.open(database);
    try (Role role = Role.in(database)) {
      assertKind(
          SqlFailure.SETUP,
          () -> {
            try (Connection connection = role.dataSource().getConnection()) {
              connection.createStatement().execute("SELECT * FROM agent_spans");
            }
          });
    }
    assertKind(
        SqlFailure.SETUP,
        () ->
            execute(
                database,
                "INSERT INTO agent_contents (day, content_id, content_type, content, bytes)"
                    + " VALUES ('1999-01-01', gen_random_uuid(), '', '{}', 2)"));
    assertKind(
        SqlFailure.SETUP, () -> Tables.as(database, "nobody_here", "").getConnection().close());
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void whatTimeHealsIsTransient(TestDatabase database) throws SQLException {
    database.execute("CREATE TABLE t (id INT PRIMARY KEY)");
    try (Connection holder = database.dataSource().getConnection();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("LOCK TABLE t");
      assertKind(
          SqlFailure.TRANSIENT,
          () -> execute(database, "SET lock_timeout = '50ms'; SELECT * FROM t"));
      assertKind(
          SqlFailure.TIMEOUT,
          () -> execute(database, "SET statement_timeout = '50ms'; SELECT * FROM t"));
      holder.rollback();
    }
    assertKind(
        SqlFailure.TRANSIENT,
        () -> execute(database, "SELECT pg_terminate_backend(pg_backend_pid())"));
    assertKind(
        SqlFailure.TRANSIENT,
        () -> execute(database, "SET transaction_read_only = on; CREATE TABLE u (id INT)"));
    assertKind(
        SqlFailure.TRANSIENT,
        () -> execute(database, "BEGIN; SET TRANSACTION READ ONLY; INSERT INTO t VALUES (1)"));
    assertKind(SqlFailure.TRANSIENT, () -> deadlock(database));
  }

  private static void deadlock(TestDatabase database) throws Exception {
    database.execute("INSERT INTO t VALUES (1), (2)");
    Together.run(
        2,
        number ->
            () -> {
              execute(
                  database,
                  "SET deadlock_timeout = '20ms'; BEGIN;"
                      + " UPDATE t SET id = id WHERE id = %d; SELECT pg_sleep(0.3);"
                          .formatted(1 + number)
                      + " UPDATE t SET id = id WHERE id = %d; COMMIT".formatted(2 - number));
              return number;
            });
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aPreparedStatementThatIsStaleIsTransient(TestDatabase database) throws SQLException {
    database.execute("CREATE TABLE t (id INT)");
    assertKind(
        SqlFailure.TRANSIENT,
        () -> execute(database, "PREPARE p AS SELECT 1; PREPARE p AS SELECT 1"));
    assertKind(SqlFailure.TRANSIENT, () -> execute(database, "EXECUTE nothing"));
    assertKind(
        SqlFailure.TRANSIENT,
        () ->
            execute(
                database,
                "PREPARE q AS SELECT * FROM t; EXECUTE q; ALTER TABLE t ADD COLUMN b INT; EXECUTE q"));
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void aBusyFileIsTransient(TestDatabase database) throws SQLException {
    database.execute("CREATE TABLE t (id INT)");
    try (Connection holder = database.dataSource().getConnection();
        Statement statement = holder.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      assertKind(
          SqlFailure.TRANSIENT,
          () -> {
            try (Connection connection = database.dataSource().getConnection();
                Statement other = connection.createStatement()) {
              other.execute("PRAGMA busy_timeout = 10");
              other.execute("INSERT INTO t VALUES (1)");
            }
          });
      statement.execute("ROLLBACK");
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void aCorruptFileIsASetUpFailure(TestDatabase database) throws IOException {
    Path file = Path.of(database.jdbcUrl().replace("jdbc:sqlite:", ""));
    Files.write(
        file, "no database at all, but long enough ".repeat(100).getBytes(StandardCharsets.UTF_8));
    assertKind(SqlFailure.SETUP, () -> execute(database, "CREATE TABLE t (id INT)"));
    assertKind(SqlFailure.SETUP, () -> Tables.open(database));
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void aFileThatIsFullIsTransient(TestDatabase database) {
    assertKind(
        SqlFailure.TRANSIENT,
        () -> {
          try (Connection connection = database.dataSource().getConnection();
              Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA max_page_count = 2");
            statement.execute("CREATE TABLE t (a TEXT)");
            statement.execute("INSERT INTO t VALUES (zeroblob(100000))");
          }
        });
  }

  @EachDatabase
  void aPoolThatIsUsedUpIsTransientAndOneThatIsClosedIsGone(TestDatabase database)
      throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database.dataSource());
    config.setMaximumPoolSize(1);
    config.setConnectionTimeout(250);
    HikariDataSource pool = new HikariDataSource(config);
    try (Connection only = pool.getConnection()) {
      assertThat(only.isValid(1)).isTrue();
      assertKind(SqlFailure.TRANSIENT, () -> pool.getConnection().close());
    }
    pool.close();
    assertKind(SqlFailure.GONE, () -> pool.getConnection().close());
    assertThat(FailureSummary.of(catchThrowable(pool::getConnection)).line())
        .isEqualTo("java.sql.SQLException: the connection pool is closed");
  }

  @EachDatabase
  void aRowThatOnlyThisDatabaseRefusesIsTheRowsFault(TestDatabase database) throws SQLException {
    Tables.open(database);
    String refusing =
        database.kind() == DatabaseKind.POSTGRESQL
            ? "ALTER TABLE agent_spans ADD CONSTRAINT no_secrets CHECK (name <> 'secret')"
            : "CREATE TRIGGER no_secrets BEFORE INSERT ON agent_spans WHEN NEW.name = 'secret'"
                + " BEGIN SELECT raise(ABORT, 'secret'); END";
    database.execute(refusing);
    SpanWriter writer = Tables.open(database).writer();
    assertKind(
        SqlFailure.ROW,
        () ->
            writer.write(
                List.of(
                    SpanRows.agent(1, 1).build(),
                    SpanRows.agent(1, 2).set(SpanColumns.NAME, "secret").build())));
    assertThat(Tables.count(database, "agent_spans")).isZero();
    assertThat(writer.write(List.of(SpanRows.agent(1, 1).build())).inserted()).isEqualTo(1);
  }

  /** The states that are hard to provoke, too. */
  @Test
  void everyStateHasItsKind() {
    assertStates(SqlFailure.TRANSIENT, "08000", "08001", "08003", "08006", "08P01");
    assertStates(SqlFailure.TRANSIENT, "40001", "40P01", "53000", "53100", "53200", "53300");
    assertStates(SqlFailure.TRANSIENT, "57P01", "57P02", "57P03", "57P05", "58000", "58030");
    assertStates(SqlFailure.TRANSIENT, "55P03", "25006", "25P02", "26000", "42P05");
    assertStates(SqlFailure.TIMEOUT, "57014");
    assertStates(SqlFailure.ROW, "21000", "22001", "22021", "22P02", "22P05", "22003", "22008");
    assertStates(SqlFailure.ROW, "23502", "23505", "23514", "54000", "54001");
    assertStates(SqlFailure.ROW, "P0001", "P0004", "09000", "27000", "38001", "44000", "SHOP1");
    assertStates(SqlFailure.TRANSIENT, "S1", "HY000", "99999");
    assertStates(SqlFailure.SETUP, "0A000", "28000", "28P01", "3D000", "3F000", "XX000", "XX001");
    assertStates(SqlFailure.SETUP, "42501", "42P01", "42703", "42601");
    assertThat(SqlFailure.of(new SQLException("no partition of relation found for row", "23514")))
        .isEqualTo(SqlFailure.SETUP);
  }

  @Test
  void everyResultCodeOfSqliteHasItsKind() {
    assertCodes(SqlFailure.TRANSIENT, 5, 6, 7, 9, 10, 13, 14, 15);
    assertCodes(SqlFailure.ROW, 18, 19, 20);
    assertCodes(SqlFailure.SETUP, 1, 3, 8, 11, 23, 26);
  }

  @Test
  void everyPoolSaysInItsOwnWordsThatItIsClosed() {
    for (String words :
        List.of(
            "HikariDataSource HikariDataSource (HikariPool-1) has been closed.",
            "Connection pool closed.",
            "Data source is closed",
            "ComboPooledDataSource[ properties -> {user=me} ] has been closed() -- you can no"
                + " longer use it.",
            "This pool is closed and does not handle any more connections!",
            "dataSource already closed at Sun Nov 29 00:00:00 UTC 2026")) {
      assertThat(SqlFailure.of(new SQLException(words))).as(words).isEqualTo(SqlFailure.GONE);
    }
    for (String words :
        List.of("HikariPool-1 - Connection is not available", "Connection is closed", "closed")) {
      assertThat(SqlFailure.of(new SQLException(words))).isEqualTo(SqlFailure.TRANSIENT);
    }
    assertThat(SqlFailure.of(new SQLException("the pool closed the connection", "08P01")))
        .isEqualTo(SqlFailure.TRANSIENT);
  }

  private static void assertStates(SqlFailure kind, String... states) {
    for (String state : states) {
      assertThat(SqlFailure.of(new SQLException("said", state))).as(state).isEqualTo(kind);
    }
  }

  private static void assertCodes(SqlFailure kind, int... codes) {
    for (int code : codes) {
      assertThat(SqlFailure.of(new SQLException("said", null, code)))
          .as("code %d", code)
          .isEqualTo(kind);
    }
  }

  /** RAISE says P0001 unless it is told another state; ASSERT and STRICT have their own. */
  @EachDatabase(DatabaseKind.POSTGRESQL)
  void whatAUsersTriggerRaisesIsTheRowsFault(TestDatabase database) throws SQLException {
    Tables.open(database);
    SpanWriter writer = Tables.open(database).writer();
    for (String refusal :
        List.of(
            "RAISE EXCEPTION 'no'",
            "RAISE EXCEPTION 'no' USING ERRCODE = 'SHOP1'",
            "RAISE SQLSTATE '38001'",
            "ASSERT false",
            "SELECT 1 INTO STRICT NEW.name WHERE false")) {
      database.execute(
          """
          CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN IF NEW.name = 'secret' THEN %s; END IF; RETURN NEW; END $$"""
              .formatted(refusal));
      database.execute(
          "CREATE OR REPLACE TRIGGER refusing BEFORE INSERT ON agent_spans"
              + " FOR EACH ROW EXECUTE FUNCTION refuse()");
      assertKind(
          SqlFailure.ROW,
          () ->
              writer.write(
                  List.of(
                      SpanRows.agent(1, 1).build(),
                      SpanRows.agent(1, 2).set(SpanColumns.NAME, "secret").build())));
    }
    assertThat(writer.write(List.of(SpanRows.agent(1, 1).build())).inserted()).isEqualTo(1);
  }

  @Test
  void whatIsNotFromADatabaseIsTransient() {
    assertThat(SqlFailure.of(new UncheckedIOException(new IOException("disk"))))
        .isEqualTo(SqlFailure.TRANSIENT);
    assertThat(SqlFailure.of(new SQLException())).isEqualTo(SqlFailure.TRANSIENT);
    assertThat(SqlFailure.of(new SQLException("odd", ""))).isEqualTo(SqlFailure.TRANSIENT);
  }

  @Test
  void theCauseCountsWhereThePoolSaysNothing() {
    SQLException cause = new SQLException("permission denied", "42501");
    assertThat(SqlFailure.of(new IllegalStateException(cause))).isEqualTo(SqlFailure.SETUP);
    assertThat(SqlFailure.of(new SQLTransientConnectionException("timed out", null, 0, cause)))
        .isEqualTo(SqlFailure.TRANSIENT);
  }

  private static void assertKind(SqlFailure kind, ThrowingCallable failing) {
    Throwable failure = catchThrowable(failing);
    assertThat(failure).isNotNull();
    assertThat(SqlFailure.of(failure)).as(failure.toString()).isEqualTo(kind);
  }

  private static void execute(TestDatabase database, String sql) throws SQLException {
    database.execute(sql);
  }
}
