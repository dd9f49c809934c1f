// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

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
    assertThat(Typed.at(database).run("list", "--agent", "nobody").code()).isEqualTo(1);
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
    assertThat(outcome.err()).startsWith("spanledger: the database lacks");
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
    assertThat(Typed.nowhere().run("lst").err()).contains("Did you mean");
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
