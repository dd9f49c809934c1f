// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.schema.ChangeFeed;
import dev.spanledger.schema.SpanRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What was stored last, and what is stored next. */
@Command(
    name = "tail",
    sortOptions = false,
    header = "Show spans in the order in which they were stored, by any process; -f goes on.",
    description = {"", "Ctrl-C ends it.", ""},
    footerHeading = "%nExamples:%n",
    footer = {"  spanledger tail --since 1h", "  spanledger tail -f --errors"})
final class TailCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(500);

  /** As the shell has it for a process that Ctrl-C ended. */
  private static final int INTERRUPTED = 130;

  private static final int AT_ONCE = 1_000;

  private final SpanledgerCommand root;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until Ctrl-C.")
  private boolean follow;

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      description = "Stored since: 30m, 2h, or 2026-11-29T08:00Z. Default: 10m; with -f, now.")
  private @Nullable String since;

  @Option(names = "--errors", description = "Only what failed.")
  private boolean errors;

  @Option(names = "--kind", paramLabel = "KIND", description = "Only agent, llm, tool and so on.")
  private @Nullable String kind;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "Without -f, the last so many. Default: ${DEFAULT-VALUE}.")
  private int limit = 50;

  TailCommand(SpanledgerCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    Instant from =
        since == null && follow
            ? null
            : Times.instant(since == null ? "10m" : since, root.terminal().clock());
    ChangeFeed feed = root.outlines().changes(from);
    if (follow) {
      return follow(feed);
    }
    List<SpanRow> last = last(feed);
    last.forEach(this::print);
    if (last.isEmpty()) {
      root.saysNothing("no such span was stored since " + from);
    }
    return last.isEmpty() ? 1 : 0;
  }

  private List<SpanRow> last(ChangeFeed feed) {
    List<SpanRow> last = new ArrayList<>();
    List<SpanRow> some = feed.poll(AT_ONCE);
    while (!some.isEmpty()) {
      some.stream().filter(this::isWanted).forEach(last::add);
      last.subList(0, Math.max(0, last.size() - Math.max(1, limit))).clear();
      some = feed.poll(AT_ONCE);
    }
    return last;
  }

  private int follow(ChangeFeed feed) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        List<SpanRow> some = feed.poll(AT_ONCE);
        some.stream().filter(this::isWanted).forEach(this::print);
        root.terminal().out().flush();
        if (root.terminal().out().checkError()) {
          return 0; // Nobody reads any more: head has what it wants.
        }
        if (some.size() < AT_ONCE) {
          root.terminal().pause().of(POLL);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return INTERRUPTED;
  }

  private boolean isWanted(SpanRow span) {
    return (!errors || span.status().equals("ERROR"))
        && (kind == null || span.kind().equalsIgnoreCase(kind));
  }

  private void print(SpanRow span) {
    if (root.output().isText()) {
      root.terminal().out().println(StoredSpan.line(span));
    } else {
      root.terminal().out().println(Json.of(StoredSpan.COLUMNS, StoredSpan.row(span)));
    }
  }
}
