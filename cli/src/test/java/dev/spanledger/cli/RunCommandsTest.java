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
import org.junit.jupiter.api.BeforeEach;

class RunCommandsTest {
  private Typed typed;

  @BeforeEach
  void store(TestDatabase database) throws SQLException {
    Example.store(database);
    typed = Typed.at(database);
  }

  @EachDatabase
  void showsARunALineASpan(TestDatabase database) {
    assertThat(typed.line("show 4f2a"))
        .isEqualTo(
            said(
                0,
                """
                4f2a0000 ERROR 41.2s 39k tok $0.38 spans=8 invoke_agent planner session=s9 2026-11-20 11:50:00Z ! TimeoutException: timeout 30s
                1 agent planner ERR the plan failed 41.2s 39k tok $0.38
                 2 llm gpt-x 3.1s 12k→400 $0.12
                 3 tool search 800ms ×4 identical  !loop
                 7 llm gpt-x 1.5s 26k→100 $0.26
                 8 tool db.query ERR timeout 30s 30.0s  <- first error
                """));
    assertThat(typed.line("show 4f2a --errors").out().lines()).hasSize(3);
    assertThat(typed.line("show 4f2a --kind llm").out().lines()).hasSize(3);
    assertThat(typed.line("show 4f2a --depth 1").out()).contains("+7 below");
    assertThat(typed.line("show last").out()).startsWith("91bc0000 OK");
  }

  @EachDatabase
  void aCutRunSaysHowToGoOn(TestDatabase database) {
    String cut = typed.line("show 4f2a -n 2").out();
    assertThat(cut).endsWith("# more: spanledger show 4f2a0000 --limit 2 --cursor 3   (8 spans)\n");
    assertThat(typed.line("show 4f2a0000 --limit 2 --cursor 3").out())
        .startsWith(" 3 tool search")
        .contains(" 7 llm");
    assertThat(typed.line("show 4f2a --format json -n 1").out())
        .contains("\"partial\":true")
        .contains("\"next\":\"spanledger show 4f2a0000 --limit 1 --cursor 2\"");
  }

  @EachDatabase
  void findsRunsAndSpansByTheirBeginnings(TestDatabase database) {
    assertThat(typed.line("show ffff").code()).isEqualTo(4);
    assertThat(typed.line("show nonsense").code()).isEqualTo(2);
    assertThat(typed.line("span 4f2a/99").code()).isEqualTo(4);
    assertThat(typed.line("span 4f2a").code()).isEqualTo(2);
    assertThat(typed.line("span 4f2a/a00000000").code()).isEqualTo(5);
    assertThat(typed.line("span 4f2a/a000000000000008").out())
        .startsWith("4f2a0000/8 tool db.query");
    Typed.Outcome none = typed.line("show ffff --format json");
    assertThat(none.err())
        .isEqualTo(
            "{\"error\":\"no run's id begins with ffff\",\"code\":\"not_found\",\"hint\":\"spanledger list shows the newest.\"}\n");
  }

  @EachDatabase
  void showsASpanWithoutPayloads(TestDatabase database) {
    String shown = typed.line("span 4f2a/8").out();
    assertThat(shown)
        .startsWith("4f2a0000/8 tool db.query ERR timeout 30s 30.0s\n")
        .contains("error_type: TimeoutException")
        .contains("# output 5011 characters: spanledger span 4f2a0000/8 --field output\n")
        .doesNotContain("xxxx")
        .doesNotContain("\u001b");
  }

  @EachDatabase
  void readsAFieldInParts(TestDatabase database) {
    String first = typed.line("span 4f2a/8 --field output").out();
    assertThat(first)
        .startsWith("{\"rows\":\"xxx")
        .endsWith(
            "# more: spanledger span 4f2a0000/8 --field output --offset 2000   (5011 characters)\n");
    assertThat(typed.line("span 4f2a/8 --field output --offset 4000").out())
        .hasSize(1_012)
        .endsWith("x\"}\n");
    assertThat(typed.line("span 4f2a/8 --field output --offset 5000 --format json").out())
        .isEqualTo("{\"f\":\"output\",\"len\":5011,\"text\":\"xxxxxxxxx\\\"}\",\"next\":null}\n");
    assertThat(typed.line("span 4f2a/8 --field nothing").code()).isEqualTo(4);
  }

  @EachDatabase
  void showsMessagesThatAreNew(TestDatabase database) {
    assertThat(typed.line("messages 4f2a"))
        .isEqualTo(
            said(
                0,
                """
                2 llm gpt-x 3.1s 12k→400 $0.12
                  > user: Where is order A-1007?
                  < assistant: search({"q":"A-1007"})
                7 llm gpt-x 1.5s 26k→100 $0.26
                  (2 messages as before)
                  > tool: => nothing
                  < assistant: search({"q":"A-1007"})
                """));
    assertThat(typed.line("messages 4f2a/7 --all").out()).contains("> user: Where");
    assertThat(typed.line("messages 4f2a -n 1").out())
        .endsWith("# more: spanledger messages 4f2a0000 --cursor 7\n");
    assertThat(typed.line("messages 4f2a --format jsonl").out().lines()).hasSize(4);
  }

