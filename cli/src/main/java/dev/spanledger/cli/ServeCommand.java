// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The viewer. */
@Command(
    name = "serve",
    sortOptions = false,
    header = "Serve the viewer, and the MCP server at /mcp, until Ctrl-C.",
    description = {
      "",
      "Only this machine can reach it, and only with the token in the address that is printed.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {"  spanledger serve --db traces.db", "  spanledger serve --port 0 --open"})
final class ServeCommand implements Callable<Integer> {
  private static final int DEFAULT_PORT = 4_319;

  private final SpanledgerCommand root;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "0 for any that is free. Default: ${DEFAULT-VALUE}.")
  private int port = DEFAULT_PORT;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "The interface to listen on. Beyond 127.0.0.1, put a proxy with TLS before it.")
  private String host = "127.0.0.1";

  @Option(
      names = "--allow-host",
      paramLabel = "NAME",
      description = "A name under which it is reached, such as the proxy's.")
  private List<String> names = List.of();

  @Option(
      names = "--token-env",
      paramLabel = "VARIABLE",
      description = "The environment variable that has the token. Default: a new one each time.")
  private @Nullable String tokenVariable;

  @Option(names = "--no-mcp", description = "Without the MCP server.")
  private boolean withoutMcp;

  @Option(names = "--open", description = "Open a browser, where somebody sits at the terminal.")
  private boolean open;

  ServeCommand(SpanledgerCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    try (Viewer viewer =
        Viewer.start(
            root,
            !withoutMcp,
            builder -> {
              builder.host(host).port(port);
              names.forEach(builder::allowHost);
              if (tokenVariable != null) {
                builder.token(root.requiredSetting(tokenVariable));
              }
            })) {
      root.terminal().out().println(viewer.url(""));
      root.terminal().out().flush();
      if (open) {
        root.browse(viewer.url(""));
      }
      viewer.untilInterrupted();
    }
    return 0;
  }
}
