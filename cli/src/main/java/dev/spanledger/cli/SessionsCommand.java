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
    if (root.output().isText()) {
      page.sessions().forEach(row -> root.terminal().out().println(SessionLines.line(row)));
      if (next != null) {
        root.terminal().out().println("# more: " + next);
      }
    } else {
      root.output()
          .print(
              Answer.page(
                  SessionLines.COLUMNS,
                  page.sessions().stream().map(SessionLines::row).toList(),
                  next),
              root.terminal());
    }
    return page.sessions().isEmpty() ? 1 : 0;
  }
}
