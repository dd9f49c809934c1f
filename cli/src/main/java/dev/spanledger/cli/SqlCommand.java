// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.cli.Trouble.Code;
import dev.spanledger.schema.ReadOnlySql;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One query that reads. */
@Command(
    name = "sql",
    sortOptions = false,
    header = "Ask in SQL: one query that reads.",
    description = {
      "",
      "SELECT, WITH, VALUES or EXPLAIN, on a connection that cannot write, with functions of a list"
          + " (none that reads files, waits or runs other SQL).",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  spanledger sql \"SELECT model, count(*), sum(cost_usd) FROM agent_llm_calls GROUP BY model\"",
      "  spanledger sql - < question.sql"
    })
final class SqlCommand implements Callable<Integer> {
  private static final int MAX_ROWS = 100_000;
  private static final int MAX_CHARS = 16_000_000;

  private final SpanledgerCommand root;

  @Parameters(paramLabel = "QUERY", description = "The query; - reads it from standard input.")
  private List<String> query = List.of();

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "The most rows. Default: ${DEFAULT-VALUE}.")
  private int limit = 200;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "How long the database may take: 500ms, 30s, 2m. Default: ${DEFAULT-VALUE}.")
  private String timeout = "15s";

  SqlCommand(SpanledgerCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() throws IOException {
    if (limit < 1 || limit > MAX_ROWS) {
      throw new Trouble(Code.USAGE, "--limit must be from 1 to " + MAX_ROWS, null);
    }
    ReadOnlySql.Limits limits = new ReadOnlySql.Limits(limit, MAX_CHARS, Times.duration(timeout));
    SqlAnswer answer = new SqlAnswer(root.ledger().sql().query(text(), limits));
    root.output().print(answer.cut(root.output().maxChars()), root.terminal());
    return answer.isEmpty() ? 1 : 0;
  }

  private String text() throws IOException {
    String text = String.join(" ", query);
    return text.equals("-")
        ? new String(root.terminal().in().readAllBytes(), StandardCharsets.UTF_8)
        : text;
  }
}
