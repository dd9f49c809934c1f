// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** How commands end that nobody would like to see. */
class MainTest {
  @Test
  void anErrorIsABugAndNotNothingFound() {
    Typed.Outcome bug = failing(new NoClassDefFoundError("x/Y"), "list");
    assertThat(bug.code()).isEqualTo(70);
    assertThat(bug.err()).startsWith("spanledger: java.lang.NoClassDefFoundError: x/Y\n");
    Typed.Outcome json = failing(new StackOverflowError(), "list", "--format", "json");
    assertThat(json.err())
        .startsWith("{\"error\":\"java.lang.StackOverflowError\",\"code\":\"bug\"");
    Typed.Outcome memory = failing(new OutOfMemoryError("Java heap space"), "list", "--stacktrace");
    assertThat(memory.code()).isEqualTo(70);
    assertThat(memory.err()).contains("too little memory", "-Xmx", "\tat ");
  }

  private static Typed.Outcome failing(Error error, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new PrintWriter(out),
            new PrintWriter(err),
            name -> {
              throw error;
            },
            false,
            Clock.systemUTC(),
            time -> {});
    return new Typed.Outcome(Main.run(terminal, args), out.toString(), err.toString());
  }

  /** The table is locked, and the role's questions end after a second. */
  @EachDatabase(DatabaseKind.POSTGRESQL)
  void whatTakesTooLongSaysSo(TestDatabase database) throws Exception {
    Example.store(database);
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE agent_traces IN ACCESS EXCLUSIVE MODE");
      String url = database.jdbcUrl();
      String limited =
          url + (url.contains("?") ? "&" : "?") + "options=-c%20statement_timeout=1000";
      Typed.Outcome outcome = Typed.at(database).run("list", "--db", limited);
      assertThat(outcome.code()).as(outcome.err()).isEqualTo(7);
      assertThat(outcome.err()).contains("longer than it may: ask for less");
      connection.rollback();
    }
  }
}
