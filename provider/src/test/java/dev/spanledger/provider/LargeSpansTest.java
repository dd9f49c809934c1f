// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A dead database and spans of a mebibyte do not fill a small heap, spill directory or not. Ten
 * thousand of them with {@code -Dspanledger.faults=long}.
 */
class LargeSpansTest {
  private static final int SPANS =
      "long".equals(System.getProperty("spanledger.faults")) ? 10_000 : 400;
  private static final long BUDGET = 32L << 20;

  @TempDir Path directory;

  @Test
  @Timeout(1_200)
  void holdNoMoreThanTheBudgetAndAHalf() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                LargeSpansProcess.class.getName(),
                directory.resolve("traces.db").toString(),
                directory.resolve("spill").toString(),
                Integer.toString(SPANS))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader output = process.inputReader()) {
      String said = output.readLine();
      assertThat(said).as("ran out of memory, or failed").isNotNull();
      System.out.println("LargeSpansTest: " + said);
      List<String> words = List.of(said.split(" ", -1));
      assertThat(Long.parseLong(words.get(1))).as(said).isLessThan(BUDGET + BUDGET / 2);
      assertThat(words.get(2)).as(said).isEqualTo("true");
      assertThat(said).contains("accepted " + SPANS);
    }
  }
}
