// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import java.util.HashSet;
import java.util.List;

/**
 * The command {@code spanledger}. Its exit code says how it went: see {@code spanledger --help}.
 */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(run(Terminal.ofProcess(), args));
  }

  /**
   * Runs one command, and ends nothing but it.
   *
   * @return the exit code
   */
  public static int run(Terminal terminal, String... args) {
    int code;
    try {
      code = executed(terminal, args);
    } catch (Error e) {
      code = failed(terminal, e, List.of(args));
    }
    terminal.out().flush();
    terminal.err().flush();
    return code;
  }

  /** What no command expects: it must not look as if something were not found. */
  private static int failed(Terminal terminal, Error error, List<String> args) {
    Trouble trouble = Troubles.of(error);
    boolean json = args.contains("json") || args.contains("--format=json");
    OutputOptions.print(trouble, json, terminal);
    if (args.contains("--stacktrace")) {
      error.printStackTrace(terminal.err());
    }
    return trouble.code().exit();
  }

  private static int executed(Terminal terminal, String... args) {
    if (RootHelp.isWanted(args)) {
      terminal.out().print(RootHelp.text(terminal.colours()));
      return 0;
    }
    if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
      terminal.out().println(new Version().getVersion()[0]);
      return 0;
    }
    return SpanledgerCommand.line(terminal, new HashSet<>(List.of(args))).execute(args);
  }
}
