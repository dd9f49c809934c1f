// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where the files of a process go. */
final class TracingFolder {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private TracingFolder() {}

  /**
   * The folder that was chosen, as it is; else one that is not there yet, named by the time and the
   * process. Nothing that a span or a setting says becomes a part of it.
   */
  static Path of(@Nullable Path chosen, Instant now) {
    if (chosen != null) {
      return chosen.toAbsolutePath();
    }
    String name = "trace_" + TIME.format(now) + "_" + ProcessHandle.current().pid();
    Path folder = Path.of("traces", name).toAbsolutePath();
    for (int ledger = 2; Files.exists(folder); ledger++) {
      folder = folder.resolveSibling(name + "_" + ledger);
    }
    return folder;
  }
}
