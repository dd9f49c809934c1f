// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

class RetentionJobTest {
  private static final RetentionPolicy MONTH = RetentionPolicy.builder().days(30).build();

  @EachDatabase
  void aRunRemovesWhatHasExpired(TestDatabase database) throws SQLException {
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    schema.writer().write(List.of(endedAgo(1, Duration.ofDays(40)), endedAgo(2, Duration.ZERO)));
    MaintenanceReport report = run(schema, MONTH, Clock.systemUTC());
    assertThat(report.failed()).as(report.toString()).isFalse();
    assertThat(report.toString()).contains("retention: 1 traces, 1 spans and 1 contents are gone");
    assertThat(traces(database)).containsExactly(SpanRows.traceId(2));
    assertThat(run(schema, MONTH, Clock.systemUTC()).toString()).contains("retention: nothing");
    assertThat(schema.upkeep().state("retention").orElseThrow()).contains("\"purged_before\":\"");
  }

  @EachDatabase
  void whileTheClocksAreApartNothingGoes(TestDatabase database) throws SQLException {
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    schema.writer().write(List.of(endedAgo(1, Duration.ofDays(40)), endedAgo(2, Duration.ZERO)));
    for (Duration apart : List.of(Duration.ofMinutes(61), Duration.ofDays(-40))) {
      Clock clock = Clock.offset(Clock.systemUTC(), apart);
      assertThat(run(schema, MONTH, clock).toString())
          .contains("retention: failed: nothing is removed while the clocks are more than an hour");
    }
    assertThat(traces(database)).hasSize(2);
  }

  @EachDatabase
  void aRunThatWouldLeaveNothingIsPutOffForADay(TestDatabase database) throws SQLException {
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    schema.writer().write(List.of(endedAgo(1, Duration.ofDays(40))));
    for (int i = 0; i < 2; i++) {
      assertThat(run(schema, MONTH, Clock.systemUTC()).toString())
          .contains("retention: failed: every trace has expired (traces 30 days)");
      assertThat(traces(database)).hasSize(1);
    }
    Instant yesterday = schema.upkeep().now().minus(Duration.ofHours(25));
    schema.upkeep().remember("retention.emptying", yesterday.toString());
    assertThat(run(schema, MONTH, Clock.systemUTC()).failed()).isFalse();
    assertThat(traces(database)).isEmpty();
  }

  @EachDatabase
  void somethingThatStaysEndsTheWaiting(TestDatabase database) throws SQLException {
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    schema.upkeep().remember("retention.emptying", "2026-01-01T00:00:00Z");
    schema.writer().write(List.of(endedAgo(1, Duration.ZERO)));
    assertThat(run(schema, MONTH, Clock.systemUTC()).failed()).isFalse();
    assertThat(schema.upkeep().state("retention.emptying")).contains("");
  }

  @EachDatabase
  void whoAllowsEmptyingDoesNotWait(TestDatabase database) throws SQLException {
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    schema.writer().write(List.of(endedAgo(1, Duration.ofDays(40))));
    RetentionPolicy policy = RetentionPolicy.builder().days(30).allowEmptying().build();
    assertThat(run(schema, policy, Clock.systemUTC()).failed()).isFalse();
    assertThat(traces(database)).isEmpty();
  }

  private static MaintenanceReport run(TraceSchema schema, RetentionPolicy policy, Clock clock) {
    try (Maintenance maintenance =
        Maintenance.builder(schema).retention(policy).clock(clock).build()) {
      return maintenance.runOnce();
    }
  }

  static SpanRow endedAgo(int trace, Duration ago) {
    Instant now = Instant.now();
    long nanos = now.minus(ago).toEpochMilli() * 1_000_000L;
    return SpanRow.builder()
        .times(nanos, nanos, now)
        .set(SpanColumns.TRACE_ID, SpanRows.traceId(trace))
        .set(SpanColumns.SPAN_ID, SpanRows.spanId(1))
        .set(SpanColumns.NAME, "run")
        .set(SpanColumns.KIND, "AGENT")
        .set(SpanColumns.STATUS, "OK")
        .set(SpanColumns.RESOURCE, "{\"host\":1}")
        .build();
  }

  static List<Object> traces(TestDatabase database) throws SQLException {
    return database.rows("SELECT trace_id FROM agent_traces ORDER BY 1").stream()
        .map(row -> row.get("trace_id"))
        .toList();
  }
}
