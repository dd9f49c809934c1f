// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.schema.RollupReport;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RollupJobTest {
  @EachDatabase
  void usageIsCountedBeforeItsTracesGo(TestDatabase database) throws SQLException {
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    Instant now = Instant.now();
    write(schema, 1, now.minus(Duration.ofDays(3)));
    write(schema, 2, now.minus(Duration.ofHours(3)));
    write(schema, 3, now);
    RetentionPolicy policy = RetentionPolicy.builder().days(2).build();
    try (Maintenance maintenance = Maintenance.builder(schema).retention(policy).build()) {
      MaintenanceReport report = maintenance.runOnce();
      assertThat(report.failed()).as(report.toString()).isFalse();
      assertThat(report.toString()).contains("rollups: 2 hours counted");
      assertThat(number(database, "SELECT count(*) AS n FROM agent_spans")).isEqualTo(2);
      assertThat(number(database, "SELECT sum(span_count) AS n FROM agent_usage_by_day"))
          .isEqualTo(3);
    }
  }

  @EachDatabase
  void whatWasCountedIsKeptForItsOwnTime(TestDatabase database) throws SQLException {
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    write(schema, 1, Instant.now().minus(Duration.ofDays(3)));
    try (Maintenance maintenance = Maintenance.builder(schema).rollupsKept(2).build()) {
      assertThat(maintenance.runOnce().toString()).contains("2 old rows are gone");
      assertThat(number(database, "SELECT count(*) AS n FROM agent_usage_by_hour")).isZero();
    }
  }

  @EachDatabase
  void nobodyHasToCount(TestDatabase database) throws SQLException {
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    write(schema, 1, Instant.now().minus(Duration.ofDays(3)));
    try (Maintenance maintenance = Maintenance.builder(schema).rollups(false).build()) {
      maintenance.runOnce();
      assertThat(number(database, "SELECT count(*) AS n FROM agent_usage_hourly")).isZero();
      assertThat(number(database, "SELECT count(*) AS n FROM agent_usage_by_hour")).isEqualTo(1);
    }
  }

  @EachDatabase
  void aTimeIsRebuiltAndSaysHowFarItHasCome(TestDatabase database) throws SQLException {
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    Instant start = Instant.now().minus(Duration.ofDays(3)).truncatedTo(ChronoUnit.HOURS);
    write(schema, 1, start);
    try (Maintenance maintenance = Maintenance.builder(schema).build()) {
      maintenance.runOnce();
      database.execute("UPDATE agent_spans SET name = 'renamed'");
      List<RollupReport> progress = new ArrayList<>();
      RollupReport report =
          maintenance.rebuildRollups(start, start.plus(Duration.ofHours(2)), progress::add);
      assertThat(report.recounted()).isEqualTo(2);
      assertThat(progress).extracting(RollupReport::left).containsExactly(2L, 1L);
      assertThat(
              number(
                  database, "SELECT count(*) AS n FROM agent_usage_by_day WHERE name = 'renamed'"))
          .isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 36_501})
  void daysHaveBounds(int days) {
    try (TestDatabase database = TestDatabase.open(DatabaseKind.SQLITE)) {
      MaintenanceBuilder builder =
          Maintenance.builder(TraceSchema.builder(database.dataSource()).open());
      assertThatThrownBy(() -> builder.rollupsKept(days))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("from 1 to 36500");
    }
  }

  private static void write(TraceSchema schema, int trace, Instant start) throws SQLException {
    long nanos = start.getEpochSecond() * 1_000_000_000L + start.getNano();
    schema
        .writer()
        .write(
            List.of(
                SpanRows.at(start)
                    .times(nanos, nanos + 1_000_000, Instant.now())
                    .set(SpanColumns.TRACE_ID, SpanRows.traceId(trace))
                    .set(SpanColumns.SPAN_ID, SpanRows.spanId(1))
                    .set(SpanColumns.NAME, "run")
                    .set(SpanColumns.KIND, "AGENT")
                    .set(SpanColumns.STATUS, "OK")
                    .build()));
  }

  private static long number(TestDatabase database, String query) throws SQLException {
    return ((Number) database.rows(query).get(0).get("n")).longValue();
  }
}
