// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.schema.Partitioning;
import dev.spanledger.schema.SchemaMode;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.SqlDialect;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.schema.TraceSchemaException;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The shipped roles that write, and that read everything. */
class RolesTest {
  private static final String RELATIONS =
      "SELECT relname::text AS relation FROM pg_class"
          + " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v')"
          + " AND NOT relispartition ORDER BY 1";

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void theWriterWritesAllThereIsToWrite(TestDatabase database) throws SQLException {
    try (RoleScripts scripts = RoleScripts.in(database).run("writer").run("writer");
        Role shop = scripts.member("spanledger_writer")) {
      for (SchemaMode mode : List.of(SchemaMode.VALIDATE, SchemaMode.NONE)) {
        int trace = mode == SchemaMode.NONE ? 2 : 1;
        TraceSchema schema = Tables.in(shop.dataSource()).mode(mode).open();
        SpanWriter writer = schema.writer();
        writer.write(List.of(call(trace).build()));
        writer.write(List.of(call(trace).build(), SpanRows.agent(trace, 1).build()));
        writer.amend(List.of(call(trace).set(SpanColumns.OUTPUT, "[]").build()));
        writer.openSpans().put(List.of(SpanRows.agent(trace, 8).build()));
        writer.openSpans().beat();
        writer.openSpans().withdraw(List.of(SpanRows.agent(trace, 8).build()));
        writer.quarantine(SpanRows.agent(trace, 9).build(), new SQLException("refused"));
        schema.repair(SpanRows.traceId(trace));
        assertThat(schema.reader().trace(SpanRows.traceId(trace)).orElseThrow().spans()).hasSize(2);
      }
      assertThat(Tables.count(database, "agent_quarantine")).isEqualTo(2);
      assertThat(Tables.count(database, "agent_open_spans")).isZero();
    }
  }

  /** What upgrades and other scripts let writers do, this one does too. */
  @EachDatabase(DatabaseKind.POSTGRESQL)
  void theWriterMayWhatAWriterOfAnUpgradedDatabaseMay(TestDatabase database) throws SQLException {
    try (RoleScripts scripts = RoleScripts.in(database).run("writer")) {
      String upgrade = TraceSchema.script(SqlDialect.POSTGRESQL, Partitioning.DAILY);
      Matcher granted = Pattern.compile("'GRANT ([A-Z, ]+) ON ([a-z_, ]+) TO '").matcher(upgrade);
      int grants = 0;
      while (granted.find()) {
        for (String table : granted.group(2).split(", ", -1)) {
          for (String privilege : granted.group(1).split(", ", -1)) {
            grants++;
            assertThat(
                    Tables.column(
                        database,
                        "SELECT has_table_privilege('spanledger_writer', '%s', '%s')"
                            .formatted(table, privilege)))
                .as("%s on %s", privilege, table)
                .containsExactly(true);
          }
        }
      }
      assertThat(grants).isGreaterThan(5);
      assertThat(scripts.owner()).isNotNull();
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void theWriterUsesPartitionsThatTheOwnerMakesLater(TestDatabase database) throws SQLException {
    try (RoleScripts scripts = RoleScripts.in(database).run("writer");
        Role shop = scripts.member("spanledger_writer")) {
      SpanRow old =
          SpanRows.at(SpanRows.NOW.minus(Duration.ofDays(30)))
              .set(SpanColumns.TRACE_ID, SpanRows.traceId(1))
              .set(SpanColumns.SPAN_ID, SpanRows.spanId(1))
              .set(SpanColumns.RESOURCE, "{}")
              .build();
      TraceSchema schema = Tables.in(shop.dataSource()).mode(SchemaMode.VALIDATE).open();
      assertThatThrownBy(() -> Tables.write(schema, old)).isInstanceOf(TraceSchemaException.class);
      scripts
          .schema()
          .writer()
          .write(List.of(old.toBuilder().set(SpanColumns.SPAN_ID, SpanRows.spanId(2)).build()));
      Tables.write(schema, old);
      assertThat(Tables.count(database, "agent_spans")).isEqualTo(2);
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void theWriterMakesAndDeletesNothing(TestDatabase database) throws SQLException {
    try (RoleScripts scripts = RoleScripts.in(database).run("writer");
        Role shop = scripts.member("spanledger_writer")) {
      for (String sql :
          List.of(
              "CREATE TABLE mine (id int)",
              "ALTER TABLE agent_spans ADD COLUMN mine text",
              "DROP TABLE agent_spans",
              "DROP TABLE agent_spans_p20261120",
              "TRUNCATE agent_spans",
              "DELETE FROM agent_spans",
              "DELETE FROM agent_traces",
              "DELETE FROM agent_contents",
              "UPDATE agent_model_prices SET rate_pico = 0",
              "INSERT INTO spanledger_schema (version, script) VALUES (99, 'mine')")) {
        refused(shop, sql);
      }
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void theAnalystReadsAllAndWritesNothing(TestDatabase database) throws SQLException {
    try (RoleScripts scripts = RoleScripts.in(database).run("analyst").run("analyst");
        Role ana = scripts.member("spanledger_analyst")) {
      scripts.schema().writer().write(List.of(call(1).build()));
      List<Object> relations = Tables.column(database, RELATIONS);
      assertThat(relations).hasSizeGreaterThan(10).contains("agent_spans", "agent_contents");
      for (Object relation : relations) {
        assertThatCode(() -> RoleScripts.count(ana, "SELECT * FROM " + relation))
            .as("%s", relation)
            .doesNotThrowAnyException();
        refused(ana, "DELETE FROM " + relation);
      }
      refused(ana, "UPDATE agent_spans SET name = 'mine'");
      refused(ana, "INSERT INTO agent_model_aliases VALUES ('a', '*', 'b')");
      refused(ana, "CREATE TABLE mine (id int)");
      assertThat(RoleScripts.count(ana, "SELECT message FROM agent_span_messages")).isEqualTo(1);
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void rolesInANamedSchema(TestDatabase database) throws SQLException {
    TraceSchema.builder(database.dataSource()).schema("traces").open();
    try (Role grafana = Role.in(database)) {
      for (String script : List.of("writer", "analyst", "reader", "tenants")) {
        database.execute("SET search_path = traces; " + RoleScripts.text(script));
      }
      grafana.grant("spanledger_reader");
      assertThat(RoleScripts.count(grafana, "SELECT trace_id FROM traces.agent_spans")).isZero();
      refused(grafana, "SELECT input FROM traces.agent_spans");
    }
  }

  private static SpanRow.Builder call(int trace) {
    return SpanRows.llm(trace, 2, 1)
        .set(SpanColumns.RESOURCE, "{}")
        .set(SpanColumns.INPUT, "[{\"role\":\"user\",\"parts\":[]}]");
  }

  private static void refused(Role role, String sql) {
    assertThatThrownBy(() -> RoleScripts.execute(role, sql))
        .as(sql)
        .isInstanceOf(SQLException.class)
        .hasMessageFindingMatch("permission denied|must be owner|cannot delete from view");
  }
}
