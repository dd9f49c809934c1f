// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.export.ExportFormat;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.io.TempDir;

class WritingCommandsTest {
  @TempDir private Path directory;

  @EachDatabase
  void exportsRunsInEveryFormat(TestDatabase database) throws SQLException, IOException {
    Example.store(database);
    for (ExportFormat format : ExportFormat.values()) {
      Path file = directory.resolve(format.fileName());
      Typed.Outcome outcome =
          Typed.at(database).run("export", "4f2a", "--to", format.key(), "-o", file.toString());
      assertThat(outcome.code()).as(outcome.err()).isZero();
      assertThat(outcome.err()).startsWith("1 run with 8 spans written to ");
      assertThat(Files.size(file)).as(format.key()).isPositive();
    }
    Typed.Outcome piped = Typed.at(database).run("export", "--to", "jsonl", "-o", "-");
    assertThat(piped.out().lines()).hasSize(11);
    assertThat(piped.out()).contains("A-1007");
    assertThat(Typed.at(database).run("export", "--to", "jsonl", "-o", "-", "--no-payloads").out())
        .doesNotContain("A-1007");
    assertThat(Typed.at(database).run("export", "--to", "tape").code()).isEqualTo(2);
    assertThat(Typed.at(database).run("export", "--to", "jsonl", "--agent", "nobody").code())
        .isEqualTo(4);
  }

  @EachDatabase
  void exportsAPage(TestDatabase database) throws SQLException, IOException {
    Example.store(database);
    Path file = directory.resolve("run.html");
    assertThat(
            Typed.at(database).run("export", "4f2a", "--to", "html", "-o", file.toString()).code())
        .isZero();
    assertThat(Files.readString(file)).startsWith("<!").contains("id=\"data\"");
    assertThat(directory.toFile().list()).containsExactly("run.html");
  }

  /** Into tables beside those that it was exported from, which it has to make. */
  @EachDatabase
  void importsWhatItExported(TestDatabase database) throws SQLException, IOException {
    Example.store(database);
    Path file = directory.resolve("otlp.json");
    Typed.at(database).run("export", "--to", "otlp", "-o", file.toString());
    Typed copy = elsewhere(database);
    Typed.Outcome read = copy.run("import", file.toString());
    assertThat(read.code()).as(read.err()).isZero();
    assertThat(read.out()).endsWith("otlp.json: 11 spans of 2 runs; 0 lines were bad\n");
    for (String question :
        List.of("list", "show 4f2a", "span 4f2a/8 --field output", "messages 4f2a")) {
      assertThat(copy.line(question)).isEqualTo(Typed.at(database).line(question));
    }
    Path zipped = directory.resolve("otlp.json.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      Files.copy(file, out);
    }
    assertThat(copy.run("import", zipped.toString()).code()).isZero();
    assertThat(copy.line("sql 'SELECT count(*) AS n FROM agent_spans'").out())
        .as("reading it again adds nothing")
        .isEqualTo(" n\n11\n");
    Files.writeString(file, "{\"resourceSpans\":[]}\nnonsense\n");
    Typed.Outcome bad = copy.run("import", file.toString());
    assertThat(bad.code()).isEqualTo(1);
    assertThat(bad.out()).endsWith("0 spans of 0 runs; 1 lines were bad\n");
    assertThat(bad.err()).contains("line 2");
    assertThat(copy.run("import", "/nowhere.json").code()).isEqualTo(2);
  }

  /** Another file, or another schema of the same server. */
  private Typed elsewhere(TestDatabase database) throws SQLException {
    if (database.kind() == DatabaseKind.SQLITE) {
      return Typed.nowhere().with("SPANLEDGER_DB", directory.resolve("copy.db").toString());
    }
    database.execute("CREATE SCHEMA copy");
    return Typed.at(database).with("SPANLEDGER_SCHEMA", "copy");
  }

