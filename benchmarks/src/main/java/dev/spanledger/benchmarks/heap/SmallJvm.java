// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.heap;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JVM of 128 MiB that runs {@link SpansForNobody}, and what it says. */
final class SmallJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;
  private final Writer input;

  private SmallJvm(Process process) {
    this.process = process;
    this.output = process.inputReader();
    this.input = process.outputWriter();
  }

  /** Starts it, with the database's address, which still answers. */
  static SmallJvm start(String url, String user, int spans) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                // Whoever catches the error, it does not pass unseen.
                "-XX:+ExitOnOutOfMemoryError",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                "-cp",
                System.getProperty("java.class.path"),
                SpansForNobody.class.getName()));
    command.addAll(List.of(url, user, String.valueOf(spans)));
    return new SmallJvm(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Returns once the ledger is open and has stored its first spans. */
  void awaitReady() throws IOException {
    String line = output.readLine();
    if (!SpansForNobody.READY.equals(line)) {
      throw new IllegalStateException("expected it to be ready, but it said " + line);
    }
  }

  /** Lets it end its spans, and returns what it says of itself: {@code name=value} a line. */
  Map<String, String> run() throws IOException, InterruptedException {
    input.write("go\n");
    input.flush();
    Map<String, String> said = new LinkedHashMap<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      int equals = line.indexOf('=');
      said.put(line.substring(0, equals), line.substring(equals + 1));
    }
    int code = process.waitFor();
    if (code != 0) {
      said.put("failure", "exit code " + code);
      said.remove("held_mib");
    }
    return said;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
