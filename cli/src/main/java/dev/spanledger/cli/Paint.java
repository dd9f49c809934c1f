// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.inspect.Run;

/** Colours, where somebody looks. */
record Paint(boolean on) {
  private static final String RED = "\u001b[31m";
  private static final String DIM = "\u001b[2m";
  private static final String OFF = "\u001b[0m";

  /** Failures in red; what does not matter to how long the run took is dim. */
  String line(String line, Run run, int span) {
    if (!on) {
      return line;
    }
    String colour = run.failed(span) ? RED : run.critical(span) ? "" : DIM;
    return colour.isEmpty() ? line : colour + line + OFF;
  }
}
