// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching.spill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Whatever a process has left, one other gets, and only one. */
@Timeout(300)
class TwoProcessesTest {
  private static final int LEFT = 20;

  @TempDir Path directory;

  @Test
  void ofTwoThatStartAtOnceOneGetsIt() throws Exception {
    for (int i = 0; i < LEFT; i++) {
      leave("record " + i);
    }
    List<Process> processes = List.of(start(), start());
    List<BufferedReader> outputs = processes.stream().map(Process::inputReader).toList();
    for (BufferedReader output : outputs) {
      assertThat(output.readLine()).isEqualTo("ready");
    }
    for (Process process : processes) {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    }
    List<String> all = new ArrayList<>();
    for (BufferedReader output : outputs) {
      readUntilDone(output, all);
    }
    assertThat(all)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, LEFT).mapToObj(i -> "record " + i).toList());
    assertNothingIsFree();
    for (Process process : processes) {
      process.getOutputStream().close();
      assertThat(process.waitFor()).isZero();
    }
  }

  private static void readUntilDone(BufferedReader output, List<String> into) throws IOException {
    for (String line = output.readLine(); !"done".equals(line); line = output.readLine()) {
      assertThat(line).isNotNull();
      into.add(line);
    }
  }

  private void assertNothingIsFree() throws IOException {
    try (Journal third = open()) {
      assertThat(third.adopt().runs()).isEmpty();
    }
  }

  private void leave(String record) throws IOException {
    try (Journal journal = open()) {
      journal.append(List.of(record.getBytes(UTF_8)));
    }
  }

  private Journal open() throws IOException {
    return Journal.open(directory, 1 << 30, LoggerFactory.getLogger("spill"), "test");
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            AdoptingProcess.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
