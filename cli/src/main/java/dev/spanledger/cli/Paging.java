// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A page of a long answer. */
final class Paging {
  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "The most rows. Default: ${DEFAULT-VALUE}.")
  private int limit = 20;

  @Option(
      names = "--cursor",
      paramLabel = "CURSOR",
      description = "Go on where the answer before ended; it says with which one.")
  private @Nullable String cursor;

  /** From 1 to 1,000. */
  int limit() {
    if (limit < 1 || limit > 1_000) {
      throw new Trouble(Trouble.Code.USAGE, "--limit must be from 1 to 1000", null);
    }
    return limit;
  }

  @Nullable String cursor() {
    return cursor;
  }

  /** How the next page is asked for; null where there is none. */
  @Nullable String next(String command, @Nullable String next) {
    return next == null ? null : command + " --limit " + limit + " --cursor " + next;
  }
}
