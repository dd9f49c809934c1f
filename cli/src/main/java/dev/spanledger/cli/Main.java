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
    int code = SpanledgerCommand.line(terminal, new HashSet<>(List.of(args))).execute(args);
    terminal.out().flush();
    terminal.err().flush();
    return code;
  }
}
