// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One span. */
@Command(
    name = "span",
    sortOptions = false,
    header = "Show one span: its columns, or one field in parts.",
    description = {"", "Payloads (input, output, attributes ...) are printed by --field only.", ""},
    footerHeading = "%nExamples:%n",
    footer = {
      "  spanledger span 4f2a/9",
      "  spanledger span 4f2a/9 --field output --offset 2000",
      "  spanledger span 4f2a/00f067aa --field input --max-chars 100000"
    })
final class SpanCommand implements Callable<Integer> {
  private final SpanledgerCommand root;

  @Parameters(paramLabel = "RUN/SPAN", description = "The run and the span's number or id.")
  private String reference = "";

  @Option(names = "--field", paramLabel = "NAME", description = "Print this field's text.")
  private @Nullable String field;

  @Option(names = "--offset", paramLabel = "N", description = "Begin behind so many characters.")
  private int offset;

  SpanCommand(SpanledgerCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    Runs runs = new Runs(root.ledger().reader());
    Runs.Found found = runs.span(reference);
    SpanFields fields = runs.fields(found);
    if (field != null) {
      printPart(runs.name(found), fields.part(field, offset, root.output().maxChars()));
    } else {
      root.output()
          .print(
              out -> printFields(runs.name(found), found, fields, out),
              fields::answer,
              root.terminal());
    }
    return 0;
  }

  private void printFields(String name, Runs.Found found, SpanFields fields, PrintWriter out) {
    out.println(name + " " + SpanLine.of(found.run(), found.index()));
    fields
        .plain()
        .forEach(
            (column, value) ->
                out.println(
                    column
                        + ": "
                        + Figures.line(SpanFields.text(value), root.output().maxChars())));
    fields
        .payloads()
        .forEach(
            (payload, length) ->
                out.println(
                    "# " + payload + " " + length + " characters: " + command(name, payload)));
  }

  private void printPart(String name, SpanFields.Part part) {
    PrintWriter out = root.terminal().out();
    String next = part.next() < 0 ? null : command(name, part.field()) + " --offset " + part.next();
    if (root.output().isText()) {
      out.println(Figures.printable(part.text()));
      if (next != null) {
        out.println("# more: " + next + "   (" + part.length() + " characters)");
      }
      return;
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("f", part.field());
    object.put("len", part.length());
    object.put("text", part.text());
    object.put("next", next);
    out.println(Json.of(object));
  }

  private String command(String name, String fieldName) {
    int maxChars = root.output().maxChars();
    String chars = maxChars == OutputOptions.MAX_CHARS ? "" : " --max-chars " + maxChars;
    return "spanledger span " + name + " --field " + fieldName + chars;
  }
}
