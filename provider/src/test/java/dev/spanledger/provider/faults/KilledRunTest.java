// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.spanledger.maintenance.Maintenance;
import dev.spanledger.maintenance.MaintenanceReport;
import dev.spanledger.schema.OpenSpan;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceRow;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** A run whose process is killed, or frozen for too long, while it runs. */
@Tag("faults")
@Timeout(120)
class KilledRunTest {
  @EachDatabase
  void aKilledRunIsNeverInvisible(TestDatabase database) throws Exception {
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    String traceId;
    try (ChildJvm app = start(database)) {
      traceId = app.await("runs");
      app.kill();
    }
    TraceReader reader = schema.reader();
    assertThat(trace(reader, traceId).status()).isEqualTo("RUNNING");
    assertThat(trace(reader, traceId).name()).isEqualTo("invoke_agent support");
    assertThat(reader.openSpans(traceId))
        .extracting(OpenSpan::name)
        .containsExactly("invoke_agent support", "execute_tool search");

    try (Maintenance maintenance = Maintenance.builder(schema).build()) {
      assertThat(done(maintenance)).as("too early").isEmpty();
      findDead(database, maintenance);
      assertThat(done(maintenance)).as("again").isEmpty();
    }
    assertThat(reader.openSpans(traceId)).isEmpty();
    assertThat(trace(reader, traceId).status()).isEqualTo("ABANDONED");
    assertThat(trace(reader, traceId).spanCount()).isEqualTo(3);
    List<SpanRow> spans = reader.trace(traceId).orElseThrow().spans();
    assertThat(spans)
        .extracting(SpanRow::name, SpanRow::status)
        .containsExactlyInAnyOrder(
            tuple("invoke_agent support", "ABANDONED"),
            tuple("chat short", "UNSET"),
            tuple("execute_tool search", "ABANDONED"));
    assertThat(spans).extracting(span -> span.get(SpanColumns.USER_ID)).containsOnly("u-1");
  }

  @EachDatabase
  void theEndOfAFrozenRunIsTheOneThatCounts(TestDatabase database) throws Exception {
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    TraceReader reader = schema.reader();
    try (ChildJvm app = start(database);
        Maintenance maintenance = Maintenance.builder(schema).build()) {
      String traceId = app.await("runs");
      app.freeze();
      findDead(database, maintenance);
      assertThat(trace(reader, traceId).status()).isEqualTo("ABANDONED");
      app.thaw();
      app.endInput();
      assertThat(app.await("ended")).isEqualTo("true");
      assertThat(trace(reader, traceId).status()).isEqualTo("UNSET");
      assertThat(trace(reader, traceId).spanCount()).isEqualTo(3);
      assertThat(reader.trace(traceId).orElseThrow().spans())
          .allMatch(span -> span.status().equals("UNSET"))
          .allMatch(span -> span.get(SpanColumns.ERROR_TYPE) == null);
      assertThat(reader.openSpans(traceId)).isEmpty();
    }
  }

  private static ChildJvm start(TestDatabase database) {
    return ChildJvm.start(
        OpenSpansProgram.class, List.of("-Xmx256m"), List.of(database.jdbcUrl(), database.user()));
  }

  /** Instead of waiting for minutes. */
  private static void findDead(TestDatabase database, Maintenance maintenance) throws SQLException {
    database.execute("UPDATE agent_open_spans SET heartbeat_at = " + ago(database));
    assertThat(done(maintenance)).as("under suspicion").isEmpty();
    database.execute("UPDATE agent_open_spans SET suspected_at = " + ago(database));
    assertThat(done(maintenance)).isEqualTo("ended 2 spans of processes that are gone");
  }

  private static String ago(TestDatabase database) {
    return database.kind() == DatabaseKind.SQLITE
        ? "strftime('%Y-%m-%dT%H:%M:%f', 'now', '-61 seconds') || '000Z'"
        : "now() - interval '61 seconds'";
  }

  private static String done(Maintenance maintenance) {
    MaintenanceReport report = maintenance.runOnce();
    assertThat(report.failed()).as(report.toString()).isFalse();
    return report.jobs().stream()
        .filter(job -> job.job().equals("abandoned spans"))
        .findFirst()
        .orElseThrow()
        .done();
  }

  private static TraceRow trace(TraceReader reader, String traceId) {
    TraceRow trace = reader.trace(traceId).orElseThrow().trace();
    assertThat(reader.recompute(traceId)).contains(trace);
    return trace;
  }
}
