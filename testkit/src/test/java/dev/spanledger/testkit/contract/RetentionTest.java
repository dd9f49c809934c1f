// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.schema.Expiry;
import dev.spanledger.schema.PurgeReport;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.schema.TraceSchemaException;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Purging beside others: readers, writers, and people who change tables by hand. */
class RetentionTest {
  private static final Instant CUTOFF = Instant.parse("2026-11-10T00:00:00Z");

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void whoeverReadsADayIsNotDisturbedAndNobodyQueuesBehind(TestDatabase database) throws Exception {
    TraceSchema schema = Tables.open(database);
    Tables.write(schema, at(1, "2026-11-05T12:00:00Z"), at(2, "2026-11-20T10:00:00Z"));
    CountDownLatch purged = new CountDownLatch(1);
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (Connection reader = database.dataSource().getConnection();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.executeQuery("SELECT count(*) FROM agent_spans").close();
      Future<Integer> writing = executor.submit(() -> writeUntil(purged, impatient(database)));
      PurgeReport report = purge(schema);
      purged.countDown();
      assertThat(report.toString()).contains("agent_spans_p20261105 is in use");
      assertThat(writing.get(30, TimeUnit.SECONDS)).as("writes meanwhile").isGreaterThan(10);
      reader.commit();
    } finally {
      executor.shutdownNow();
    }
    assertThat(purge(schema).toString()).contains("dropped agent_spans_p20261105");
    assertThat(
            Tables.count(database, "agent_traces WHERE trace_id = '" + SpanRows.traceId(1) + "'"))
        .isZero();
  }

  /** A writer that would fail if it had to wait for a lock as long as the reader reads. */
  private static SpanWriter impatient(TestDatabase database) throws SQLException {
    var source = Tables.as(database, database.user(), database.password());
    source.setOptions("-c lock_timeout=2s");
    return Tables.in(source).open().writer();
  }

  private static int writeUntil(CountDownLatch done, SpanWriter writer) throws Exception {
    int writes = 0;
    while (!done.await(5, TimeUnit.MILLISECONDS)) {
      writer.write(List.of(at(1_000 + writes, "2026-11-20T11:00:00Z")));
      writes++;
    }
    return writes;
  }

  @EachDatabase
  void writersOfExpiredTracesGetNothingWrong(TestDatabase database) throws Exception {
    TraceSchema schema = Tables.open(database);
    List<SpanRow> late = new ArrayList<>();
    for (int trace = 1; trace <= 20; trace++) {
      for (int day = 1; day <= 9; day++) {
        late.add(at(trace, day, "2026-11-0" + day + "T12:00:00Z"));
      }
    }
    Together.run(
        3,
        number ->
            () -> {
              TraceSchema own = Tables.open(database);
              for (int round = 0; round < 4; round++) {
                if (number == 0) {
                  own.upkeep().retention().purge(expiry(), report -> true);
                } else {
                  own.writer().write(late);
                }
              }
              return null;
            });
    PurgeReport last = purge(schema);
    assertThat(last.left()).isEmpty();
    assertThat(Tables.count(database, "agent_spans")).isZero();
    assertThat(Tables.count(database, "agent_traces")).isZero();
    assertThat(Tables.count(database, "agent_contents")).isZero();
  }

