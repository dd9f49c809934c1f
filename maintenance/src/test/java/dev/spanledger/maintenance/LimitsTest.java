// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.Partitioning;
import dev.spanledger.schema.PurgePlan;
import dev.spanledger.schema.Retention;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Room for so many traces or bytes. Trace n ended n days ago; those of seven and more had errors.
 */
class LimitsTest {
  private static final int TRACES = 9;

  @EachDatabase
  void theOldestGoWhereThereAreTooMany(TestDatabase database) throws SQLException {
    TraceSchema schema = filled(database, Partitioning.DAILY);
    RetentionPolicy policy = limited().maxTraces(6).build();
    try (Maintenance maintenance = Maintenance.builder(schema).retention(policy).build()) {
      PurgePlan plan = maintenance.retentionPlan().orElseThrow();
      assertThat(plan.traces()).isEqualTo(4);
      assertThat(plan.tracesLeft()).isEqualTo(6);
      assertThat(RetentionJobTest.traces(database)).as("nothing has gone yet").hasSize(10);
      MaintenanceReport report = maintenance.runOnce();
      assertThat(report.failed()).as(report.toString()).isFalse();
      assertThat(RetentionJobTest.traces(database)).containsExactly(ids(0, 1, 2, 7, 8, 9));
      assertThat(maintenance.runOnce().toString()).contains("retention: nothing to do");
    }
  }

  @EachDatabase
  void whatALongerRuleKeepsStaysAboveTheLimit(TestDatabase database) throws SQLException {
    TraceSchema schema = filled(database, Partitioning.DAILY);
    MaintenanceReport report = run(schema, limited().maxTraces(2).build());
    assertThat(report.toString()).contains("more than maxTraces (2) are kept by longer rules");
    assertThat(RetentionJobTest.traces(database)).containsExactly(ids(0, 7, 8, 9));
    assertThat(run(schema, limited().maxTraces(2).build()).failed()).as("said again").isTrue();
  }

  @EachDatabase
  void theOldestDaysGoWhereThereIsTooMuch(TestDatabase database) throws SQLException {
    bytes(database, Partitioning.DAILY);
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void alsoInTablesThatKeepTheirFreeRoom(TestDatabase database) throws SQLException {
    bytes(database, Partitioning.NONE);
  }

  private static void bytes(TestDatabase database, Partitioning partitioning) throws SQLException {
    TraceSchema schema = filled(database, partitioning);
    Retention retention = schema.upkeep().retention();
    long all = retention.bytes(0);
    long most = Math.max(1 << 20, all - all / 4);
    MaintenanceReport report = run(schema, limited().maxBytes(most).build());
    assertThat(report.failed()).as(report.toString()).isFalse();
    assertThat(retention.bytes(most)).isLessThanOrEqualTo(most);
    List<Object> left = RetentionJobTest.traces(database);
    assertThat(left).contains(ids(0, 1, 2, 7, 8, 9)).doesNotContain(ids(6));
    assertThat(run(schema, limited().maxBytes(most).build()).toString())
        .contains("retention: nothing to do");
    assertThat(RetentionJobTest.traces(database)).as("only as much as needed").isEqualTo(left);
  }

  @EachDatabase
  void whatALongerRuleKeepsStaysAboveTheBytes(TestDatabase database) throws SQLException {
    TraceSchema schema = filled(database, Partitioning.DAILY);
    MaintenanceReport report = run(schema, limited().maxBytes(1 << 20).build());
    assertThat(report.toString()).contains("more than maxBytes (1048576) are kept by longer");
    assertThat(RetentionJobTest.traces(database)).containsExactly(ids(0, 7, 8, 9));
  }

  private static RetentionPolicy.Builder limited() {
    return RetentionPolicy.builder().days(30).daysOfErrors(30);
  }

  private static MaintenanceReport run(TraceSchema schema, RetentionPolicy policy) {
    try (Maintenance maintenance = Maintenance.builder(schema).retention(policy).build()) {
      return maintenance.runOnce();
    }
  }

  private static TraceSchema filled(TestDatabase database, Partitioning partitioning)
      throws SQLException {
    TraceSchema schema =
        TraceSchema.builder(database.dataSource()).partitioning(partitioning).open();
    List<SpanRow> rows = new ArrayList<>();
    for (int day = 0; day <= TRACES; day++) {
      rows.add(trace(day));
    }
    schema.writer().write(rows);
    return schema;
  }

  /** With half a megabyte that no compression makes smaller. */
  private static SpanRow trace(int daysAgo) {
    byte[] noise = new byte[400_000];
    new Random(daysAgo).nextBytes(noise);
    Instant now = Instant.now();
    long nanos = now.minus(Duration.ofDays(daysAgo)).toEpochMilli() * 1_000_000L;
    return SpanRow.builder()
        .times(nanos, nanos, now)
        .set(SpanColumns.TRACE_ID, SpanRows.traceId(daysAgo))
        .set(SpanColumns.SPAN_ID, SpanRows.spanId(1))
        .set(SpanColumns.NAME, "run")
        .set(SpanColumns.KIND, "AGENT")
        .set(SpanColumns.STATUS, daysAgo >= 7 ? "ERROR" : "OK")
        .set(SpanColumns.OUTPUT, "\"" + java.util.Base64.getEncoder().encodeToString(noise) + "\"")
        .build();
  }

  private static Object[] ids(int... traces) {
    return java.util.Arrays.stream(traces).mapToObj(SpanRows::traceId).toArray();
  }
}
