// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.GZIPInputStream;
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

  /** What is left out of the libraries must not be missed, and their licences stay. */
  @Test
  void isSmallAndHasItsLicences() throws Exception {
    assertThat(Files.size(Path.of(JAR))).isLessThan(35_000_000);
    try (JarFile jar = new JarFile(JAR)) {
      assertThat(text(jar, "META-INF/LICENSE"))
          .contains("Apache License", "PostgreSQL Global Development Group");
      assertThat(text(jar, "META-INF/LICENSE.txt")).contains("QOS.ch", "Gil Tene");
      assertThat(text(jar, "META-INF/NOTICE")).contains("Spanledger", "Jackson", "htm");
      assertThat(text(jar, "META-INF/LIBRARIES.txt")).contains("Model Context Protocol");
      assertThat(text(jar, "META-INF/maven/org.xerial/sqlite-jdbc/LICENSE.zentus")).isNotEmpty();
      assertThat(jar.stream().map(JarEntry::getName))
          .noneMatch(name -> name.matches("META-INF/[^/]+\\.(SF|DSA|RSA)"))
          .filteredOn(name -> name.matches(".*\\.(so|dylib|jnilib|dll)"))
          .hasSize(7)
          .allMatch(name -> name.startsWith("org/sqlite/native/"));
    }
  }

  private static String text(JarFile jar, String name) throws IOException {
    return new String(
        jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
  }

  @EachDatabase
  void servesThePage(TestDatabase database) throws Exception {
    Example.store(database);
    Process process = start("serve", "--port", "0", "--db", url(database));
    try (var said = process.inputReader(StandardCharsets.UTF_8)) {
      String url = String.valueOf(said.readLine());
      assertThat(url).matches("http://127.0.0.1:\\d+/\\?token=.+");
      String token = url.substring(url.indexOf("token=") + 6);
      String address = url.substring(0, url.indexOf('?'));
      assertThat(get(address, token, "identity")).startsWith("<!");
      assertThat(get(address + "api/traces", token, "identity")).contains(Example.FAILED);
      assertThat(unpacked(get(address + "api/traces", token, "br, gzip"))).contains(Example.FAILED);
    } finally {
      process.destroy();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** In ISO 8859-1, so that no byte is lost. */
  private static String get(String address, String token, String encodings) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address))
            .header("Authorization", "Bearer " + token)
            .header("Accept-Encoding", encodings)
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1))
        .body();
  }

  private static String unpacked(String gzip) throws IOException {
    byte[] bytes = gzip.getBytes(StandardCharsets.ISO_8859_1);
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** SIGINT, as Ctrl-C sends it. */
  @EachDatabase
  void endsByCtrlC(TestDatabase database) throws Exception {
    Example.store(database);
    assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "there is no /bin/kill: not run");
    for (String[] command :
        new String[][] {{"tail", "-f", "--since", "2020-01-01"}, {"serve", "--port", "0"}}) {
      List<String> arguments = new ArrayList<>(List.of(command));
      arguments.addAll(List.of("--db", url(database)));
      Process process = start(arguments.toArray(String[]::new));
      try (var said = process.inputReader(StandardCharsets.UTF_8)) {
        assertThat(said.readLine()).as(command[0]).isNotNull();
        new ProcessBuilder("/bin/kill", "-INT", Long.toString(process.pid())).start().waitFor();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(command[0]).isTrue();
        assertThat(process.exitValue()).as(command[0]).isEqualTo(130);
      } finally {
        process.destroyForcibly();
      }
    }
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
