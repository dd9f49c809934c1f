// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;

/** The command line as the roles that read. */
class ReadingRolesTest {
  private static final String HIDDEN =
      "# this role does not see what was said: errors have no message, calls no input\n";
  private static final List<String> OUTLINES =
      List.of(
          "list",
          "list --errors --model gpt-x --sort cost",
          "show 4f2a",
          "show last",
          "why 4f2a",
          "diff 4f2a 91bc",
          "stats --by tool",
          "sessions",
          "session s9",
          "tail --since 2026-01-01");
  private static final List<String> CONTENT =
      List.of(
          "span 4f2a/8",
          "span 4f2a/8 --field output",
          "messages 4f2a",
          "grep timeout",
          "export 4f2a --to jsonl -o -",
          "list --text plan",
          "sql 'SELECT input FROM agent_spans'");

  @TempDir private Path directory;

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aRoleWithoutContentSeesWhatIsNotContent(TestDatabase database) throws Exception {
    Example.store(database);
    as(
        database,
        "spanledger_reader",
        "reader.sql",
        typed -> {
          for (String command : OUTLINES) {
            Typed.Outcome outcome = typed.line(command);
            assertThat(outcome.code()).as(command + outcome.err()).isLessThan(2);
            assertThat(outcome.err()).as(command).isEqualTo(HIDDEN);
            assertThat(outcome.out()).doesNotContain("timeout 30s", "A-1007", "the plan");
          }
          assertThat(typed.line("show 4f2a").out())
              .contains("8 tool db.query ERR TimeoutException 30.0s  <- first error");
          assertThat(typed.line("sql 'SELECT count(*) AS n FROM agent_spans'").out())
              .isEqualTo(" n\n11\n");
          assertThat(typed.line("prune --days 1").out()).startsWith("2 traces");
          for (String command : CONTENT) {
            Typed.Outcome outcome = typed.line(command);
            assertThat(outcome.code()).as(command + outcome.out()).isEqualTo(6);
            assertThat(outcome.err()).contains("may not", "permission denied for table agent_");
          }
          assertThat(typed.line("messages 4f2a").err()).contains("GRANT", "spanledger_analyst");
          refusesToWrite(typed);
        });
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aRoleThatReadsEverythingSeesEverything(TestDatabase database) throws Exception {
    Example.store(database);
    as(
        database,
        "spanledger_analyst",
        "analyst.sql",
        typed -> {
          for (String command : OUTLINES) {
            assertThat(typed.line(command)).isEqualTo(Typed.at(database).line(command));
          }
          for (String command : CONTENT) {
            Typed.Outcome outcome = typed.line(command);
            assertThat(outcome.code()).as(command + outcome.err()).isLessThan(2);
          }
          refusesToWrite(typed);
        });
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void theViewerShowsARoleWhatItSees(TestDatabase database) throws Exception {
    Example.store(database);
    as(
        database,
        "spanledger_reader",
        "reader.sql",
        typed -> {
          try (Typed.Running serve = typed.start("serve", "--port", "0")) {
            String url = serve.await(line -> line.startsWith("http"));
            String run = "/api/traces/" + Example.FAILED;
            for (String seen : List.of("/skeleton", "/why")) {
              assertThat(get(url, run + seen).body()).contains("TimeoutException");
            }
            for (String seen :
                List.of("/api/traces", "/api/facets", "/api/sessions", "/api/stats")) {
              assertThat(get(url, seen).statusCode()).as(seen).isEqualTo(200);
            }
            for (String hidden :
                List.of("/spans/a000000000000008", "/search?q=timeout", "/export/otlp")) {
              HttpResponse<String> refused = get(url, run + hidden);
              assertThat(refused.statusCode()).as(hidden).isEqualTo(403);
              assertThat(refused.body())
                  .contains("may not read what was said", "spanledger_analyst");
            }
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static HttpResponse<String> get(String url, String path) throws InterruptedException {
    String address = url.substring(0, url.indexOf("/?"));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path))
            .header("Authorization", "Bearer " + url.substring(url.indexOf("token=") + 6))
            .build();
    try {
      return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aWriterImports(TestDatabase database) throws Exception {
    Example.store(database);
    Path file = directory.resolve("otlp.json");
    Typed.at(database).run("export", "4f2a", "--to", "otlp", "-o", file.toString());
    as(
        database,
        "spanledger_writer",
        "writer.sql",
        typed -> {
          Typed.Outcome read = typed.run("import", file.toString());
          assertThat(read.code()).as(read.err()).isZero();
          assertThat(typed.line("prune --days 1 --yes").code()).isEqualTo(6);
        });
    assertThat(Typed.at(database).run("show", "4f2a").out()).contains("spans=8");
  }

  private void refusesToWrite(Typed typed) {
    Path file = directory.resolve("a.json");
    try {
      Files.writeString(file, "{\"resourceSpans\":[]}\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Typed.Outcome read = typed.run("import", file.toString());
    assertThat(read.code()).as(read.out() + read.err()).isEqualTo(6);
    assertThat(read.err()).contains("this role may not write to agent_", "spanledger_writer");
    Typed.Outcome prune = typed.line("prune --days 1 --yes --allow-empty");
    assertThat(prune.code()).isEqualTo(6);
    assertThat(prune.err()).contains("this role may not remove runs", "owner");
  }

  private static void as(
      TestDatabase database, String role, String script, Consumer<Typed> questions)
      throws SQLException, IOException {
    try (InputStream sql = TraceSchema.class.getResourceAsStream("postgresql/roles/" + script)) {
      database.execute(
          new String(sql.readAllBytes(), StandardCharsets.UTF_8),
          "CREATE ROLE cli_member LOGIN PASSWORD 'p'",
          "GRANT " + role + " TO cli_member");
    }
    try {
      questions.accept(
          Typed.at(database)
              .with("SPANLEDGER_JDBC_USER", "cli_member")
              .with("SPANLEDGER_JDBC_PASSWORD", "p"));
    } finally {
      database.execute("DROP ROLE cli_member", "DROP OWNED BY " + role, "DROP ROLE " + role);
    }
  }
}
