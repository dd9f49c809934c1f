// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.schema.SchemaMode;
import dev.spanledger.schema.SqlDialect;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.schema.TraceSchemaException;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** A database that an earlier version made. */
class UpgradeTest {
  /** What a writer of version 1 sends to its tables. */
  private static final String OLD_SPAN =
      """
      INSERT INTO agent_spans (trace_id, span_id, name, kind, otel_kind, flags, start_time, end_time, duration_ms,
        start_unix_nano, end_unix_nano, time_repaired, status, usage_counted, dropped_attributes)
      VALUES ('%032x', '%016x', 'old', 'CHAIN', 'INTERNAL', 1, '2026-11-20T09:30:00.000000Z', '2026-11-20T09:30:01.000000Z', 1000,
        1795167000000000000, 1795167001000000000, FALSE, 'OK', FALSE, 0)""";

  @EachDatabase
  void anOlderDatabaseIsBroughtUpToDateAndKeepsWhatItHas(TestDatabase database) throws Exception {
    makeVersion1(database);
    database.execute(OLD_SPAN.formatted(99, 1));

    TraceSchema schema = Tables.open(database);
    Tables.write(schema, SpanRows.agent(1, 1).build());

    assertThat(versions(database)).containsExactly(1, 2);
    assertThat(Tables.count(database, "agent_spans")).isEqualTo(2);
    assertThat(schema.reader().span("%032x".formatted(99), "%016x".formatted(1))).isPresent();
  }

  @EachDatabase
  void theResultIsTheSameAsThatOfANewDatabase(TestDatabase database) throws Exception {
    makeVersion1(database);
    Tables.open(database);
    try (TestDatabase fresh = TestDatabase.open(database.kind())) {
      Tables.open(fresh);
      assertThat(catalogue(database)).isEqualTo(catalogue(fresh)).isNotEmpty();
    }
  }

  @EachDatabase
  void manyProcessesUpgradeItOnce(TestDatabase database) throws Exception {
    makeVersion1(database);
    Together.run(
        8,
        number ->
            () -> {
              Tables.write(Tables.open(database), SpanRows.agent(number + 1, 1).build());
              return number;
            });
    assertThat(versions(database)).containsExactly(1, 2);
    assertThat(Tables.count(database, "agent_spans")).isEqualTo(8);
  }

