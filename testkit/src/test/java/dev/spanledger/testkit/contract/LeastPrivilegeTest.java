// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.schema.SchemaMode;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SqlFailure;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.schema.TraceSchemaException;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** A role with no right to any DDL, on tables that their owner made. */
class LeastPrivilegeTest {
  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aRoleWithoutDdlOpensWritesAndReads(TestDatabase database) throws SQLException {
    Tables.open(database);
    try (Role role = Role.in(database).grantWriting()) {
      assertThatThrownBy(() -> execute(role, "CREATE TABLE mine (id INT)"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("permission denied");
      for (SchemaMode mode : SchemaMode.values()) {
        TraceSchema schema = Tables.in(role.dataSource()).mode(mode).open();
        int trace = 1 + List.of(SchemaMode.values()).indexOf(mode);
        Tables.write(schema, SpanRows.agent(trace, 1).build());
        Tables.write(schema, SpanRows.llm(trace, 2, 1).build());
        assertThat(schema.reader().trace(SpanRows.traceId(trace)).orElseThrow().spans()).hasSize(2);
      }
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void updatingTracesAndSpansIsAllThatNeedsMoreThanInserting(TestDatabase database)
      throws SQLException {
    Tables.open(database);
    try (Role role =
        Role.in(database)
            .grant("SELECT, INSERT ON ALL TABLES IN SCHEMA public")
            .grant("UPDATE ON agent_traces, agent_spans")) {
      TraceSchema schema = Tables.in(role.dataSource()).open();
      Tables.write(schema, SpanRows.agent(1, 1).build());
      Tables.write(schema, SpanRows.agent(1, 1).build(), SpanRows.llm(1, 2, 1).build());
      assertThat(Tables.count(database, "agent_spans")).isEqualTo(2);
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aRoleThatMayNotReadTheEpochIsToldSo(TestDatabase database) throws SQLException {
    Tables.open(database);
    try (Role role = Role.in(database).grantWriting()) {
      database.execute("REVOKE ALL ON agent_maintenance FROM " + role.name());
      TraceSchema schema = Tables.in(role.dataSource()).open();
      assertThatThrownBy(schema::writer)
          .isInstanceOf(TraceSchemaException.class)
          .hasMessageContaining("GRANT SELECT ON agent_maintenance");
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aMissingPartitionIsASetUpFailureThatSaysTheCure(TestDatabase database) throws SQLException {
    Tables.open(database);
    SpanRow lastMonth =
        SpanRows.at(SpanRows.NOW.minus(Duration.ofDays(30)))
            .set(SpanColumns.TRACE_ID, SpanRows.traceId(1))
            .set(SpanColumns.SPAN_ID, SpanRows.spanId(1))
            .set(SpanColumns.RESOURCE, "{}")
            .build();
    try (Role role = Role.in(database).grantWriting()) {
      for (SchemaMode mode : SchemaMode.values()) {
        TraceSchema schema = Tables.in(role.dataSource()).mode(mode).open();
        assertThatThrownBy(() -> Tables.write(schema, lastMonth))
            .isInstanceOf(TraceSchemaException.class)
            .hasMessageContaining("CREATE TABLE agent_spans_p20261021")
            .satisfies(e -> assertThat(SqlFailure.of(e)).isEqualTo(SqlFailure.SETUP));
      }
      TraceSchema schema = Tables.in(role.dataSource()).mode(SchemaMode.VALIDATE).open();
      database.execute(sqlOfBothTables(schema, lastMonth));
      Tables.write(schema, lastMonth);
      assertThat(schema.reader().trace(lastMonth.traceId())).isPresent();
      assertThatCode(() -> Tables.write(schema, lastMonth)).doesNotThrowAnyException();
    }
  }

  /** The SQL of the message, which comes after its first line. */
  private static String sqlOfBothTables(TraceSchema schema, SpanRow row) {
    try {
      Tables.write(schema, row);
      throw new AssertionError("there was a partition already");
    } catch (TraceSchemaException e) {
      assertThat(e)
          .hasMessageContaining("CREATE TABLE agent_spans_p")
          .hasMessageContaining("CREATE TABLE agent_contents_p");
      return e.getMessage().substring(e.getMessage().indexOf('\n') + 1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void execute(Role role, String sql) throws SQLException {
    try (var connection = role.dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
