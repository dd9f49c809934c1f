// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that people download, in a process of its own. */
class RunnableJarTest {
  private static final String JAR = System.getProperty("spanledger.test.jar", "");

  @TempDir private Path directory;

  @BeforeEach
  void needsTheJar() {
    assumeTrue(
        Files.isRegularFile(Path.of(JAR)), "there is no spanledger.jar yet: mvn verify makes it");
  }

  @Test
  void teachesWithoutADatabase() throws Exception {
    assertThat(run(0, "", "--help")).contains("Start here");
    assertThat(run(0, "", "--version")).startsWith("spanledger ").doesNotContain("$");
    assertThat(run(2, "", "list")).startsWith("spanledger: no database is named");
  }

  @EachDatabase
  void asksEitherDatabase(TestDatabase database) throws Exception {
    Example.store(database);
    assertThat(run(0, "", "show", "4f2a", "--db", url(database))).contains("<- first error");
    assertThat(run(0, "", "export", "4f2a", "--to", "otlp", "-o", "-", "--db", url(database)))
        .contains("resourceSpans");
  }

  /** What is not the protocol's must not be on standard output. */
  @EachDatabase
  void speaksTheProtocol(TestDatabase database) throws Exception {
    Example.store(database);
    String said =
        """
        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}
        {"jsonrpc":"2.0","method":"notifications/initialized"}
        {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"explain_trace","arguments":{"trace":"4f2a"}}}
        """;
    String out = converse(said, "\"id\":2", "mcp", "--db", url(database));
    assertThat(out.lines()).allMatch(line -> line.startsWith("{\"jsonrpc\":\"2.0\""));
    assertThat(out).contains("first_error");
  }

  private static String url(TestDatabase database) throws SQLException {
    return database.user().isEmpty()
        ? database.jdbcUrl()
        : database.jdbcUrl()
            + (database.jdbcUrl().contains("?") ? "&" : "?")
            + "user="
            + database.user()
            + "&password="
            + database.password();
  }

  private String run(int code, String input, String... arguments) throws Exception {
    Process process = start(arguments);
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isEqualTo(code);
    return out;
  }

  /** Keeps its end open until the answer is there, as clients do. */
  private String converse(String input, String last, String... arguments) throws Exception {
    Process process = start(arguments);
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    StringBuilder out = new StringBuilder();
    var reader = process.inputReader(StandardCharsets.UTF_8);
    String line = reader.readLine();
    while (line != null) {
      out.append(line).append('\n');
      if (line.contains(last)) {
        process.getOutputStream().close();
      }
      line = reader.readLine();
    }
    assertThat(process.waitFor()).isZero();
    return out.toString();
  }

  private Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("SPANLEDGER_"));
    boolean protocol = command.contains("mcp");
    return protocol
        ? builder.redirectError(directory.resolve("err.txt").toFile()).start()
        : builder.redirectErrorStream(true).start();
  }
}