  @EachDatabase
  void aTraceThatGoesOnIsWhatItsSpansSay(TestDatabase database) throws Exception {
    TraceSchema schema = Tables.open(database);
    for (int round = 0; round < 5; round++) {
      Tables.write(schema, at(1, 1, "2026-11-05T12:00:00Z"), at(2, 1, "2026-11-06T12:00:00Z"));
      Together.run(
          2,
          number ->
              () -> {
                TraceSchema own = Tables.open(database);
                return number == 0
                    ? own.upkeep().retention().purge(expiry(), report -> true)
                    : own.writer().write(List.of(at(1, 2, "2026-11-20T11:00:00Z")));
              });
      purge(schema);
      assertThat(schema.reader().trace(SpanRows.traceId(2))).isEmpty();
      assertThat(schema.reader().trace(SpanRows.traceId(1)).orElseThrow().trace())
          .isEqualTo(schema.reader().recompute(SpanRows.traceId(1)).orElseThrow());
      database.execute("DELETE FROM agent_spans", "DELETE FROM agent_traces");
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void partitionsThatSomebodyAttachedAreRespected(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    attach(database, "agent_spans", "\"Week 44\"", "2026-10-26", "2026-11-02");
    attach(database, "agent_spans", "week_45", "2026-11-06", "2026-11-13");
    attach(database, "agent_contents", "contents_week_45", "2026-11-06", "2026-11-13");
    database.execute(
        "CREATE TABLE leftovers (LIKE agent_spans INCLUDING ALL)",
        "ALTER TABLE agent_spans ATTACH PARTITION leftovers DEFAULT");
    Tables.write(
        schema,
        at(1, "2026-10-27T12:00:00Z"),
        at(2, "2026-11-07T12:00:00Z"),
        at(3, "2026-11-12T12:00:00Z"),
        at(4, "2026-10-01T12:00:00Z"),
        at(5, "2026-11-20T10:00:00Z"));
    PurgeReport report = purge(schema);
    assertThat(report.partitions()).contains("Week 44");
    assertThat(report.wide()).containsExactlyInAnyOrder("week_45", "leftovers");
    assertThat(report.toString()).contains("not dropped, because wider than what has expired");
    assertThat(Tables.column(database, "SELECT trace_id FROM agent_spans ORDER BY 1"))
        .containsExactly(SpanRows.traceId(3), SpanRows.traceId(5));
    assertThat(Tables.column(database, "SELECT to_regclass('week_45')::text")).contains("week_45");
    assertThat(Tables.count(database, "contents_week_45")).isEqualTo(1);
  }

  private static void attach(
      TestDatabase database, String parent, String name, String from, String to)
      throws SQLException {
    String midnight = parent.equals("agent_spans") ? " 00:00:00+00" : "";
    database.execute(
        "CREATE TABLE %s (LIKE %s INCLUDING ALL)".formatted(name, parent),
        "ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM ('%s%s') TO ('%s%s')"
            .formatted(parent, name, from, midnight, to, midnight));
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aRoleWithoutRightsIsToldAndNothingGoes(TestDatabase database) throws SQLException {
    Tables.write(Tables.open(database), at(1, "2026-11-05T12:00:00Z"));
    try (Role role = Role.in(database).grantWriting()) {
      role.grant("INSERT, UPDATE ON agent_maintenance");
      TraceSchema schema = Tables.in(role.dataSource()).open();
      assertThatThrownBy(() -> purge(schema))
          .isInstanceOf(TraceSchemaException.class)
          .hasMessageContaining("must run as the tables' owner");
    }
    assertThat(Tables.count(database, "agent_spans")).isEqualTo(1);
    assertThat(Tables.count(database, "agent_traces")).isEqualTo(1);
  }

  @EachDatabase
  void aTableThatWasRenamedIsSaidAndNothingIsLost(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    Tables.write(schema, at(1, "2026-11-05T12:00:00Z"), at(2, "2026-11-20T10:00:00Z"));
    for (String table : List.of("agent_scores", "agent_contents", "agent_traces", "agent_spans")) {
      database.execute(
          "DROP VIEW IF EXISTS agent_spans_full", "DROP VIEW IF EXISTS agent_span_messages");
      database.execute("ALTER TABLE %s RENAME TO elsewhere".formatted(table));
      try {
        purge(schema);
      } catch (TraceSchemaException e) {
        assertThat(e).hasMessageContaining(table);
      }
      database.execute("ALTER TABLE elsewhere RENAME TO " + table);
      assertThat(Tables.count(database, "agent_traces")).isBetween(1L, 2L);
    }
    assertThat(purge(schema).left()).isEmpty();
    assertThat(Tables.column(database, "SELECT trace_id FROM agent_spans"))
        .containsExactly(SpanRows.traceId(2));
  }

  @EachDatabase
  void whatWasRunningALittleWhileAgoStays(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    Tables.write(
        schema,
        at(1, "2026-11-05T12:00:00Z"),
        at(2, "2026-11-05T12:00:00Z"),
        at(3, "2026-11-20T12:00:00Z"));
    open(database, 1, Instant.now().minus(Duration.ofHours(1)));
    open(database, 2, Instant.now().minus(Duration.ofHours(30)));
    purge(schema);
    assertThat(Tables.column(database, "SELECT trace_id FROM agent_spans ORDER BY 1"))
        .containsExactly(SpanRows.traceId(1), SpanRows.traceId(3));
    assertThat(Tables.column(database, "SELECT trace_id FROM agent_open_spans"))
        .containsExactly(SpanRows.traceId(1));
  }

  private static void open(TestDatabase database, int trace, Instant heartbeat)
      throws SQLException {
    String time = heartbeat.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString();
    database.execute(
        "INSERT INTO agent_open_spans (trace_id, span_id, name, kind, start_time, start_unix_nano, process_id, heartbeat_at) VALUES ('%s', '%s', 'run', 'AGENT', '%s', 0, 'p', '%s')"
            .formatted(
                SpanRows.traceId(trace),
                SpanRows.spanId(99),
                "2026-11-05T12:00:00.000000Z",
                time.replace("Z", ".000000Z")));
  }

  @EachDatabase
  void whatBelongsToNoTraceGoesByItsOwnAge(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    Tables.write(schema, at(1, "2026-11-20T10:00:00Z"));
    schema.writer().quarantine(at(7, "2026-11-05T12:00:00Z"), new SQLException("test", "22000"));
    database.execute("UPDATE agent_quarantine SET quarantined_at = '2026-11-05T12:00:00.000000Z'");
    purge(schema);
    assertThat(Tables.count(database, "agent_quarantine")).isZero();
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void sqliteGivesItsPagesBack(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    List<SpanRow> rows = new ArrayList<>();
    for (int i = 1; i <= 300; i++) {
      rows.add(
          SpanRow.builder()
              .times(nanos("2026-11-05T12:00:00Z"), nanos("2026-11-05T12:00:01Z"), SpanRows.NOW)
              .set(SpanColumns.TRACE_ID, SpanRows.traceId(i))
              .set(SpanColumns.SPAN_ID, SpanRows.spanId(1))
              .set(SpanColumns.NAME, "run")
              .set(SpanColumns.KIND, "OTHER")
              .set(SpanColumns.STATUS, "OK")
              .set(SpanColumns.OUTPUT, "\"" + "x".repeat(40_000) + "\"")
              .build());
    }
    schema.writer().write(rows);
    long before = pages(database);
    purge(schema);
    assertThat(pages(database)).isLessThan(before / 10);
    assertThat(Tables.number(database, "SELECT freelist_count AS n FROM pragma_freelist_count"))
        .isZero();
  }

  private static long pages(TestDatabase database) throws SQLException {
    return Tables.number(database, "SELECT page_count AS n FROM pragma_page_count");
  }

  private static PurgeReport purge(TraceSchema schema) {
    return schema.upkeep().retention().purge(expiry(), report -> true);
  }

  private static Expiry expiry() {
    return new Expiry(CUTOFF, null, null, Map.of(), Map.of(), Map.of());
  }

  private static SpanRow at(int trace, String time) {
    return at(trace, 1, time);
  }

  private static SpanRow at(int trace, int span, String time) {
    return SpanRow.builder()
        .times(nanos(time), nanos(time), SpanRows.NOW)
        .set(SpanColumns.TRACE_ID, SpanRows.traceId(trace))
        .set(SpanColumns.SPAN_ID, SpanRows.spanId(span))
        .set(SpanColumns.NAME, "run")
        .set(SpanColumns.KIND, "AGENT")
        .set(SpanColumns.STATUS, "OK")
        .set(SpanColumns.RESOURCE, "{\"host\":1}")
        .build();
  }

  private static long nanos(String time) {
    return Instant.parse(time).getEpochSecond() * 1_000_000_000L;
  }
}
