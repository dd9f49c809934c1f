// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.schema.ChangeFeed;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
  private static final List<String> COLUMNS =
      List.of(
          "trace_id",
          "span_id",
          "end",
          "kind",
          "name",
          "status",
          "duration_ms",
          "input_tokens",
          "output_tokens",
          "cost_usd",
          "error");
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
      root.terminal().out().println(line(span));
    } else {
      root.terminal().out().println(Json.of(COLUMNS, row(span)));
    }
  }

  private static String line(SpanRow span) {
    String message = span.get(SpanColumns.ERROR_MESSAGE);
    boolean failed = span.status().equals("ERROR");
    Long input = span.get(SpanColumns.INPUT_TOKENS);
    return "%s %s %s %s %s%s%s"
        .formatted(
            Figures.time(end(span)).substring(11),
            span.traceId().substring(0, 8),
            span.kind().toLowerCase(Locale.ROOT),
            Figures.line(label(span), 60),
            Figures.duration(durationMs(span)),
            input == null
                ? ""
                : " "
                    + Figures.tokens(input)
                    + "→"
                    + Figures.tokens(span.get(SpanColumns.OUTPUT_TOKENS)),
            failed ? " ERR " + Figures.line(message == null ? "" : message, 120) : "");
  }

  /** Of a span whose clock was wrong there is the time, of all others there are nanoseconds. */
  private static Instant end(SpanRow span) {
    Instant repaired = span.get(SpanColumns.END_TIME);
    return repaired == null
        ? Instant.ofEpochSecond(0, nanos(span.get(SpanColumns.END_UNIX_NANO)))
        : repaired;
  }

  private static double durationMs(SpanRow span) {
    Instant start = span.get(SpanColumns.START_TIME);
    return start == null
        ? (nanos(span.get(SpanColumns.END_UNIX_NANO))
                - nanos(span.get(SpanColumns.START_UNIX_NANO)))
            / 1e6
        : Duration.between(start, end(span)).toNanos() / 1e6;
  }

  private static long nanos(@Nullable Long nanos) {
    return nanos == null ? 0 : nanos;
  }

  private static String label(SpanRow span) {
    String special =
        switch (span.kind()) {
          case "LLM", "EMBEDDING" -> span.get(SpanColumns.MODEL);
          case "TOOL" -> span.get(SpanColumns.TOOL_NAME);
          case "AGENT" -> span.get(SpanColumns.AGENT_NAME);
          default -> null;
        };
    return special == null ? span.name() : special;
  }

  private static List<@Nullable Object> row(SpanRow span) {
    BigDecimal cost = span.get(SpanColumns.COST_USD);
    return Arrays.asList(
        span.traceId(),
        span.spanId(),
        end(span).toString(),
        span.kind().toLowerCase(Locale.ROOT),
        label(span),
        span.status(),
        durationMs(span),
        span.get(SpanColumns.INPUT_TOKENS),
        span.get(SpanColumns.OUTPUT_TOKENS),
        cost,
        span.get(SpanColumns.ERROR_MESSAGE));
  }
}
