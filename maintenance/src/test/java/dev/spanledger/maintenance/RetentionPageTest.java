// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** The SQL of docs/retention.md does what the page says. */
class RetentionPageTest {
  @EachDatabase(DatabaseKind.POSTGRESQL)
  void theProcedurePurges(TestDatabase database) throws Exception {
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    SpanWriter writer = schema.writer();
    writer.write(
        List.of(
            RetentionJobTest.endedAgo(1, Duration.ofDays(40)),
            RetentionJobTest.endedAgo(2, Duration.ofDays(29)),
            RetentionJobTest.endedAgo(3, Duration.ZERO)));
    database.execute(procedure());
    long before = partitions(database);
    database.execute("CALL agent_purge(30)");
    assertThat(RetentionJobTest.traces(database))
        .containsExactly(SpanRows.traceId(2), SpanRows.traceId(3));
    assertThat(partitions(database)).isEqualTo(before - 2);
    assertThat(schema.upkeep().state("retention").orElseThrow()).contains("purged_before");
    database.execute("CALL agent_purge(30)");
    // The same writer, which remembers what it has stored.
    writer.write(List.of(RetentionJobTest.endedAgo(4, Duration.ofDays(40))));
    assertThat(database.rows("SELECT resource FROM agent_spans_full").toString())
        .doesNotContain("resource=null");
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void theProcedureRefusesToEmptyTheTables(TestDatabase database) throws Exception {
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    schema.writer().write(List.of(RetentionJobTest.endedAgo(1, Duration.ofDays(40))));
    database.execute(procedure());
    for (String call : List.of("CALL agent_purge(30)", "CALL agent_purge(0)")) {
      assertThatThrownBy(() -> database.execute(call)).isInstanceOf(SQLException.class);
    }
    assertThat(RetentionJobTest.traces(database)).hasSize(1);
  }

  private static long partitions(TestDatabase database) throws SQLException {
    return (long)
        database
            .rows(
                "SELECT count(*) AS n FROM pg_inherits WHERE inhparent IN ('agent_spans'::regclass, 'agent_contents'::regclass)")
            .get(0)
            .get("n");
  }

  private static String procedure() throws Exception {
    String page = Files.readString(Path.of("../docs/retention.md"));
    int start = page.indexOf("CREATE OR REPLACE PROCEDURE");
    return page.substring(start, page.indexOf("```", start));
  }
}
