// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A run in the browser. */
@Command(
    name = "open",
    sortOptions = false,
    header = "Open a run, or the list of runs, in the browser; serves it until Ctrl-C.",
    footerHeading = "%nExamples:%n",
    footer = {"  spanledger open last", "  spanledger open 4f2a/9"})
final class OpenCommand implements Callable<Integer> {
  private final SpanledgerCommand root;

  @Parameters(arity = "0..1", paramLabel = "RUN[/SPAN]", description = "A run, or a span of it.")
  private @Nullable String reference;

  @Option(names = "--no-browser", description = "Only print the address.")
  private boolean withoutBrowser;

  OpenCommand(SpanledgerCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    try (Viewer viewer = Viewer.start(root, true, builder -> builder.port(0))) {
      String url = viewer.url(page(new Runs(viewer.reader())));
      root.terminal().out().println(url);
      root.terminal().out().flush();
      if (!withoutBrowser) {
        root.browse(url);
      }
      viewer.untilInterrupted();
    }
    return 0;
  }

  private String page(Runs runs) {
    if (reference == null) {
      return "";
    }
    if (!reference.contains("/")) {
      return "#/trace/" + runs.traceId(reference);
    }
    Runs.Found found = runs.span(reference);
    return "#/trace/%s?span=%s"
        .formatted(found.run().trace().traceId(), found.run().spanId(found.index()));
  }
}
