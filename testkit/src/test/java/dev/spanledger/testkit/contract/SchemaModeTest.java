// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.schema.Partitioning;
import dev.spanledger.schema.SchemaMode;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.schema.TraceSchemaException;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

class SchemaModeTest {
  @EachDatabase
  void createMakesTheTablesInAnEmptyDatabase(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    assertThat(schema.dialect().name()).isEqualToIgnoringCase(database.kind().name());
    assertThat(schema.reader().list(TraceQuery.all()).traces()).isEmpty();
    Tables.write(schema, SpanRows.agent(1, 1).build());
    assertThat(schema.reader().trace(SpanRows.traceId(1))).isPresent();
  }

  @EachDatabase
  void createKeepsWhatIsThere(TestDatabase database) throws SQLException {
    Tables.write(Tables.open(database), SpanRows.agent(1, 1).build());
    Tables.write(Tables.open(database), SpanRows.agent(2, 1).build());
    assertThat(Tables.count(database, "agent_traces")).isEqualTo(2);
    assertThat(Tables.count(database, "spanledger_schema")).isEqualTo(2);
  }

  @EachDatabase
  void createDoesNotTouchOtherTables(TestDatabase database) throws SQLException {
    database.execute("CREATE TABLE orders (id INT)", "INSERT INTO orders VALUES (7)");
    Tables.open(database);
    assertThat(Tables.count(database, "orders")).isEqualTo(1);
  }

  @EachDatabase
  void validateAcceptsWhatCreateMade(TestDatabase database) throws SQLException {
    Tables.open(database);
    TraceSchema schema = open(database, SchemaMode.VALIDATE);
    Tables.write(schema, SpanRows.agent(1, 1).build());
    assertThat(Tables.count(database, "agent_spans")).isEqualTo(1);
  }

  @EachDatabase
  void validateAcceptsTheScriptRunByHand(TestDatabase database) throws SQLException {
    for (Partitioning partitioning : Partitioning.values()) {
      try (TestDatabase byHand = TestDatabase.open(database.kind())) {
        Tables.runByHand(byHand, partitioning);
        assertThatCode(() -> open(byHand, SchemaMode.VALIDATE).writer()).doesNotThrowAnyException();
      }
    }
  }

  @EachDatabase
  void createAcceptsTheScriptRunByHand(TestDatabase database) throws SQLException {
    Tables.runByHand(database, Partitioning.DAILY);
    Tables.write(Tables.open(database), SpanRows.agent(1, 1).build());
    assertThat(Tables.count(database, "agent_traces")).isEqualTo(1);
  }

  @EachDatabase
  void validateNamesTheScriptAndTheSwitchWhereNothingIsThere(TestDatabase database)
      throws SQLException {
    assertThatThrownBy(() -> open(database, SchemaMode.VALIDATE))
        .isInstanceOf(TraceSchemaException.class)
        .hasMessageContaining(script(database))
        .hasMessageContaining("schema.mode to CREATE");
    assertThat(tables(database)).isEmpty();
  }

  @EachDatabase
  void validateNamesWhatIsMissing(TestDatabase database) throws SQLException {
    Tables.open(database);
    database.execute(
        "DROP VIEW agent_sessions", "ALTER TABLE agent_traces DROP COLUMN first_error");
    database.execute("DROP TABLE agent_quarantine");
    for (SchemaMode mode : List.of(SchemaMode.VALIDATE, SchemaMode.CREATE)) {
      assertThatThrownBy(() -> open(database, mode))
          .isInstanceOf(TraceSchemaException.class)
          .hasMessageContaining("agent_traces.first_error, agent_quarantine")
          .hasMessageContaining(script(database))
          .hasMessageContaining("schema.mode");
    }
  }

  @EachDatabase
  void noneNeitherLooksNorTouches(TestDatabase database) throws SQLException {
    TraceSchema schema = open(database, SchemaMode.NONE);
    schema.writer();
    assertThat(tables(database)).isEmpty();
    Tables.runByHand(database, Partitioning.NONE);
    Tables.write(schema, SpanRows.agent(1, 1).build());
    assertThat(Tables.count(database, "agent_spans")).isEqualTo(1);
  }

