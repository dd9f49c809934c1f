// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.schema.UsageQuery;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Usage. */
@Command(
    name = "stats",
    sortOptions = false,
    header = "Say what agents, models, tools or services took: calls, errors, time, tokens, cost.",
    footerHeading = "%nExamples:%n",
    footer = {"  spanledger stats --by model --since 7d", "  spanledger stats --by tool"})
final class StatsCommand implements Callable<Integer> {
  private final SpanledgerCommand root;

  @Option(
      names = "--by",
      paramLabel = "WHAT",
      description = "agent, model, tool or service. Default: agent.")
  private UsageQuery.By by = UsageQuery.By.AGENT;

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      description = "30m, 2h, 7d, or 2026-11-29T08:00Z. Default: ${DEFAULT-VALUE}.")
  private String since = "1d";

  @Option(names = "--until", paramLabel = "WHEN", description = "As --since. Default: now.")
  private @Nullable String until;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "The most rows. Default: ${DEFAULT-VALUE}.")
  private int limit = 50;

  StatsCommand(SpanledgerCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    var clock = root.terminal().clock();
    Instant end = until == null ? clock.instant() : Times.instant(until, clock);
    Answer answer =
        UsageTable.of(root.outlines(), by, Times.instant(since, clock), end, Math.max(1, limit));
    root.output().print(answer, root.terminal());
    return answer.rows().isEmpty() ? 1 : 0;
  }
}
