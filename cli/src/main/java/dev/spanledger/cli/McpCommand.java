// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.cli.mcp.McpStdio;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The server for coding agents. */
@Command(
    name = "mcp",
    sortOptions = false,
    header = "Serve coding agents by the Model Context Protocol, on standard input and output.",
    description = {
      "",
      "Eight tools that only read: list_traces, get_trace, get_span, search, diff_traces,"
          + " explain_trace, stats, query_sql. A client starts this command by itself: spanledger"
          + " setup-agent tells it to.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  claude mcp add spanledger -- java -jar spanledger.jar mcp --db traces.db")
final class McpCommand implements Callable<Integer> {
  private final SpanledgerCommand root;

  McpCommand(SpanledgerCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() throws IOException {
    Address address = root.address();
    FileOutputStream protocol = new FileOutputStream(FileDescriptor.out);
    // What anybody prints would be taken for a message.
    System.setOut(System.err);
    McpStdio.serve(
        new LaterLedger(address, root.database().schemaName(root.terminal()))::get,
        root.terminal().clock(),
        root.terminal().in(),
        protocol);
    return 0;
  }
}
