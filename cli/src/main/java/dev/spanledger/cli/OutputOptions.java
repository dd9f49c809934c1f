// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** How answers look. */
final class OutputOptions {
  static final int MAX_CHARS = 2_000;

  /** What an answer is written as. */
  enum Format {
    TEXT,
    JSON,
    JSONL
  }

  @Option(
      names = "--format",
      scope = ScopeType.INHERIT,
      paramLabel = "FORMAT",
      description = "text, json (one object) or jsonl (an object a row). Default: text.")
  private Format format = Format.TEXT;

  @Option(
      names = "--max-chars",
      scope = ScopeType.INHERIT,
      paramLabel = "N",
      description = "The most characters of one text. Default: " + MAX_CHARS + ".")
  private @Nullable Integer maxChars;

  @Option(
      names = "--progress",
      negatable = true,
      scope = ScopeType.INHERIT,
      description =
          "Say on standard error how far long work has come. Default: where a person looks.")
  private @Nullable Boolean progress;

  /** Whether long work says how far it has come. */
  boolean progress(boolean preset) {
    return progress == null ? preset : progress;
  }

  boolean isText() {
    return format == Format.TEXT;
  }

  /** From 1. */
  int maxChars() {
    return maxChars(MAX_CHARS);
  }

  /** The same, with another default. */
  int maxChars(int preset) {
    int chars = maxChars == null ? preset : maxChars;
    if (chars < 1) {
      throw new Trouble(Trouble.Code.USAGE, "--max-chars must be 1 or more", null);
    }
    return chars;
  }

  /** Prints an answer, which as text has a form of its own. */
  void print(Consumer<PrintWriter> text, Supplier<Answer> answer, Terminal terminal) {
    if (isText()) {
      text.accept(terminal.out());
    } else {
      print(answer.get(), terminal);
    }
  }

  /**
   * As that, and behind the text how to go on.
   *
   * @param more null where there is no more
   */
  void print(
      Consumer<PrintWriter> text,
      Supplier<Answer> answer,
      @Nullable String more,
      Terminal terminal) {
    print(text, answer, terminal);
    if (isText() && more != null) {
      terminal.out().println("# more: " + more);
    }
  }

  /** Prints an answer; as text, a table with the name of its columns. */
  void print(Answer answer, Terminal terminal) {
    switch (format) {
      case TEXT -> new TextTable(answer.columns(), answer.rows()).print(terminal.out());
      case JSON -> terminal.out().println(Json.of(answer));
      case JSONL ->
          answer.rows().forEach(row -> terminal.out().println(Json.of(answer.columns(), row)));
    }
    if (format != Format.JSON) {
      printRest(answer, format == Format.TEXT ? terminal.out() : terminal.err());
    }
  }

  /** Notes, and how to go on, where they are not in the answer itself. */
  private static void printRest(Answer answer, PrintWriter out) {
    answer.notes().forEach(note -> out.println("# " + note));
    if (answer.next() != null) {
      out.println("# more: " + answer.next());
    } else if (answer.partial()) {
      out.println("# there is more");
    }
  }

  void print(Trouble trouble, Terminal terminal) {
    print(trouble, format != Format.TEXT, terminal);
  }

  static void print(Trouble trouble, boolean json, Terminal terminal) {
    if (json) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("error", trouble.getMessage());
      object.put("code", trouble.code().text());
      object.put("hint", trouble.hint());
      terminal.err().println(Json.of(object));
    } else {
      String said = String.valueOf(trouble.getMessage());
      terminal.err().println("spanledger: " + Figures.printable(said));
      if (trouble.hint() != null) {
        terminal.err().println("  " + trouble.hint());
      }
    }
  }
}
