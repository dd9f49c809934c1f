// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
  private static void store(TestDatabase database) throws SQLException {
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    schema
        .writer()
        .write(
            List.of(
                SpanRows.agent(1, 1).set(SpanColumns.SESSION_ID, "s9").build(),
                SpanRows.llm(1, 2, 1).build(),
                SpanRows.agent(2, 3)
                    .set(SpanColumns.STATUS, "ERROR")
                    .set(SpanColumns.ERROR_MESSAGE, "no route\nto host")
                    .build()));
  }

  @EachDatabase
  void listsRuns(TestDatabase database) throws SQLException {
    store(database);
    Typed.Outcome all = Typed.at(database).run("list");
    assertThat(all.err()).isEmpty();
    assertThat(all.code()).isZero();
    assertThat(all.out().lines()).hasSize(2);
    assertThat(all.out())
        .contains(" ERROR 10ms spans=1 span 3 2026-11-20 12:00:00Z ! no route to host")
        .contains(" OK 11ms 110 tok ")
        .contains("session=s9");
    assertThat(Typed.at(database).run("list", "--errors").out().lines()).hasSize(1);
    Typed.Outcome none = Typed.at(database).run("list", "--agent", "nobody");
    assertThat(none).isEqualTo(new Typed.Outcome(1, "", "# no run meets --agent nobody\n"));
    assertThat(Typed.at(database).run("list", "--agent", "nobody", "--format", "jsonl").err())
        .isEmpty();
  }

  @EachDatabase
  void callsOkWhatSaysNothingOfFailing(TestDatabase database) throws SQLException {
    store(database);
    database.execute("UPDATE agent_traces SET status = 'UNSET' WHERE status = 'OK'");
    String ok = Typed.at(database).run("list", "--status", "ok").out();
    assertThat(ok.lines()).hasSize(1);
    assertThat(ok).contains(" OK 11ms 110 tok ");
    assertThat(Typed.at(database).run("list", "--status", "unset").out()).isEqualTo(ok);
    assertThat(Typed.at(database).run("list", "--status", "ok", "--format", "jsonl").out())
        .contains("\"status\":\"UNSET\"");
  }

  @EachDatabase
  void aCutListSaysHowToGoOn(TestDatabase database) throws SQLException {
    store(database);
    String first = Typed.at(database).run("list", "--limit", "1", "--since", "1h").out();
    assertThat(first.lines()).hasSize(2);
    String next = first.lines().skip(1).findFirst().orElseThrow();
    assertThat(next).startsWith("# more: spanledger list --since 1h --limit 1 --cursor ");
    Typed.Outcome second = Typed.at(database).line(next.substring("# more: spanledger ".length()));
    assertThat(second.code()).isZero();
    assertThat(second.out().lines()).hasSize(1);
    assertThat(second.out()).contains("session=s9");
  }

  @EachDatabase
  void saysWhyThereIsNoLine(TestDatabase database) throws SQLException {
    TraceSchema.builder(database.dataSource()).open();
    Typed typed = Typed.at(database);
    assertThat(typed.run("list")).isEqualTo(new Typed.Outcome(1, "", "# no run is stored yet\n"));
    assertThat(typed.run("sessions", "--user", "a b").err())
        .isEqualTo("# no session meets --user 'a b'\n");
    assertThat(typed.run("tail").err())
        .isEqualTo("# no such span was stored since 2026-11-20T11:50:00Z\n");
  }

  @EachDatabase
  void answersSql(TestDatabase database) throws SQLException {
    store(database);
    Typed.Outcome json =
        Typed.at(database).run("sql", "--format", "json", "SELECT 1 AS a, 'x' AS b, NULL AS c");
    assertThat(json.out())
        .isEqualToIgnoringNewLines(
            "{\"columns\":[\"a\",\"b\",\"c\"],\"rows\":[[1,\"x\",null]],\"partial\":false,\"next\":null,\"notes\":[]}");
    Typed.Outcome piped =
        Typed.at(database)
            .input("SELECT name FROM agent_spans ORDER BY name")
            .run("sql", "-n", "2", "-");
    assertThat(piped.out())
        .isEqualTo(
            "name\nspan 1\nspan 2\n# cut after 2 rows: count, group or filter in SQL\n# there is more\n");
    Typed.Outcome refused =
        Typed.at(database).run("sql", "--format", "json", "DELETE FROM agent_spans");
    assertThat(refused.code()).isEqualTo(6);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).startsWith("{\"error\":\"").contains("\"code\":\"refused\"");
    Typed.Outcome wrong = Typed.at(database).run("sql", "SELECT nope");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).startsWith("spanledger: ").contains("nope");
  }

  @EachDatabase
  void saysWhatThereIs(TestDatabase database) throws SQLException {
    store(database);
    assertThat(Typed.at(database).run("schema").out())
        .contains("agent_traces(trace_id, ")
        .contains("agent_llm_calls(");
    assertThat(Typed.at(database).run("schema", "agent_scores").out()).startsWith("column");
    assertThat(Typed.at(database).run("schema", "nothing").code()).isEqualTo(4);
  }

  @EachDatabase
  void createsNothing(TestDatabase database) throws SQLException {
    database.execute("CREATE TABLE orders (id INT)");
    Typed.Outcome outcome = Typed.at(database).run("list");
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err())
        .startsWith("spanledger: the database has no tables of Spanledger (")
        .contains("spanledger schema --script " + database.kind().name().toLowerCase(Locale.ROOT));
  }

  @EachDatabase
  void saysWhichVersionIsMissing(TestDatabase database) throws SQLException {
    store(database);
    database.execute("UPDATE spanledger_schema SET version = version + 90");
    Typed.Outcome newer = Typed.at(database).run("list");
    assertThat(newer.code()).isEqualTo(3);
    assertThat(newer.err())
        .matches(
            "(?s)spanledger: the tables are of version 9\\d, and this spanledger knows version \\d\n  A newer Spanledger made them: use its spanledger.jar.\n");
    assertThat(Typed.at(database).run("import", "pom.xml").code()).isEqualTo(3);

    database.execute(
        "DELETE FROM spanledger_schema WHERE version > 91",
        "UPDATE spanledger_schema SET version = 1");
    Typed.Outcome older = Typed.at(database).run("list");
    assertThat(older.code()).isEqualTo(3);
    assertThat(older.err())
        .contains("the tables are of version 1, and this spanledger needs version ");
    String upgrade = older.err().replaceAll("(?s).*what spanledger (.*) prints.*", "$1");
    assertThat(Typed.nowhere().line(upgrade).out()).as(upgrade).contains("ALTER TABLE");

    database.execute("DROP VIEW agent_spans_full");
    String needed = older.err().replaceAll("(?s).* needs version (\\d+).*", "$1");
    database.execute("UPDATE spanledger_schema SET version = " + needed);
    Typed.Outcome partly = Typed.at(database).run("list");
    assertThat(partly.code()).isEqualTo(3);
    assertThat(partly.err()).contains("but lacks agent_spans_full\n");
  }

  @Test
  void saysWhatIsNoDatabase(@TempDir Path directory) throws IOException {
    Path text = Files.writeString(directory.resolve("text.db"), "nothing but text ".repeat(20));
    assertThat(Typed.nowhere().run("list", "--db", text.toString()))
        .satisfies(outcome -> assertThat(outcome.code()).isEqualTo(3))
        .satisfies(outcome -> assertThat(outcome.err()).contains("is no SQLite database: "));
    Path empty = Files.createFile(directory.resolve("empty.db"));
    assertThat(Typed.nowhere().run("list", "--db", empty.toString()).err())
        .contains("no tables of Spanledger", "schema --script sqlite");
    assertThat(Typed.nowhere().run("list", "--db", directory.toString()).err())
        .contains(directory + " is a directory");
    Typed.Outcome other = Typed.nowhere().run("list", "--db", "jdbc:mysql://h/x?password=hunter2");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("no driver for jdbc:mysql").doesNotContain("hunter2");
    Typed.Outcome away = Typed.nowhere().run("list", "--db", "jdbc:postgresql://127.0.0.1:1/x");
    assertThat(away.code()).isEqualTo(3);
    assertThat(away.err()).contains("no connection to the database: ", "Is the server up");
  }

  @Test
  void printsScriptsWithoutADatabase() {
    assertThat(Typed.nowhere().run("schema", "--script", "sqlite").out()).contains("CREATE TABLE");
    assertThat(Typed.nowhere().run("schema", "--script", "postgresql", "--plain").out())
        .contains("CREATE TABLE")
        .doesNotContain("PARTITION BY");
  }

  @Test
  void saysWhatIsMissing() {
    assertThat(Typed.nowhere().run("list"))
        .isEqualTo(
            new Typed.Outcome(
                2,
                "",
                "spanledger: no database is named\n  Give --db FILE or --db jdbc:postgresql://host/database, or set SPANLEDGER_DB.\n"));
    assertThat(Typed.nowhere().run("list", "--db", "/nowhere/x.db").code()).isEqualTo(3);
    assertThat(Typed.nowhere().run("lst").err())
        .isEqualTo(
            "spanledger: there is no command lst\n  Did you mean: list, stats? spanledger --help says what it takes.\n");
  }

  @Test
  void teaches() {
    Typed.Outcome help = Typed.nowhere().run("--help");
    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("Start here").contains("Exit codes").contains("list");
    assertThat(Typed.nowhere().run().out()).isEqualTo(help.out());
    assertThat(Typed.nowhere().run("--version").out()).startsWith("spanledger ");
  }
}
