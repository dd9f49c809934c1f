// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.oracle.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;

/**
 * OpenTelemetry's Java agent instruments JDBC and the pool, and prints its spans. The application
 * has an SDK of its own for its ledger. In the long form only, which brings the agent.
 */
@Tag("faults")
class JavaAgentTest {
  private static final Path AGENT = Path.of("target/agent/opentelemetry-javaagent.jar");

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void theAgentMakesNoSpansOfOurSql(TestDatabase database) throws Exception {
    assumeTrue(Files.exists(AGENT), "in the long form only");
    Progress progress = Progress.of("run under the Java agent", 1, 0);
    List<String> options =
        List.of(
            "-javaagent:" + AGENT,
            "-Dotel.traces.exporter=console",
            "-Dotel.metrics.exporter=none",
            "-Dotel.logs.exporter=none");
    try (ChildJvm app =
        ChildJvm.start(AgentProgram.class, options, List.of(database.jdbcUrl(), database.user()))) {
      List<String> spans =
          app.awaitEnd().stream().filter(line -> line.contains("LoggingSpanExporter")).toList();
      assertThat(app.exitCode()).isZero();
      assertThat(spans).as("the application's own").anyMatch(line -> line.contains("SELECT"));
      assertThat(spans)
          .as("about our SQL")
          .noneMatch(line -> line.contains("agent_") || line.contains("INSERT"))
          .noneMatch(line -> line.contains("COPY") || line.contains("COMMIT"));
      assertThat(database.rows("SELECT name FROM agent_spans"))
          .hasSize(AgentProgram.SPANS)
          .allMatch(row -> "invoke_agent a".equals(row.get("name")));
      progress.end(spans.size() + " spans of the agent, none about our SQL");
    }
  }
}
