// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.RestartablePostgres;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.oracle.AgentLoad;
import dev.spanledger.testkit.oracle.Await;
import dev.spanledger.testkit.oracle.FaultForm;
import dev.spanledger.testkit.oracle.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database has no room left, and later has some again. */
@Tag("faults")
class FullDiskTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration FULL = Duration.ofMillis(300);

  @EachDatabase(DatabaseKind.SQLITE)
  void aFileThatMayNotGrow(TestDatabase database) throws SQLException {
    int times = FaultForm.choose(2, 50);
    Progress progress = Progress.of("SQLITE_FULL", times, 0);
    try (HikariDataSource pool = TracedApp.pool(database)) {
      // The limit is the session's: there must be no second one.
      pool.setMaximumPoolSize(1);
      try (TracedApp app = TracedApp.over(pool)) {
        AgentLoad load = app.load(2, 500);
        try (load) {
          for (int i = 1; i <= times; i++) {
            execute(pool, "PRAGMA max_page_count = 1"); // SQLite makes of it what there is.
            assertNothingIsStored(app);
            execute(pool, "PRAGMA max_page_count = 1073741823");
            awaitCommits(app);
            progress.round(i, app.ledger());
          }
        }
        assertThat(load.thrown()).isEmpty();
        progress.end(app.assertNothingLost(database.dataSource()));
      }
    }
  }

  /** On a file system in memory, for which a user must be root; in the long form only. */
  @Test
  void aFileSystemOfPostgresWithoutRoom(@TempDir Path directory) throws Exception {
    assumeTrue(FaultForm.current() != FaultForm.SHORT, "in the long form only");
    assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", directory.toString()));
    Progress progress = Progress.of("53100 of PostgreSQL", 1, 0);
    try (RestartablePostgres postgres = RestartablePostgres.create()) {
      execute(
          postgres.dataSource(),
          "CREATE TABLESPACE small LOCATION '"
              + Files.createDirectory(directory.resolve("t"))
              + "'",
          "ALTER DATABASE postgres SET default_tablespace = small");
      try (HikariDataSource pool = TracedApp.pool(postgres.jdbcUrl(), postgres.user(), "");
          TracedApp app = TracedApp.over(pool)) {
        AgentLoad load = app.load(2, 500);
        try (load) {
          awaitCommits(app);
          fill(postgres.dataSource());
          Await.pass(Duration.ofSeconds(1));
          assertNothingIsStored(app);
          execute(postgres.dataSource(), "DROP TABLE filler");
          awaitCommits(app);
        }
        assertThat(load.thrown()).isEmpty();
        progress.end(app.assertNothingLost(postgres.dataSource()));
      }
    } finally {
      run("umount", directory.toString());
    }
  }

  private static void fill(DataSource dataSource) throws SQLException {
    execute(dataSource, "CREATE TABLE filler (t text)");
    for (int rows = 2_000; rows > 0; rows /= 2) {
      String insert =
          "INSERT INTO filler SELECT repeat('x', 1000) FROM generate_series(1, " + rows + ")";
      assertThatThrownBy(
              () -> {
                while (true) {
                  execute(dataSource, insert);
                }
              })
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("53100"));
    }
  }

  private static void assertNothingIsStored(TracedApp app) {
    Await.pass(Duration.ofMillis(100)); // What was under way.
    long before = app.stored();
    Await.pass(FULL);
    assertThat(app.stored()).isEqualTo(before);
    assertThat(app.ledger().stats().ledger().queued()).isPositive();
  }

  private static void awaitCommits(TracedApp app) {
    long before = app.stored();
    Await.until("commits", SOON, () -> app.stored() > before);
  }

  private static void execute(DataSource dataSource, String... statements) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).start().waitFor() == 0;
  }
}
