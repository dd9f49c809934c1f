// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.schema.TextSearch;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceRow;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where a text is. */
@Command(
    name = "grep",
    sortOptions = false,
    header = "Find a text in names, errors and payloads of one run, or of the newest runs.",
    description = {"", "Exit code 1 where it is nowhere.", ""},
    footerHeading = "%nExamples:%n",
    footer = {
      "  spanledger grep 'time(d )?out' 4f2a",
      "  spanledger grep -F 'order A-1007' --since 1d --runs 200"
    })
final class GrepCommand implements Callable<Integer> {
  private final SpanledgerCommand root;

  @Parameters(
      index = "0",
      paramLabel = "PATTERN",
      description = "A regular expression, in any case of letters.")
  private String pattern = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "RUN", description = "Only in this run.")
  private @Nullable String trace;

  @Option(
      names = {"-F", "--fixed"},
      description = "The pattern is a text as it is.")
  private boolean fixed;

  @Option(
      names = {"-i", "--ignore-case"},
      description = "Letters in any case, as without it.")
  @SuppressWarnings("UnusedVariable") // for who is used to typing it
  private boolean ignoreCase;

  @Option(
      names = {"-s", "--case-sensitive"},
      description = "Letters in their own case.")
  private boolean caseSensitive;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "Look through the newest so many runs. Default: ${DEFAULT-VALUE}.")
  private int runs = 50;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "The most places. Default: ${DEFAULT-VALUE}.")
  private int limit = 50;

  @Mixin private TraceFilter filter = new TraceFilter();

  GrepCommand(SpanledgerCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    TraceReader reader = root.ledger().reader();
    TextSearch search = fixed ? TextSearch.text(pattern) : TextSearch.regex(pattern);
    search = caseSensitive ? search.caseSensitive() : search;
    Places places = new Places(reader, search, Math.max(1, limit));
    look(places, traces(reader));
    root.output().print(places::print, places::answer, root.terminal());
    return places.isEmpty() ? 1 : 0;
  }

  private void look(Places places, List<String> ids) {
    try (Progress progress = new Progress(root)) {
      for (int i = 0; i < ids.size() && !places.isFull(); i++) {
        int done = i;
        progress.at(() -> done + " of " + ids.size() + " runs looked through");
        places.look(ids.get(i));
      }
    }
  }

  private List<String> traces(TraceReader reader) {
    if (trace != null) {
      return List.of(new Runs(reader).traceId(trace));
    }
    int most = Math.max(1, Math.min(1_000, runs));
    return reader.list(filter.query(root.terminal().clock()).limit(most)).traces().stream()
        .map(TraceRow::traceId)
        .toList();
  }
}
