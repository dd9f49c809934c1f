// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import java.io.PrintWriter;
import java.util.function.Supplier;

/**
 * How far long work has come, on standard error: once a second, in one line that is overwritten
 * where a person looks, else a line each time. Work that takes less says nothing.
 */
final class Progress implements AutoCloseable {
  private static final long EVERY_MS = 1_000;

  private final Terminal terminal;
  private final boolean on;
  private long saidAt;
  private boolean shown;

  Progress(SpanledgerCommand root) {
    this.terminal = root.terminal();
    this.on = root.output().progress(terminal.interactive());
    this.saidAt = terminal.clock().millis();
  }

  /** Says it, if the last time was long enough ago. */
  synchronized void at(Supplier<String> where) {
    long now = terminal.clock().millis();
    if (on && now - saidAt >= EVERY_MS) {
      saidAt = now;
      shown = true;
      PrintWriter err = terminal.err();
      err.print(terminal.interactive() ? "\r\u001b[K" + where.get() : "# " + where.get() + "\n");
      err.flush();
    }
  }

  /** Leaves no trace of it before a person. */
  @Override
  public synchronized void close() {
    if (shown && terminal.interactive()) {
      terminal.err().print("\r\u001b[K");
      terminal.err().flush();
    }
  }
}
