// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.cli.Trouble.Code;
import dev.spanledger.schema.SessionRow;
import dev.spanledger.schema.TracePage;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceReader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** One session with its runs. */
@Command(
    name = "session",
    sortOptions = false,
    header = "Show a session: its runs, newest first.",
    footerHeading = "%nExample:%n",
    footer = "  spanledger session s9")
final class SessionCommand implements Callable<Integer> {
  private final SpanledgerCommand root;

  @Parameters(paramLabel = "SESSION", description = "The session's id.")
  private String id = "";

  @Mixin private Paging paging = new Paging();

  SessionCommand(SpanledgerCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    TraceReader reader = root.outlines();
    SessionRow session =
        reader
            .session(id)
            .orElseThrow(
                () ->
                    new Trouble(
                        Code.NOT_FOUND,
                        "there is no session " + id,
                        "spanledger sessions lists them."));
    TracePage page =
        reader.list(TraceQuery.all().session(id).limit(paging.limit()).after(paging.cursor()));
    String next = paging.next("spanledger session " + Shell.quoted(id), page.next());
    TraceLines lines = new TraceLines(page.traces());
    root.output()
        .print(
            out -> {
              out.println(SessionLines.line(session));
              lines.print(out);
            },
            () -> Answer.page(TraceLines.COLUMNS, lines.rows(), next),
            next,
            root.terminal());
    return 0;
  }
}
