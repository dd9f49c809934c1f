// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spanledger.provider.Spanledger;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What real processes leave behind that have {@code SPANLEDGER_TRACING} and its like set. */
@Timeout(120)
class TracingFilesTest {
  @TempDir Path directory;

  /** What a process has left. */
  private record Left(List<Path> folders, String stderr, List<String> said) {
    JsonNode json(String file) throws IOException {
      return Fixture.json(text(file));
    }

    String text(String file) throws IOException {
      return Files.readString(folders.get(0).resolve(file), StandardCharsets.UTF_8);
    }
  }

  @EachDatabase
  void oneVariableGivesAFolderOfFiles(TestDatabase database) throws Exception {
    Left left = run(database, "exit", Map.of("SPANLEDGER_TRACING", "1"));
    assertThat(left.folders).as(left.stderr).hasSize(1);
    Path folder = left.folders.get(0);
    assertThat(folder.getParent().getFileName().toString()).isEqualTo("traces");
    assertThat(folder.getFileName().toString()).matches("trace_\\d{8}T\\d{6}Z_\\d+");
    assertThat(left.stderr)
        .contains("traces in " + folder + ": trace.html, state.json, otlp.json, jaeger.json");
    assertThat(Fixture.data(left.text("trace.html"))).contains(TracedProcess.SECRET);
    assertThat(left.json("state.json").path("traces")).hasSize(1);
    assertThat(left.json("jaeger.json").path("data")).hasSize(1);
    assertThat(left.text("otlp.json")).contains(TracedProcess.SECRET);
    assertThat(left.text("state.json")).contains(TracedProcess.SECRET);
  }

  @EachDatabase
  void whatEndsByASignalIsWrittenAndWhatRunsIsSaidToRun(TestDatabase database) throws Exception {
    Left left = run(database, "TERM", Map.of("SPANLEDGER_TRACING", "yes"));
    assertThat(left.folders).as(left.stderr).hasSize(1);
    JsonNode state = left.json("state.json");
    assertThat(state.path("traces")).hasSize(2);
    assertThat(state.path("traces").get(1).path("status").asText()).isEqualTo("RUNNING");
    JsonNode running = state.path("traces").get(1).path("spans").elements().next();
    assertThat(running.path("func").asText()).isEqualTo("still at it");
    assertThat(running.path("status").asText()).isEqualTo("RUNNING");
    assertThat(left.text("jaeger.json")).contains("had not ended");
  }

  @EachDatabase
  void onlineShowsTheRunsWhileTheyRun(TestDatabase database) throws Exception {
    Left left = run(database, "TERM", Map.of("SPANLEDGER_TRACING_ONLINE", "1"));
    Matcher live =
        Pattern.compile("spanledger: live at (http://127.0.0.1:\\d+/)\\?token=\\S+")
            .matcher(left.stderr);
    assertThat(live.find()).as(left.stderr).isTrue();
    assertThat(left.said).contains("page 200");
    assertThat(left.folders).hasSize(1);
    assertThat(left.json("state.json").path("traces")).hasSize(2);
  }

  @EachDatabase
  void aProcessThatIsDoneEndsThoughItWasShown(TestDatabase database) throws Exception {
    Left left = run(database, "return", Map.of("SPANLEDGER_TRACING_ONLINE", "1"));
    assertThat(left.stderr).contains("live at", "traces in");
    assertThat(left.json("state.json").path("traces")).hasSize(1);
  }

  @EachDatabase
  void whatIsKilledLeavesTheDatabase(TestDatabase database) throws Exception {
    Left left = run(database, "KILL", Map.of("SPANLEDGER_TRACING", "1"));
    assertThat(left.folders).isEmpty();
    try (Spanledger ledger = Spanledger.create(database.dataSource())) {
      assertThat(Stored.traces(ledger.reader())).hasSize(2);
    }
  }

  @EachDatabase
  void basicStoresNothingOfWhatWasSaid(TestDatabase database) throws Exception {
    Left left =
        run(
            database,
            "exit",
            Map.of(
                "SPANLEDGER_TRACING", "1",
                "SPANLEDGER_TRACING_LEVEL", "basic",
                "SPANLEDGER_TRACING_DIR", directory.resolve("chosen").toString()));
    assertThat(left.folders).containsExactly(directory.resolve("chosen"));
    try (Stream<Path> files = Files.list(directory.resolve("chosen"))) {
      for (Path file : files.toList()) {
        String text = Files.readString(file);
        boolean page = file.toString().endsWith(".html");
        assertThat(page ? Fixture.data(text) : text).doesNotContain("measles").contains("gpt-4o");
      }
    }
    for (String table : List.of("agent_spans", "agent_traces", "agent_contents")) {
      assertThat(database.rows("SELECT * FROM " + table).toString())
          .as(table)
          .doesNotContain("measles");
    }
  }

