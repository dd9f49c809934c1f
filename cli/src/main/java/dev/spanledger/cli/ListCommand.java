// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.schema.TracePage;
import dev.spanledger.schema.TraceQuery;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The runs, newest first. */
@Command(
    name = "list",
    sortOptions = false,
    header = "List runs, newest first: one line each.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  spanledger list --errors --since 2h",
      "  spanledger list --agent planner --min-duration 30s --format json"
    })
final class ListCommand implements Callable<Integer> {
  private final SpanledgerCommand root;
  @Mixin private TraceFilter filter = new TraceFilter();

  @Option(
      names = "--sort",
      paramLabel = "BY",
      description = "start, duration, tokens or cost. Default: start.")
  private TraceQuery.Sort sort = TraceQuery.Sort.START;

  @Mixin private Paging paging = new Paging();

  ListCommand(SpanledgerCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    Terminal terminal = root.terminal();
    TracePage page =
        root.outlines()
            .list(
                filter
                    .query(terminal.clock())
                    .sort(sort)
                    .limit(paging.limit())
                    .after(paging.cursor()));
    String next = paging.next("spanledger list" + filter + sorted(), page.next());
    TraceLines lines = new TraceLines(page.traces());
    root.output()
        .print(
            lines::print,
            () -> Answer.page(TraceLines.COLUMNS, lines.rows(), next),
            next,
            terminal);
    if (page.traces().isEmpty()) {
      root.saysNothing(
          filter.toString().isEmpty() ? "no run is stored yet" : "no run meets" + filter);
      return 1;
    }
    return 0;
  }

  private String sorted() {
    return sort == TraceQuery.Sort.START ? "" : " --sort " + sort.name().toLowerCase(Locale.ROOT);
  }
}
