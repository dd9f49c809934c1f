// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The browser of whoever sits before the screen. */
final class Browser {
  private Browser() {}

  /** Does nothing where there is none: the address was printed. */
  static void open(String url) {
    try {
      new ProcessBuilder(command(url))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      // The address was printed.
    }
  }

  private static List<String> command(String url) {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (system.contains("win")) {
      return List.of("rundll32", "url.dll,FileProtocolHandler", url);
    }
    return List.of(system.contains("mac") ? "open" : "xdg-open", url);
  }
}