  @EachDatabase
  void disabledLeavesNothing(TestDatabase database) throws Exception {
    Left left =
        run(
            database,
            "exit",
            Map.of("SPANLEDGER_TRACING", "1", "SPANLEDGER_TRACING_LEVEL", "disabled"));
    assertThat(left.folders).isEmpty();
  }

  @EachDatabase
  void exportLeavesTheLevelAsItIs(TestDatabase database) throws Exception {
    Left left =
        run(
            database,
            "exit",
            Map.of("SPANLEDGER_TRACING_EXPORT", "on", "SPANLEDGER_CONTENT_CAPTURE", "BASIC"));
    assertThat(left.text("state.json")).doesNotContain("measles");
  }

  @EachDatabase
  void projectSessionUserAndTagsAreInEveryFile(TestDatabase database) throws Exception {
    String hostile = "../../up";
    Left left =
        run(
            database,
            "exit",
            Map.of(
                "SPANLEDGER_TRACING", "1",
                "SPANLEDGER_PROJECT", hostile,
                "SPANLEDGER_BUILD", "b-17",
                "SPANLEDGER_SESSION_ID", "s-42",
                "SPANLEDGER_USER_ID", "u-43",
                "SPANLEDGER_TAGS", "night, batch"));
    for (String file : List.of("state.json", "otlp.json", "jaeger.json")) {
      assertThat(left.text(file)).as(file).contains(hostile, "b-17", "s-42", "u-43", "night");
    }
    assertThat(Fixture.data(left.text("trace.html"))).contains("b-17", "s-42", "u-43", "night");
    try (Stream<Path> files = Files.walk(directory)) {
      assertThat(files.filter(file -> file.toString().contains("up"))).isEmpty();
    }
    JsonNode trace = left.json("state.json").path("traces").get(0);
    assertThat(trace.path("tags").toString()).isEqualTo("[\"batch\",\"night\"]");
  }

  @EachDatabase
  void aFolderThatCannotBeWrittenIsSaidAndHurtsNobody(TestDatabase database) throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "x");
    Left left =
        run(
            database,
            "exit",
            Map.of(
                "SPANLEDGER_TRACING",
                "1",
                "SPANLEDGER_TRACING_DIR",
                file.resolve("below").toString()));
    assertThat(left.stderr).contains("traces could not be written", "they are in the database");
    assertThat(file).hasContent("x");
  }

  @EachDatabase
  void aBadValueIsRefusedByItsName(TestDatabase database) throws Exception {
    Left left = run(database, "fail", Map.of("SPANLEDGER_TRACING_LEVEL", "all"));
    assertThat(left.stderr).contains("spanledger.tracing.level must be one of", "'ALL'");
  }

  private Left run(TestDatabase database, String end, Map<String, String> environment)
      throws Exception {
    Path stderr = directory.resolve("stderr.log");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
            "-cp",
            System.getProperty("java.class.path"),
            TracedProcess.class.getName(),
            database.jdbcUrl(),
            database.user(),
            database.password(),
            end);
    Map<String, String> inherited = new HashMap<>(builder.environment());
    inherited.keySet().stream()
        .filter(name -> name.startsWith("SPANLEDGER_"))
        .forEach(builder.environment()::remove);
    builder.environment().putAll(environment);
    Process process = builder.directory(directory.toFile()).redirectError(stderr.toFile()).start();
    List<String> said = new ArrayList<>();
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said.add(line);
        if (line.startsWith("ready")) {
          askPage(Files.readString(stderr), said);
          end(process, end);
        }
      }
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Left(folders(environment), Files.readString(stderr), said);
  }

  /** As a browser would, where there is a page. */
  private static void askPage(String stderr, List<String> said) throws Exception {
    Matcher live = Pattern.compile("live at (\\S+)").matcher(stderr);
    if (live.find()) {
      HttpClient browser =
          HttpClient.newBuilder()
              .cookieHandler(new CookieManager())
              .followRedirects(HttpClient.Redirect.NORMAL)
              .build();
      HttpRequest ask = HttpRequest.newBuilder(URI.create(live.group(1))).build();
      HttpResponse<String> page = browser.send(ask, HttpResponse.BodyHandlers.ofString());
      said.add("page " + page.statusCode());
    }
  }

  private static void end(Process process, String signal) throws IOException {
    if (signal.equals("KILL")) {
      process.toHandle().destroyForcibly();
    } else {
      process.toHandle().destroy();
    }
  }

  private List<Path> folders(Map<String, String> environment) throws IOException {
    String chosen = environment.get("SPANLEDGER_TRACING_DIR");
    if (chosen != null) {
      return Files.isDirectory(Path.of(chosen)) ? List.of(Path.of(chosen)) : List.of();
    }
    Path traces = directory.resolve("traces");
    if (!Files.isDirectory(traces)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(traces)) {
      return folders.toList();
    }
  }
}
