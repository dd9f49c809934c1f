// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

/** How far long work has come, on standard error, for a person who waits. */
final class Progress {
  private static final long QUIET_NANOS = 1_000_000_000L;

  private final Terminal terminal;
  private final String what;
  private final long begun = System.nanoTime();
  private long said = begun;
  private long steps;

  Progress(Terminal terminal, String what) {
    this.terminal = terminal;
    this.what = what;
  }

  void step() {
    steps++;
    long now = System.nanoTime();
    if (terminal.interactive() && now - said > QUIET_NANOS) {
      said = now;
      terminal.err().print("\r" + steps + " " + what);
      terminal.err().flush();
    }
  }

  /** Leaves no trace of it. */
  void end() {
    if (said != begun) {
      terminal.err().print("\r\u001b[K");
      terminal.err().flush();
    }
  }
}
