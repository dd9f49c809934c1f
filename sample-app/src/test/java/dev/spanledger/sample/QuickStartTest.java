// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.GlobalOpenTelemetry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README shows the program that runs, and what it prints. */
class QuickStartTest {
  @BeforeEach
  @AfterEach
  void noGlobalOpenTelemetry() {
    GlobalOpenTelemetry.resetForTest();
  }

  @Test
  void theReadmeShowsItsOutput(@TempDir Path directory) throws Exception {
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      QuickStart.main(new String[] {"jdbc:sqlite:" + directory.resolve("quickstart.db")});
    } finally {
      System.setOut(console);
    }
    assertThat(printed.toString(UTF_8).lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(readme()).contains(line));
  }

  @Test
  void theReadmeShowsItsCode() throws Exception {
    String program =
        Files.readString(Path.of("src/main/java/dev/spanledger/sample/QuickStart.java"));
    String start = "try (Spanledger ledger = Spanledger.create(dataSource)) {";
    String block = readme().substring(readme().indexOf(start));
    String shown = block.substring(0, block.indexOf("```"));
    assertThat(shown.lines().map(String::strip))
        .hasSizeGreaterThan(8)
        .allSatisfy(line -> assertThat(program).contains(line));
  }

  private static String readme() throws Exception {
    return Files.readString(Path.of("..", "README.md"));
  }
}
