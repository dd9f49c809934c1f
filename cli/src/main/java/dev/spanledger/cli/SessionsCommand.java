// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.schema.SessionPage;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Sessions, those first that were active last. */
@Command(
    name = "sessions",
    sortOptions = false,
    header = "List sessions, those first that were active last: one line each.",
    footerHeading = "%nExample:%n",
    footer = "  spanledger sessions --since 7d")
final class SessionsCommand implements Callable<Integer> {
  private final SpanledgerCommand root;
  @Mixin private TraceFilter filter = new TraceFilter();
  @Mixin private Paging paging = new Paging();

  SessionsCommand(SpanledgerCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    SessionPage page =
        root.outlines()
            .sessions(
                filter.query(root.terminal().clock()).limit(paging.limit()).after(paging.cursor()));
    String next = paging.next("spanledger sessions" + filter, page.next());
    root.output()
        .print(
            out -> page.sessions().forEach(row -> out.println(SessionLines.line(row))),
            () ->
                Answer.page(
                    SessionLines.COLUMNS,
                    page.sessions().stream().map(SessionLines::row).toList(),
                    next),
            next,
            root.terminal());
    if (page.sessions().isEmpty()) {
      root.saysNothing(
          filter.toString().isEmpty() ? "no session is stored yet" : "no session meets" + filter);
      return 1;
    }
    return 0;
  }
}