  @EachDatabase
  void opensARun(TestDatabase database) throws Exception {
    Example.store(database);
    try (Typed.Running open = Typed.at(database).start("open", "4f2a/8", "--no-browser")) {
      assertThat(open.await(line -> line.startsWith("http")))
          .contains("#/trace/" + Example.FAILED + "?span=a000000000000008");
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void saysWhyItCannot(TestDatabase database) throws SQLException, IOException {
    Example.store(database);
    Typed typed = Typed.at(database);
    String folder = directory.toString();
    assertThat(typed.run("export", "--to", "otlp", "-o", folder))
        .isEqualTo(new Typed.Outcome(6, "", "spanledger: " + folder + ": is a directory\n"));
    String below = Files.createFile(directory.resolve("file")).resolve("x").toString();
    Typed.Outcome nowhere = typed.run("export", "--to", "otlp", "-o", below);
    assertThat(nowhere.code()).isEqualTo(6);
    assertThat(nowhere.err()).startsWith("spanledger: " + directory.resolve("file"));
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket taken = new ServerSocket(0, 1, here)) {
      Typed.Outcome serve = typed.run("serve", "--port", "" + taken.getLocalPort());
      assertThat(serve.code()).isEqualTo(6);
      assertThat(serve.err()).contains(taken.getLocalPort() + ": is the port taken?", "--port 0");
    }
  }

  @EachDatabase
  void followsWhatIsStored(TestDatabase database) throws Exception {
    Example.store(database);
    CyclicBarrier waits = new CyclicBarrier(2);
    Typed typed = Typed.at(database).pausing(time -> meet(waits));
    try (Typed.Running tail = typed.start("tail", "-f", "--since", "2020-01-01")) {
      meet(waits);
      assertThat(tail.out().toString()).contains("db.query");
      Example.storeAnother(database, "abcd0000000000000000000000000003");
      meet(waits);
      meet(waits);
      assertThat(tail.out().toString()).contains("abcd0000 tool search");
      tail.thread().interrupt();
      tail.thread().join();
      assertThat(tail.code()).hasValue(130);
    }
  }

  private static void meet(CyclicBarrier barrier) throws InterruptedException {
    try {
      barrier.await();
    } catch (BrokenBarrierException e) {
      throw new InterruptedException();
    }
  }

  @EachDatabase
  void prunesOnlyWhenToldTo(TestDatabase database) throws SQLException {
    Example.store(database);
    Typed.Outcome plan = Typed.at(database).run("prune", "--days", "1");
    assertThat(plan.out()).startsWith("2 traces with 11 spans would go").contains("--yes");
    assertThat(traces(database)).isEqualTo(2);
    Typed.Outcome empty = Typed.at(database).run("prune", "--days", "1", "--yes");
    assertThat(empty.code()).isEqualTo(6);
    assertThat(traces(database)).isEqualTo(2);
    Typed.Outcome done = Typed.at(database).run("prune", "--days", "1", "--yes", "--allow-empty");
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(traces(database)).isZero();
    assertThat(Typed.at(database).run("prune", "--days", "1").out()).startsWith("nothing would go");
    assertThat(Typed.at(database).run("prune").code()).isEqualTo(2);
  }

  private static long traces(TestDatabase database) throws SQLException {
    return ((Number) database.rows("SELECT count(*) AS n FROM agent_traces").get(0).get("n"))
        .longValue();
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void worksWithARoleThatOnlyReads(TestDatabase database) throws SQLException {
    Example.store(database);
    database.execute(
        "CREATE ROLE only_reads LOGIN PASSWORD 'p'",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO only_reads");
    try {
      Typed reader =
          Typed.at(database)
              .with("SPANLEDGER_JDBC_USER", "only_reads")
              .with("SPANLEDGER_JDBC_PASSWORD", "p");
      for (String command : readingCommands()) {
        Typed.Outcome outcome = reader.line(command);
        assertThat(outcome.code()).as(command + outcome.err()).isLessThan(2);
      }
      Typed.Outcome refused = reader.line("prune --days 1 --yes");
      assertThat(refused.code()).isIn(3, 6);
      assertThat(reader.with("SPANLEDGER_JDBC_USER", "nobody").line("list").code()).isEqualTo(3);
    } finally {
      database.execute("DROP OWNED BY only_reads", "DROP ROLE only_reads");
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void leavesAFileThatItReadsAsItIs(TestDatabase database) throws SQLException, IOException {
    Example.store(database);
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    Path file = Path.of(database.jdbcUrl().substring("jdbc:sqlite:".length()));
    byte[] before = Files.readAllBytes(file);
    for (String command : readingCommands()) {
      Typed.Outcome outcome = Typed.at(database).line(command);
      assertThat(outcome.code()).as(command + outcome.err()).isLessThan(2);
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  private static List<String> readingCommands() {
    return List.of(
        "list",
        "show 4f2a",
        "span 4f2a/8",
        "span 4f2a/8 --field output",
        "messages 4f2a",
        "grep timeout",
        "diff 4f2a 91bc",
        "why 4f2a",
        "stats",
        "sessions",
        "session s9",
        "tail",
        "sql 'SELECT 1'",
        "schema",
        "export 4f2a --to otlp -o -",
        "prune --days 1");
  }
}
