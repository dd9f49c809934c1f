// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.inspect.Run;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Why a run failed, or took so long. */
@Command(
    name = "why",
    sortOptions = false,
    header =
        "Explain a run: first error, slowest path, costliest call, repeated calls, growing context.",
    footerHeading = "%nExample:%n",
    footer = "  spanledger why 4f2a")
final class WhyCommand implements Callable<Integer> {
  private final SpanledgerCommand root;

  @Parameters(paramLabel = "RUN", description = "The first characters of its id, or last.")
  private String trace = "";

  WhyCommand(SpanledgerCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    Runs runs = new Runs(root.outlines());
    Run run = runs.run(trace);
    Findings findings = new Findings(run);
    root.output()
        .print(out -> findings.print(out, runs.shortId(run)), findings::answer, root.terminal());
    return findings.isEmpty() ? 1 : 0;
  }
}
