// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.inspect.Run;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Two runs side by side. */
@Command(
    name = "diff",
    sortOptions = false,
    header = "Compare two runs: steps that were removed (-), added (+) or changed (~).",
    description = {"", "Exit code 0 where every step is the same, 1 where one is not.", ""},
    footerHeading = "%nExample:%n",
    footer = "  spanledger diff 4f2a 91bc")
final class DiffCommand implements Callable<Integer> {
  private final SpanledgerCommand root;

  @Parameters(index = "0", paramLabel = "BEFORE", description = "A run.")
  private String before = "";

  @Parameters(index = "1", paramLabel = "AFTER", description = "Another run.")
  private String after = "";

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "The most steps. Default: ${DEFAULT-VALUE}.")
  private int limit = 100;

  @Option(names = "--cursor", paramLabel = "N", description = "Go on behind so many steps.")
  private int cursor;

  DiffCommand(SpanledgerCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    Runs runs = new Runs(root.outlines());
    Run left = runs.run(before);
    Run right = runs.run(after);
    String leftId = runs.shortId(left);
    String rightId = runs.shortId(right);
    Difference difference = new Difference(left, right);
    int most = Math.max(1, limit);
    String command =
        "spanledger diff "
            + leftId
            + " "
            + rightId
            + (limit == 100 ? "" : " --limit " + limit)
            + " --cursor ";
    root.output()
        .print(
            out -> difference.print(out, leftId, rightId, cursor, most),
            () -> difference.answer(cursor, most, command),
            difference.next(cursor, most, command),
            root.terminal());
    return difference.isEmpty() ? 0 : 1;
  }
}
