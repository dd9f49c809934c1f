// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.sample.modelserver.Latency;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.TestDatabase;
import io.opentelemetry.api.GlobalOpenTelemetry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SampleAppTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC);

  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void forgetTheGlobalOpenTelemetry() {
    GlobalOpenTelemetry.resetForTest();
  }

  @Test
  void helpTeaches() {
    assertThat(run("--help")).isZero();

    assertThat(out.toString())
        .contains("--jdbc-url", "--trace-jdbc-url", "--conversations", "--quiet")
        .contains("OPENAI_API_KEY", "jdbc:postgresql://localhost/shop", "spanledger-sample.db");
  }

  @Test
  void conversationsAreReportedOneALine() {
    assertThat(run("--jdbc-url", sqlite("a.db"), "--conversations", "2")).isZero();

    assertThat(out.toString()).contains(directory.resolve("a.db").toString());
    assertThat(out.toString().lines())
        .anyMatch(
            line ->
                line.matches(" +1 +C-1001 +Amara Okafor +Where is my order.* 3 answered in .* ok"))
        .anyMatch(line -> line.matches(" +2 +C-1004 +Rafael Ortega .* 2 answered in .* ok"));
  }

  @Test
  void unknownOptionsAreRefused() {
    assertThat(run("--colour")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("Unknown option: '--colour'");
  }

  @Test
  void aRunWithoutConversationsIsRefused() {
    assertThat(run("--conversations", "0")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).startsWith("--conversations must be 1 or more");
  }

  @Test
  void aDatabaseWithoutDriverIsOneClearLine() {
    assertFails(
        "begin with jdbc:sqlite: or jdbc:postgresql:",
        "--jdbc-url",
        "jdbc:informix://db/shop?password=s3cret");
    assertThat(err.toString()).doesNotContain("s3cret");
  }

  @Test
  void aPortThatNobodyListensOnIsOneClearLine() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/shop?password=s3cret";
    assertFails("Connection to 127.0.0.1:" + port + " refused", "--jdbc-url", url);
    assertThat(err.toString()).doesNotContain("s3cret");
  }

  @Test
  void aUserWhomTheServerDoesNotKnowIsOneClearLine() {
    try (TestDatabase database = TestDatabase.open(DatabaseKind.POSTGRESQL)) {
      assertFails("nobody", "--jdbc-url", database.jdbcUrl(), "--jdbc-user", "nobody");
    }
  }

  @Test
  void aDirectoryThatDoesNotExistIsOneClearLine() {
    assertFails("cannot open " + directory.resolve("no/a.db"), "--jdbc-url", sqlite("no/a.db"));
  }

  @Test
  void theStackTraceIsThereForTheAsking() {
    assertThat(run("--stacktrace", "--jdbc-url", "jdbc:informix://db/shop")).isNotZero();
    assertThat(err.toString()).contains("\tat dev.spanledger.sample.");
  }

  @Test
  void quietSaysOnlyWhereTheTracesAre() {
    assertThat(run("--quiet", "--jdbc-url", sqlite("a.db"), "--conversations", "1")).isZero();

    assertThat(out.toString().lines())
        .hasSize(2)
        .allMatch(line -> line.contains(directory.resolve("a.db").toString()));
  }

  @Test
  void aTraceDatabaseThatIsNotThereIsOneClearLine() {
    assertFails(
        "cannot open " + directory.resolve("no/b.db"),
        "--jdbc-url",
        sqlite("a.db"),
        "--trace-jdbc-url",
        sqlite("no/b.db"));
  }

  private void assertFails(String reason, String... args) {
    assertThat(run(args)).isEqualTo(CommandLine.ExitCode.SOFTWARE);
    assertThat(err.toString().strip()).startsWith("spanledger-sample: ").contains(reason);
    assertThat(err.toString().strip().lines()).hasSize(1);
  }

  private String sqlite(String file) {
    return "jdbc:sqlite:" + directory.resolve(file);
  }

  private int run(String... args) {
    return new SampleApp(Map.of(), CLOCK, seed -> Latency.none())
        .commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}