  @EachDatabase
  void refusesTablesOfANewerVersion(TestDatabase database) throws SQLException {
    Tables.open(database);
    database.execute("INSERT INTO spanledger_schema (version, script) VALUES (99, 'V99')");
    for (SchemaMode mode : List.of(SchemaMode.VALIDATE, SchemaMode.CREATE)) {
      assertThatThrownBy(() -> open(database, mode))
          .isInstanceOf(TraceSchemaException.class)
          .hasMessageContaining("version 99")
          .hasMessageContaining("upgrade");
    }
  }

  @EachDatabase
  void doesNotMakeAForeignTableItsOwn(TestDatabase database) throws SQLException {
    database.execute("CREATE TABLE agent_spans (something INT)");
    assertThatThrownBy(() -> Tables.open(database))
        .isInstanceOf(TraceSchemaException.class)
        .hasMessageContaining("agent_spans");
    assertThat(tables(database)).containsExactly("agent_spans");
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void partitioningNoneGivesPlainTables(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.in(database.dataSource()).partitioning(Partitioning.NONE).open();
    Tables.write(schema, SpanRows.agent(1, 1).build(), SpanRows.agent(1, 1).build());
    assertThat(Tables.count(database, "pg_class WHERE relname LIKE 'agent%' AND relkind = 'p'"))
        .isZero();
    assertThat(Tables.count(database, "pg_class WHERE relispartition")).isZero();
    assertThat(Tables.count(database, "agent_spans")).isEqualTo(1);
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void bothFormsOfTheScriptHaveTheSameColumns(TestDatabase database) throws SQLException {
    try (TestDatabase plain = TestDatabase.open(DatabaseKind.POSTGRESQL)) {
      Tables.runByHand(database, Partitioning.DAILY);
      Tables.runByHand(plain, Partitioning.NONE);
      String columns =
          "SELECT table_name, column_name, data_type, is_nullable, column_default"
              + " FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, ordinal_position";
      assertThat(plain.rows(columns)).isNotEmpty().isEqualTo(database.rows(columns));
      String indexes = "SELECT indexname FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1";
      assertThat(plain.rows(indexes)).isNotEmpty().isEqualTo(database.rows(indexes));
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void bothDialectsHaveTheSameTablesAndColumns(TestDatabase database) throws SQLException {
    try (TestDatabase sqlite = TestDatabase.open(DatabaseKind.SQLITE)) {
      Tables.runByHand(database, Partitioning.DAILY);
      Tables.runByHand(sqlite, Partitioning.DAILY);
      assertThat(
              sqlite.rows(
                  "SELECT m.type AS kind, m.name AS relation, c.name AS column_name"
                      + " FROM sqlite_master m, pragma_table_info(m.name) c"
                      + " WHERE m.type IN ('table', 'view') ORDER BY m.type, m.name, c.cid"))
          .isNotEmpty()
          .isEqualTo(
              database.rows(
                  "SELECT CASE relkind WHEN 'v' THEN 'view' ELSE 'table' END AS kind,"
                      + " relname::text AS relation, attname::text AS column_name"
                      + " FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid"
                      + " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v')"
                      + " AND attnum > 0 ORDER BY 1, relname COLLATE \"C\", attnum"));
    }
  }

  private static TraceSchema open(TestDatabase database, SchemaMode mode) {
    return Tables.in(database.dataSource()).mode(mode).open();
  }

  private static String script(TestDatabase database) {
    return "dev/spanledger/schema/"
        + database.kind().name().toLowerCase(Locale.ROOT)
        + "/V1__agent_traces.sql";
  }

  private static List<Object> tables(TestDatabase database) throws SQLException {
    return Tables.column(
        database,
        database.kind() == DatabaseKind.SQLITE
            ? "SELECT name FROM sqlite_master WHERE type = 'table'"
            : "SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
  }
}
