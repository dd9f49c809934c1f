// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where a command runs: what it reads and writes, and what surrounds it.
 *
 * @param in what is typed or piped in
 * @param out UTF-8, whatever the system's character set
 * @param setting a system property's or environment variable's value by its name, or null
 * @param interactive whether a person looks at {@code out}
 * @param pause how a command waits that goes on until it is interrupted
 */
public record Terminal(
    InputStream in,
    PrintWriter out,
    PrintWriter err,
    Settings setting,
    boolean interactive,
    Clock clock,
    Pause pause) {

  /** Looks a setting up. */
  @FunctionalInterface
  public interface Settings extends UnaryOperator<@Nullable String> {}

  /** Waits. */
  @FunctionalInterface
  public interface Pause {
    void of(Duration time) throws InterruptedException;
  }

  static Terminal ofProcess() {
    return new Terminal(
        System.in,
        writer(new FileOutputStream(FileDescriptor.out)),
        writer(new FileOutputStream(FileDescriptor.err)),
        name -> {
          String property = System.getProperty(Objects.requireNonNull(name));
          return property == null ? System.getenv(name) : property;
        },
        isPerson(System.console()),
        Clock.systemUTC(),
        time -> Thread.sleep(time.toMillis()));
  }

  /** From Java 22 on there is a console where there is no terminal. */
  private static boolean isPerson(@Nullable Console console) {
    if (console == null) {
      return false;
    }
    try {
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  /** Colours are for people, and only for those who did not ask for none. */
  boolean colours() {
    String unwanted = setting.apply("NO_COLOR");
    return interactive && (unwanted == null || unwanted.isEmpty());
  }

  private static PrintWriter writer(OutputStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
  }
}