  /** It is long, and the same in every run. */
  @EachDatabase
  void cutsThePromptOfTheSystem(TestDatabase database) throws SQLException {
    String prompt =
        "[{\"role\":\"system\",\"parts\":[{\"type\":\"text\",\"content\":\"%s\"}]}]"
            .formatted("x".repeat(1_800));
    TraceSchema.builder(database.dataSource())
        .open()
        .writer()
        .write(List.of(SpanRows.llm(1, 2, 1).set(SpanColumns.INPUT, prompt).build()));
    assertThat(typed.line("messages 0000").out()).contains("  > system: " + "x".repeat(299) + "…");
    assertThat(typed.line("messages 0000 --max-chars 2000").out()).contains("x".repeat(1_800));
    assertThat(typed.line("messages 0000 --format json").out()).contains("x".repeat(1_800));
  }

  @EachDatabase
  void findsTexts(TestDatabase database) {
    assertThat(typed.line("grep 'time.?out' 4f2a").out())
        .contains("4f2a0000/8 tool db.query error_message@0: timeout 30s");
    assertThat(typed.line("grep -F A-1007 --runs 5").out())
        .contains("4f2a0000/3")
        .contains("91bc0000/3");
    assertThat(typed.line("grep -F 'not there'")).isEqualTo(said(1, ""));
    assertThat(typed.line("grep -i a-1007 4f2a").out()).contains("4f2a0000/3");
    assertThat(typed.line("grep -n 1 -F A-1007").out()).contains("# 1 of ");
    assertThat(typed.line("grep '(' 4f2a").code()).isEqualTo(2);
  }

  @EachDatabase
  void comparesRuns(TestDatabase database) {
    Typed.Outcome difference = typed.line("diff 4f2a 91bc");
    assertThat(difference.code()).isEqualTo(1);
    assertThat(difference.out())
        .contains("~ 1→1 agent planner ERROR→OK 41.2s→5.0s\n")
        .contains(" - 8 tool db.query ERR")
        .contains("Δ -36.2s -26200 tok -$0.26 spans=-5");
    assertThat(typed.line("diff 4f2a 4f2a").code()).isZero();
    assertThat(typed.line("diff 4f2a 91bc -n 1").out())
        .endsWith("# more: spanledger diff 4f2a0000 91bc0000 --limit 1 --cursor 1\n");
  }

  @EachDatabase
  void explains(TestDatabase database) {
    assertThat(typed.line("why 4f2a").out())
        .contains("first_error: execute_tool db.query (8) failed after 30.0 s: timeout 30s")
        .contains("repeated_calls: execute_tool search (3) was called 4 times")
        .endsWith("# next: spanledger span 4f2a0000/8\n");
    assertThat(typed.line("why 91bc").out())
        .contains("slowest_path: chat gpt-x (2) took ", "  [1 2]\n")
        .endsWith("# next: spanledger span 91bc0000/2\n");
    assertThat(typed.line("why 4f2a --format json").out()).contains("[\"first_error\",");
  }

  @EachDatabase
  void sumsUp(TestDatabase database) {
    assertThat(typed.line("stats --by tool --since 1d --format jsonl").out())
        .contains("\"tool\":\"search\",\"calls\":5,\"errors\":0")
        .contains("\"tool\":\"db.query\",\"calls\":1,\"errors\":1");
    assertThat(typed.line("stats --by model").out()).startsWith("model  calls");
    assertThat(typed.line("stats --since 2020-01-01 --until 2020-01-02").code()).isEqualTo(1);
  }

  @EachDatabase
  void showsSessions(TestDatabase database) {
    assertThat(typed.line("sessions").out())
        .isEqualTo("s9 user=ann runs=2 (1 ERR) 46.2s 51k tok $0.50 2026-11-20 11:50:00Z\n");
    assertThat(typed.line("session s9").out().lines()).hasSize(3);
    assertThat(typed.line("session s9 --format jsonl").out().lines()).hasSize(2);
    assertThat(typed.line("session nobody").code()).isEqualTo(4);
  }

  @EachDatabase
  void showsWhatWasStoredLast(TestDatabase database) {
    assertThat(typed.line("tail --since 2020-01-01").out().lines()).hasSize(11);
    assertThat(typed.line("tail --since 2020-01-01 -n 2").out().lines()).hasSize(2);
    assertThat(typed.line("tail --since 2020-01-01 --errors --kind tool --format jsonl").out())
        .startsWith("{\"trace_id\":\"4f2a")
        .contains("\"name\":\"db.query\",\"status\":\"ERROR\"");
  }

  private static Typed.Outcome said(int code, String out) {
    return new Typed.Outcome(code, out, "");
  }
}
