// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Opens a page for somebody who sits at the screen; nowhere else. Thread-safe. */
public final class Browser {
  private static final AtomicBoolean opened = new AtomicBoolean();

  private Browser() {}

  /**
   * Starts the browser that the setting {@code BROWSER} names, a command in which {@code %s} stands
   * for the page or which it is put behind; without, the system's. Does not wait for it, and throws
   * nothing where it does not start: whoever calls has said the address.
   *
   * @param setting an environment variable's value by its name, or null
   * @param interactive whether somebody sits at a terminal
   * @return whether one was started; none is where nobody sits there, or {@code CI} is set
   */
  public static boolean open(
      URI page, UnaryOperator<@Nullable String> setting, boolean interactive) {
    if (!interactive || isBuilding(setting.apply("CI"))) {
      return false;
    }
    try {
      new ProcessBuilder(command(page.toString(), setting.apply("BROWSER")))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
      return true;
    } catch (IOException | RuntimeException e) {
      return false; // There is no browser; the address was said.
    }
  }

  /** Once a process, with its environment. */
  static void open(URI page) {
    if (isTerminal(System.console()) && opened.compareAndSet(false, true)) {
      open(page, System::getenv, true);
    }
  }

  private static boolean isBuilding(@Nullable String ci) {
    return ci != null && !ci.isEmpty() && !ci.equalsIgnoreCase("false");
  }

  private static List<String> command(String page, @Nullable String chosen) {
    if (chosen != null && !chosen.isBlank()) {
      return chosen(page, chosen.split(File.pathSeparator, 2)[0]);
    }
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (system.contains("win")) {
      return List.of("rundll32", "url.dll,FileProtocolHandler", page);
    }
    return List.of(system.contains("mac") ? "open" : "xdg-open", page);
  }

  private static List<String> chosen(String page, String command) {
    List<String> words = new ArrayList<>(List.of(command.strip().split(" +", -1)));
    if (command.contains("%s")) {
      words.replaceAll(word -> word.replace("%s", page));
    } else {
      words.add(page);
    }
    return words;
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
