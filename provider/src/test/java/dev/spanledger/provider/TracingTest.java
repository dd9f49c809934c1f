// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.spans.SpanMother;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Without {@code spanledger-export} on the class path. */
class TracingTest {
  @EachDatabase
  void whatIsMissingIsNamedAndHurtsNobody(TestDatabase database) {
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try (Spanledger ledger =
            Spanledger.builder(database.dataSource()).tracing(t -> t.online(true)).build();
        SpanMother mother = SpanMother.into(ledger.spanProcessor())) {
      mother.weatherRun();
    } finally {
      System.setErr(err);
    }
    assertThat(said.toString(StandardCharsets.UTF_8).lines())
        .filteredOn(line -> line.contains("dev.spanledger:spanledger-export"))
        .hasSize(2)
        .anyMatch(line -> line.contains("spanledger.tracing.online"));
  }

  @EachDatabase
  void runsHaveTheProcessSessionUserAndTagsUnlessTheySayOtherwise(TestDatabase database)
      throws Exception {
    try (Spanledger ledger =
            Spanledger.builder(database.dataSource())
                .tracing(t -> t.sessionId("s").userId("u").tags(List.of("night")))
                .build();
        SpanMother mother = SpanMother.into(ledger.spanProcessor())) {
      mother.weatherRun();
      mother.agent("other").close();
    }
    assertThat(
            database.rows(
                "SELECT DISTINCT name, session_id, user_id FROM agent_traces ORDER BY name"))
        .containsExactly(
            Map.of("name", "invoke_agent other", "session_id", "s", "user_id", "u"),
            Map.of(
                "name",
                "invoke_agent weather-agent",
                "session_id",
                "session-1",
                "user_id",
                "user-1"));
    assertThat(database.rows("SELECT count(*) AS n FROM agent_spans WHERE tags IS NOT NULL"))
        .hasToString("[{n=2}]");
    assertThat(
            database.rows(
                "SELECT count(*) AS n FROM agent_spans WHERE session_id IS NULL OR user_id IS NULL"))
        .hasToString("[{n=0}]");
  }
}
