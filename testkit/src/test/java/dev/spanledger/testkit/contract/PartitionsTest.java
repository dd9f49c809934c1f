// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.schema.SchemaMode;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.SqlFailure;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;

class PartitionsTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-11-20T00:00:00Z");

  @EachDatabase
  void spansOfAnyDayAreStoredAndRead(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    List<SpanRow> rows = new ArrayList<>();
    for (Instant start :
        List.of(
            Instant.parse("2000-01-01T00:00:00Z"),
            SpanRows.NOW.minus(Duration.ofDays(3_653)),
            Instant.parse("2024-02-29T23:59:59.999999Z"),
            MIDNIGHT.minusNanos(1_000),
            MIDNIGHT.minusNanos(1),
            MIDNIGHT,
            MIDNIGHT.plusNanos(1_000),
            SpanRows.NOW.plus(Duration.ofHours(23)))) {
      rows.add(row(rows.size() + 1, start));
    }
    schema.writer().write(rows);
    schema.writer().write(rows);
    for (SpanRow row : rows) {
      ReadBack.assertEqual(schema.reader(), row, "start " + row.startTime());
      assertThat(schema.reader().trace(row.traceId()).orElseThrow().spans()).hasSize(1);
    }
    assertThat(schema.reader().list(TraceQuery.all().from(MIDNIGHT)).traces()).hasSize(3);
    Tables.assertTrue(database, schema.reader(), rows);
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void eachSpanIsInItsUtcDaysPartition(TestDatabase database) throws SQLException {
    TimeZone before = TimeZone.getDefault();
    for (String zone : List.of("America/New_York", "Asia/Kolkata")) {
      try (TestDatabase own = TestDatabase.open(DatabaseKind.POSTGRESQL)) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        TraceSchema schema = Tables.open(own);
        Tables.write(schema, row(1, MIDNIGHT.minusNanos(1_000)), row(2, MIDNIGHT));
        Tables.write(Tables.open(own), row(3, MIDNIGHT));
        assertThat(
                Tables.column(
                    own, "SELECT tableoid::regclass::text FROM agent_spans ORDER BY trace_id"))
            .containsExactly(
                "agent_spans_p20261119", "agent_spans_p20261120", "agent_spans_p20261120");
        assertThat(
                Tables.column(
                    own, "SELECT tableoid::regclass::text FROM agent_contents ORDER BY 1"))
            .containsExactly("agent_contents_p20261119", "agent_contents_p20261120");
      } finally {
        TimeZone.setDefault(before);
      }
    }
    assertThat(database.rows("SELECT 1")).hasSize(1);
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void openMakesTheComingDays(TestDatabase database) throws SQLException {
    Tables.open(database);
    assertThat(partitions(database))
        .contains("agent_spans_p20261119", "agent_spans_p20261120", "agent_contents_p20261123");
    Clock later = Clock.fixed(MIDNIGHT.plus(Duration.ofDays(30)), ZoneOffset.UTC);
    TraceSchema.builder(database.dataSource()).clock(later).open();
    assertThat(partitions(database)).contains("agent_spans_p20261220");
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void writersMakeTheSamePartitionsTogether(TestDatabase database) throws Exception {
    TraceSchema schema = Tables.open(database);
    int days = 12;
    Together.run(
        8,
        number -> {
          TraceSchema own = number % 2 == 0 ? schema : Tables.open(database);
          SpanWriter writer = own.writer();
          return () -> {
            for (int day = 0; day < days; day++) {
              Instant start = MIDNIGHT.minus(Duration.ofDays(100 + day));
              writer.write(List.of(row(1 + number * 100 + day, start)));
            }
            return number;
          };
        });
    assertThat(Tables.count(database, "agent_spans")).isEqualTo(8L * days);
    assertThat(partitions(database)).hasSize(10 + 2 * days);
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void partitionsAttachedByHandUnderOtherNamesServe(TestDatabase database) throws SQLException {
    Tables.open(database);
    attach(database, "august", "'2026-08-01 00:00:00+00'", "'2026-09-01 00:00:00+00'");
    attach(database, "dark_ages", "MINVALUE", "'2020-01-01 00:00:00+00'");
    for (SchemaMode mode : SchemaMode.values()) {
      TraceSchema schema = Tables.in(database.dataSource()).mode(mode).open();
      Tables.write(
          schema,
          row(1, Instant.parse("2026-08-01T00:00:00Z")),
          row(2, Instant.parse("2026-08-31T23:59:59Z")),
          row(3, Instant.parse("2019-12-31T23:00:00Z")));
    }
    assertThat(
            Tables.column(
                database, "SELECT DISTINCT tableoid::regclass::text FROM agent_spans ORDER BY 1"))
        .containsExactly("agent_spans_august", "agent_spans_dark_ages");
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aDefaultPartitionServesToo(TestDatabase database) throws SQLException {
    Tables.open(database);
    for (String table : List.of("agent_spans", "agent_contents")) {
      database.execute(
          "CREATE TABLE %1$s_rest (LIKE %1$s INCLUDING ALL)".formatted(table),
          "ALTER TABLE %1$s ATTACH PARTITION %1$s_rest DEFAULT".formatted(table));
    }
    TraceSchema schema = Tables.open(database);
    Tables.write(schema, row(1, MIDNIGHT.minus(Duration.ofDays(50))));
    Tables.write(schema, row(2, MIDNIGHT.minus(Duration.ofDays(50))));
    assertThat(Tables.count(database, "agent_spans_rest")).isEqualTo(2);
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aDayThatWasDroppedIsMadeAgain(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    SpanWriter writer = schema.writer();
    writer.write(List.of(row(1, MIDNIGHT)));
    database.execute("DROP TABLE agent_spans_p20261120");
    writer.write(List.of(row(2, MIDNIGHT)));
    assertThat(Tables.count(database, "agent_spans")).isEqualTo(1);
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aDayThatIsDroppedUnderValidateIsASetUpFailure(TestDatabase database) throws SQLException {
    Tables.open(database);
    SpanWriter writer = Tables.in(database.dataSource()).mode(SchemaMode.VALIDATE).open().writer();
    writer.write(List.of(row(1, MIDNIGHT)));
    database.execute("DROP TABLE agent_spans_p20261120");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> writer.write(List.of(row(2, MIDNIGHT))))
          .hasMessageContaining("CREATE TABLE agent_spans_p20261120")
          .satisfies(e -> assertThat(SqlFailure.of(e)).isEqualTo(SqlFailure.SETUP));
    }
  }

  /** Whoever reads for long must not stop those who write, and a new day needs a new partition. */
  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aPartitionIsMadeWhileOthersReadAndWrite(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    Tables.write(schema, row(1, MIDNIGHT));
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT count(*) FROM agent_spans");
      statement.execute(
          "INSERT INTO agent_contents SELECT day, gen_random_uuid(), 'x', NULL, '{}', 2 FROM agent_contents");
      Tables.write(schema, row(2, MIDNIGHT.minus(Duration.ofDays(400))));
      connection.rollback();
    }
    assertThat(Tables.count(database, "agent_spans")).isEqualTo(2);
  }

  private static void attach(TestDatabase database, String name, String from, String to)
      throws SQLException {
    for (String table : List.of("agent_spans", "agent_contents")) {
      database.execute(
          "CREATE TABLE %1$s_%2$s PARTITION OF %1$s FOR VALUES FROM (%3$s) TO (%4$s)"
              .formatted(table, name, from, to));
    }
  }

  private static List<Object> partitions(TestDatabase database) throws SQLException {
    return Tables.column(
        database,
        "SELECT inhrelid::regclass::text FROM pg_inherits"
            + " WHERE inhparent IN ('agent_spans'::regclass, 'agent_contents'::regclass)");
  }

  private static SpanRow row(int trace, Instant start) {
    return SpanRows.at(start)
        .set(SpanColumns.TRACE_ID, SpanRows.traceId(trace))
        .set(SpanColumns.SPAN_ID, SpanRows.spanId(1))
        .set(SpanColumns.RESOURCE, "{\"service.name\":\"shop\"}")
        .build();
  }
}
