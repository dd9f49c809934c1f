// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Programs that have no OpenTelemetry of their own, each in a process of its own. */
class InstallationTest {
  @EachDatabase(DatabaseKind.SQLITE)
  void aProgramThatJustEndsLosesNothing(TestDatabase database) throws Exception {
    assertThat(run(database, "ends")).isEmpty();
    assertThat(database.rows("SELECT name, service_name FROM agent_spans"))
        .containsExactly(Map.of("name", "invoke_agent a", "service_name", "shop"));
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void recordsOfItsLoggersJoinTheirSpans(TestDatabase database) throws Exception {
    assertThat(run(database, "logs")).isEmpty();
    assertThat(database.rows("SELECT error_type FROM agent_spans WHERE error_type IS NOT NULL"))
        .containsExactly(Map.of("error_type", "timeout"));
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void aGlobalOpenTelemetryThatIsThereAlreadyIsNotReplaced(TestDatabase database) throws Exception {
    assertThat(run(database, "installs twice")).contains("add ledger.spanProcessor()");
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void anExitWhileAnotherThreadClosesLosesNothing(TestDatabase database) throws Exception {
    assertThat(run(database, "exits while closing")).isEmpty();
    assertThat(database.rows("SELECT name FROM agent_spans")).hasSize(5_001);
  }

  private static String run(TestDatabase database, String what) throws Exception {
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dotel.service.name=shop",
                "-Dspanledger.close.timeout=2m",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                database.jdbcUrl(),
                what)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(program.waitFor(60, SECONDS)).isTrue();
    return said;
  }

  /** Installs a ledger, ends a span, and ends. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      Spanledger ledger = Spanledger.open(args[0]);
      ledger.install();
      GlobalOpenTelemetry.getTracer("test").spanBuilder("invoke_agent a").startSpan().end();
      if (args[1].equals("exits while closing")) {
        for (int i = 0; i < 5_000; i++) {
          GlobalOpenTelemetry.getTracer("test").spanBuilder("invoke_agent a").startSpan().end();
        }
        new Thread(ledger::close).start();
        System.exit(0);
      }
      if (args[1].equals("logs")) {
        Span span = GlobalOpenTelemetry.getTracer("test").spanBuilder("chat a").startSpan();
        GlobalOpenTelemetry.get()
            .getLogsBridge()
            .get("test")
            .logRecordBuilder()
            .setContext(Context.root().with(span))
            .setAttribute("event.name", "gen_ai.client.operation.exception")
            .setAttribute("exception.type", "timeout")
            .emit();
        span.end();
      }
      if (args[1].equals("installs twice")) {
        try {
          ledger.install();
        } catch (IllegalStateException e) {
          System.out.println(e.getMessage());
        }
      }
    }
  }
}
