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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs whose ids begin alike, as where an id begins with the time. */
class LikeIdsTest {
  /** What says how to go on. */
  private static final Pattern COMMAND =
      Pattern.compile("# .*?(?:: )spanledger (.*?)(?:   \\(|\n)");

  @EachDatabase
  void whatIsPrintedCanBeTyped(TestDatabase database) throws SQLException {
    store(database);
    Typed typed = Typed.at(database);
    String whole = SpanRows.traceId(2);
    for (String line :
        List.of(
            "why " + whole,
            "show " + whole + " --limit 1",
            "messages " + whole + " --limit 1",
            "diff " + whole + " " + SpanRows.traceId(1) + " --limit 1",
            "span " + whole + "/2",
            "span " + whole + "/2 --field input --max-chars 3")) {
      Typed.Outcome first = typed.line(line);
      assertThat(first.code()).as(line + first.err()).isLessThan(2);
      Matcher next = COMMAND.matcher(first.out());
      assertThat(next.find()).as(line + "\n" + first.out()).isTrue();
      Typed.Outcome second = typed.line(next.group(1));
      assertThat(second.code()).as(next.group(1) + second.err()).isLessThan(2);
    }
    String place = typed.line("grep -F question " + whole).out();
    String name = place.substring(0, place.indexOf(' '));
    assertThat(typed.run("span", name).code()).as(place).isZero();
  }

  private static void store(TestDatabase database) throws SQLException {
    TraceSchema.builder(database.dataSource())
        .open()
        .writer()
        .write(
            List.of(
                SpanRows.agent(1, 1).build(),
                SpanRows.agent(2, 1)
                    .set(SpanColumns.STATUS, "ERROR")
                    .set(SpanColumns.ERROR_MESSAGE, "no route")
                    .build(),
                SpanRows.llm(2, 2, 1)
                    .set(SpanColumns.INPUT, "[{\"role\":\"user\",\"content\":\"question\"}]")
                    .build(),
                SpanRows.llm(2, 3, 1)
                    .set(SpanColumns.INPUT, "[{\"role\":\"user\",\"content\":\"another\"}]")
                    .build()));
  }
}
