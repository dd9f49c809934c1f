// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import java.io.Console;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Opens a page for somebody who sits at the screen; nowhere else, and once a process. */
final class Browser {
  private static final AtomicBoolean opened = new AtomicBoolean();

  private Browser() {}

  /** Does nothing where nobody would see it. */
  static void open(URI page) {
    if (!isInteractive() || !opened.compareAndSet(false, true)) {
      return;
    }
    try {
      new ProcessBuilder(command(page.toString()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      // There is no browser; the address was said.
    }
  }

  private static List<String> command(String page) {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (system.contains("win")) {
      return List.of("rundll32", "url.dll,FileProtocolHandler", page);
    }
    return List.of(system.contains("mac") ? "open" : "xdg-open", page);
  }

  /** A terminal, which is no build machine's. */
  static boolean isInteractive() {
    String ci = System.getenv("CI");
    boolean building = ci != null && !ci.isEmpty() && !ci.equalsIgnoreCase("false");
    return !building && isTerminal(System.console());
  }

  /** From Java 22 on there is a console also where there is no terminal. */
  private static boolean isTerminal(@Nullable Console console) {
    if (console == null) {
      return false;
    }
    try {
      Object answer = Console.class.getMethod("isTerminal").invoke(console);
      return Boolean.TRUE.equals(answer);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
