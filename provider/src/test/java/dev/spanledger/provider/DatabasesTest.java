// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.schema.TraceSchemaException;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ledgers from a URL: what goes wrong is said at once, with its reason and without secrets. */
class DatabasesTest {
  private static final String SECRET = "s3cret";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://app:s3cret@localhost/traces",
        "jdbc:postgresql://app:s3cret@localhost:1/traces",
        "jdbc:postgresql://localhost:1/traces?user=app&password=s3cret",
        "jdbc:nosuchdriver://localhost/traces?user=app&password=s3cret",
        "jdbc:nosuchdriver://localhost;user=app;password=s3cret"
      })
  void noErrorRepeatsAPassword(String url) {
    StringWriter trace = new StringWriter();
    Throwable error = catchThrowable(() -> Spanledger.open(url).close());
    error.printStackTrace(new PrintWriter(trace));
    assertThat(error)
        .isInstanceOfAny(IllegalArgumentException.class, TraceSchemaException.class)
        .hasMessageMatching("(?s).*[a-z].*");
    assertThat(trace.toString()).doesNotContain(SECRET);
  }

  @Test
  void aClosedPortIsNamed() {
    assertThatThrownBy(() -> Spanledger.open("jdbc:postgresql://localhost:1/traces"))
        .isInstanceOf(TraceSchemaException.class)
        .hasMessageContaining("localhost:1 refused");
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void whatTheServerSaysOfAUserIsSaid(TestDatabase database) {
    assertThatThrownBy(() -> Spanledger.open(database.jdbcUrl(), "nobody", SECRET))
        .isInstanceOf(TraceSchemaException.class)
        .hasMessageContaining("nobody")
        .hasMessageContaining("is the user or password wrong?");
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aDatabaseThatIsNotThereIsNamed(TestDatabase database) {
    String url = database.jdbcUrl().replaceFirst("/[^/?]+($|\\?)", "/nosuchdatabase$1");
    assertThatThrownBy(() -> Spanledger.open(url, database.user(), database.password()))
        .isInstanceOf(TraceSchemaException.class)
        .hasMessageContaining("nosuchdatabase");
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aServerThatOnlyReadsIsRefused(TestDatabase database) {
    Spanledger.open(database.jdbcUrl(), database.user(), database.password()).close();
    String separator = database.jdbcUrl().contains("?") ? "&" : "?";
    String url = database.jdbcUrl() + separator + "options=-c%20default_transaction_read_only%3Don";
    assertThatThrownBy(() -> Spanledger.open(url, database.user(), database.password()))
        .isInstanceOf(TraceSchemaException.class)
        .hasMessageContaining("can only be read");
  }

  @Test
  void anSqliteFileInADirectoryThatIsNotThereSaysSo(@TempDir Path directory) {
    assertThatThrownBy(() -> Spanledger.open("jdbc:sqlite:" + directory.resolve("no/traces.db")))
        .isInstanceOf(TraceSchemaException.class)
        .hasMessageContaining("does its directory exist");
  }

  @Test
  void aFileThatIsNoDatabaseSaysSo(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("notes.txt"), "no database ".repeat(200));
    assertThatThrownBy(() -> Spanledger.open("jdbc:sqlite:" + file))
        .isInstanceOf(TraceSchemaException.class)
        .hasMessageContaining("no SQLite database");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:sqlite::memory:", "jdbc:sqlite:", "jdbc:sqlite:file:a?mode=memory"})
  void aDatabaseInMemoryKeepsItsOnlyConnection(String url) {
    try (HikariDataSource pool = Databases.open(url, null, null)) {
      assertThat(pool.getMaximumPoolSize()).isEqualTo(1);
      assertThat(pool.getMaxLifetime()).isZero();
      assertThat(pool.getIdleTimeout()).isZero();
    }
  }

  @Test
  void aLedgerThatIsSwitchedOffDoesNotConnect() {
    try (Spanledger ledger =
        Spanledger.open(
            "jdbc:postgresql://localhost:1/traces",
            null,
            null,
            knob -> knob == Knob.CONTENT_CAPTURE ? "disabled" : null)) {
      assertThat(ledger.stats().ledger().accepted()).isZero();
      assertThat(Thread.getAllStackTraces().keySet())
          .extracting(Thread::getName)
          .noneMatch(name -> name.startsWith("spanledger:"));
    }
  }
}