  /** PostgreSQL's writer is in the middle of a transaction; SQLite has one writer at a time. */
  @EachDatabase
  void writersOfTheOldVersionGoOnMeanwhile(TestDatabase database) throws Exception {
    makeVersion1(database);
    AtomicBoolean upgraded = new AtomicBoolean();
    CountDownLatch writing = new CountDownLatch(1);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> writer =
          thread.submit(
              () -> {
                int written = 0;
                try (Connection connection = database.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                  boolean postgres = database.kind() == DatabaseKind.POSTGRESQL;
                  if (!postgres) {
                    statement.execute("PRAGMA busy_timeout = 10000");
                  }
                  while (!upgraded.get() || written < 20) {
                    connection.setAutoCommit(!postgres);
                    statement.execute(OLD_SPAN.formatted(1_000 + written, 1));
                    statement.execute(OLD_SPAN.formatted(1_000 + written, 2));
                    written++;
                    writing.countDown();
                    // The transaction stays open until the upgrade is over.
                    if (postgres && upgraded.get()) {
                      connection.commit();
                    }
                  }
                  if (postgres) {
                    connection.commit();
                  }
                }
                return written;
              });
      writing.await();
      Tables.open(database);
      upgraded.set(true);
      long written = 2L * writer.get();
      assertThat(Tables.count(database, "agent_spans")).isEqualTo(written);
    } finally {
      thread.shutdownNow();
    }
    assertThat(versions(database)).containsExactly(1, 2);
  }

  @EachDatabase
  void whereNothingMayBeCreatedTheScriptIsNamedAndDoesIt(TestDatabase database) throws Exception {
    makeVersion1(database);
    assertThatThrownBy(() -> Tables.in(database.dataSource()).mode(SchemaMode.VALIDATE).open())
        .isInstanceOf(TraceSchemaException.class)
        .hasMessageContaining("of version 1, and this Spanledger needs version 2")
        .hasMessageContaining("V2__maintenance.sql")
        .hasMessageNotContaining("V1__")
        .hasMessageContaining("TraceSchema.upgradeScript");
    SqlDialect dialect = SqlDialect.valueOf(database.kind().name());
    run(database, TraceSchema.upgradeScript(dialect, 1));
    TraceSchema schema = Tables.in(database.dataSource()).mode(SchemaMode.VALIDATE).open();
    Tables.write(schema, SpanRows.agent(1, 1).build());
    assertThat(versions(database)).containsExactly(1, 2);
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aRoleWithoutDdlIsToldWhoMustRunWhat(TestDatabase database) throws Exception {
    makeVersion1(database);
    try (Role role = Role.in(database).grant("SELECT ON spanledger_schema")) {
      assertThatThrownBy(() -> Tables.in(role.dataSource()).open())
          .isInstanceOf(TraceSchemaException.class)
          .hasMessageContaining("V2__maintenance.sql")
          .hasMessageContaining("as their owner");
    }
    assertThat(versions(database)).containsExactly(1);
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aRoleThatMayWriteMayGoOnWriting(TestDatabase database) throws Exception {
    makeVersion1(database);
    try (Role role =
        Role.in(database)
            .grant("SELECT, INSERT, UPDATE ON agent_spans, agent_traces, agent_contents")
            .grant("SELECT, INSERT, UPDATE ON agent_scores, agent_quarantine")
            .grant("SELECT ON spanledger_schema, agent_model_prices, agent_model_aliases")
            .grant("SELECT, INSERT, UPDATE ON agent_spans_p20261120, agent_contents_p20261120")) {
      Tables.open(database);
      Tables.write(Tables.in(role.dataSource()).open(), SpanRows.agent(1, 1).build());
      assertThat(Tables.count(database, "agent_spans")).isEqualTo(1);
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aNamedSchemaIsUpgradedToo(TestDatabase database) throws Exception {
    database.execute("CREATE SCHEMA traces");
    run(database, "SET search_path TO traces; " + version1(database));
    TraceSchema schema = Tables.in(database.dataSource()).schema("traces").open();
    Tables.write(schema, SpanRows.agent(1, 1).build());
    assertThat(Tables.count(database, "traces.spanledger_schema")).isEqualTo(2);
    assertThat(Tables.count(database, "traces.agent_maintenance")).isPositive();
  }

  @EachDatabase
  void aNewerDatabaseIsRefused(TestDatabase database) throws Exception {
    Tables.open(database);
    database.execute("INSERT INTO spanledger_schema (version, script) VALUES (3, 'V3__future')");
    for (SchemaMode mode : List.of(SchemaMode.CREATE, SchemaMode.VALIDATE)) {
      assertThatThrownBy(() -> Tables.in(database.dataSource()).mode(mode).open())
          .isInstanceOf(TraceSchemaException.class)
          .hasMessageContaining("of version 3, made by a newer Spanledger");
    }
  }

  private static void makeVersion1(TestDatabase database) throws Exception {
    run(database, version1(database));
    if (database.kind() == DatabaseKind.POSTGRESQL) {
      database.execute(
          "CREATE TABLE agent_spans_p20261120 PARTITION OF agent_spans FOR VALUES FROM ('2026-11-20 00:00:00+00') TO ('2026-11-21 00:00:00+00')",
          "CREATE TABLE agent_contents_p20261120 PARTITION OF agent_contents FOR VALUES FROM ('2026-11-20') TO ('2026-11-21')");
    } else {
      database.execute("PRAGMA journal_mode = WAL");
    }
  }

  /** The released script, which never changes again. */
  private static String version1(TestDatabase database) throws Exception {
    String dialect = database.kind().name().toLowerCase(Locale.ROOT);
    String path = "/dev/spanledger/schema/" + dialect + "/V1__agent_traces.sql";
    try (var in = TraceSchema.class.getResourceAsStream(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void run(TestDatabase database, String script) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(script);
    }
  }

  private static List<Object> versions(TestDatabase database) throws SQLException {
    return Tables.column(database, "SELECT version FROM spanledger_schema ORDER BY version");
  }

  private static List<Object> catalogue(TestDatabase database) throws SQLException {
    return Tables.column(
        database,
        database.kind() == DatabaseKind.POSTGRESQL
            ? "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '%\\_p20%' ORDER BY 1"
            : "SELECT name || ' ' || coalesce(sql, '') FROM sqlite_master ORDER BY 1");
  }
}
