// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.inspect.Run;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The tree of a run. */
@Command(
    name = "show",
    sortOptions = false,
    header = "Show a run: one line a span, without payloads.",
    description = {
      "",
      "Each line: number, kind, name, error, duration, tokens (in→out), cost. The same call made again"
          + " and again is one line, '×6 identical'.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  spanledger show 4f2a",
      "  spanledger show last --depth 2",
      "  spanledger show 4f2a --errors",
      "  spanledger show 4f2a --kind llm,tool"
    })
final class ShowCommand implements Callable<Integer> {
  private final SpanledgerCommand root;

  @Parameters(paramLabel = "RUN", description = "The first characters of its id, or last.")
  private String trace = "";

  @Option(names = "--depth", paramLabel = "N", description = "Not deeper than so many levels.")
  private int depth;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      split = ",",
      description = "Only agent, llm, tool and so on.")
  private List<String> kinds = List.of();

  @Option(names = "--errors", description = "Only what failed, and what it is below.")
  private boolean errors;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "The most lines. Default: ${DEFAULT-VALUE}.")
  private int limit = 100;

  @Option(names = "--cursor", paramLabel = "N", description = "Go on with this span.")
  private int cursor = 1;

  ShowCommand(SpanledgerCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    Runs runs = new Runs(root.outlines());
    Run run = runs.run(trace);
    String id = runs.shortId(run);
    Outline outline = new Outline(run, new Outline.Filter(depth, kindSet(), errors));
    List<Integer> page = outline.page(cursor - 1, Math.max(1, limit));
    List<Integer> spans = page.subList(0, page.size() - 1);
    int next = page.get(page.size() - 1);
    String more = next < 0 ? null : "spanledger show " + options(id) + " --cursor " + (next + 1);
    root.output()
        .print(
            out -> print(run, id, outline, spans, out),
            () -> Answer.page(Outline.COLUMNS, spans.stream().map(outline::row).toList(), more),
            more == null ? null : more + "   (" + run.size() + " spans)",
            root.terminal());
    return spans.isEmpty() ? 1 : 0;
  }

  private void print(Run run, String id, Outline outline, List<Integer> spans, PrintWriter out) {
    if (cursor <= 1) {
      out.println(TraceLines.line(run.trace(), id.length()));
    }
    Paint paint = new Paint(root.terminal().colours());
    for (int span : spans) {
      out.println(paint.line(outline.line(span), run, span));
    }
  }

  private Set<String> kindSet() {
    Set<String> set = new TreeSet<>();
    kinds.forEach(kind -> set.add(kind.trim().toUpperCase(Locale.ROOT)));
    return set;
  }

  private String options(String id) {
    List<String> options = new ArrayList<>(List.of(id));
    if (depth > 0) {
      options.add("--depth " + depth);
    }
    if (!kinds.isEmpty()) {
      options.add("--kind " + String.join(",", kinds));
    }
    if (errors) {
      options.add("--errors");
    }
    if (limit != 100) {
      options.add("--limit " + limit);
    }
    return String.join(" ", options);
  }
}
