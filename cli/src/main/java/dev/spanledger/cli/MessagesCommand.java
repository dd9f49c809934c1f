// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.inspect.Message;
import dev.spanledger.inspect.Run;
import dev.spanledger.inspect.Transcript;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What models were sent and answered. */
@Command(
    name = "messages",
    sortOptions = false,
    header =
        "Show what each model call was sent and answered: only what is new since the call before.",
    description = {
      "",
      "In text, prompts of the system are cut at 300 characters unless --max-chars is given.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  spanledger messages 4f2a",
      "  spanledger messages 4f2a/12              one call",
      "  spanledger messages 4f2a --all           whole conversations",
      "  spanledger messages 4f2a --max-chars 20000"
    })
final class MessagesCommand implements Callable<Integer> {
  /** Whose messages say the same in every run. */
  private static final Set<String> PROMPTS = Set.of("system", "developer");

  private static final int PROMPT_CHARS = 300;

  private static final List<String> COLUMNS = List.of("n", "direction", "role", "text");

  private final SpanledgerCommand root;

  @Parameters(paramLabel = "RUN[/SPAN]", description = "A run, or one model call of it.")
  private String reference = "";

  @Option(names = "--all", description = "Also what the call before was sent already.")
  private boolean all;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "The most model calls. Default: ${DEFAULT-VALUE}.")
  private int limit = 20;

  @Option(names = "--cursor", paramLabel = "N", description = "Go on with this span.")
  private int cursor = 1;

  MessagesCommand(SpanledgerCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    Ledger ledger = root.ledger();
    Runs runs = new Runs(ledger.reader());
    boolean one = reference.contains("/");
    Runs.Found from =
        one ? runs.span(reference) : new Runs.Found(runs.run(reference), Math.max(0, cursor - 1));
    Transcript.Page page =
        Transcript.of(ledger.reader(), from.run(), from.index(), one ? 1 : Math.max(1, limit));
    boolean more = !one && page.next() >= 0;
    String next =
        more
            ? "spanledger messages %s%s --cursor %d"
                .formatted(runs.shortId(from.run()), all ? " --all" : "", page.next() + 1)
            : null;
    root.output()
        .print(
            out -> page.calls().forEach(call -> print(from.run(), call, out)),
            () -> Answer.page(COLUMNS, rows(page.calls()), next),
            next,
            root.terminal());
    return page.calls().isEmpty() ? 1 : 0;
  }

  private void print(Run run, Transcript.ModelCall call, PrintWriter out) {
    out.println((call.span() + 1) + " " + SpanLine.of(run, call.span()));
    int before = all ? 0 : call.newFrom();
    if (before > 0) {
      out.println("  (" + before + " messages as before)");
    }
    for (Message message : call.input().subList(before, call.input().size())) {
      out.println("  > " + line(message));
    }
    for (Message message : call.output()) {
      out.println("  < " + line(message));
    }
  }

  private String line(Message message) {
    String role = message.role().isEmpty() ? "" : message.role() + ": ";
    boolean prompt = PROMPTS.contains(message.role());
    int chars = root.output().maxChars(prompt ? PROMPT_CHARS : OutputOptions.MAX_CHARS);
    return role + Figures.line(MessageText.of(message), chars);
  }

  private List<List<@Nullable Object>> rows(List<Transcript.ModelCall> calls) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Transcript.ModelCall call : calls) {
      int before = all ? 0 : call.newFrom();
      call.input().subList(before, call.input().size()).forEach(m -> rows.add(row(call, "in", m)));
      call.output().forEach(message -> rows.add(row(call, "out", message)));
    }
    return rows;
  }

  private List<@Nullable Object> row(Transcript.ModelCall call, String direction, Message message) {
    String text = MessageText.of(message);
    int max = root.output().maxChars();
    return List.of(
        call.span() + 1,
        direction,
        message.role(),
        text.length() > max ? text.substring(0, max) + "…" : text);
  }
}
