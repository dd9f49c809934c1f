// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.faults;

import dev.spanledger.testkit.oracle.FaultForm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A program of the tests in a process of its own, with the class path of this one. */
final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;
  private final List<String> lines = new ArrayList<>();

  private ChildJvm(Process process) {
    this.process = process;
    this.output = process.inputReader();
  }

  /**
   * Starts it.
   *
   * @param options of the JVM
   */
  static ChildJvm start(Class<?> program, List<String> options, List<String> arguments) {
    Stream<String> java =
        Stream.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "-Dspanledger.faults=" + FaultForm.current().name().toLowerCase(Locale.ROOT),
            // Compiled sooner, and less well.
            FaultForm.current() == FaultForm.SHORT ? "-XX:TieredStopAtLevel=1" : "-server",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
    List<String> command =
        Stream.of(java, options.stream(), Stream.of(program.getName()), arguments.stream())
            .flatMap(part -> part)
            .toList();
    try {
      return new ChildJvm(new ProcessBuilder(command).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the line that begins so, and returns the rest of it. */
  String await(String beginning) {
    try {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        if (line.startsWith(beginning)) {
          return line.substring(beginning.length()).trim();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new AssertionError("ended without saying '" + beginning + "', but: " + lines);
  }

  /** Reads to the end; returns everything that it has said. */
  List<String> awaitEnd() throws InterruptedException {
    output.lines().forEach(lines::add);
    process.waitFor();
    return List.copyOf(lines);
  }

  /** Its standard input ends. */
  void endInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  /** SIGSTOP. */
  void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT. */
  void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** SIGTERM; its output stays open, unlike after {@code Process.destroy}. */
  void terminate() {
    process.toHandle().destroy();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
