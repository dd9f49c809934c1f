// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.schema.SchemaMode;
import dev.spanledger.schema.ScoreColumns;
import dev.spanledger.schema.ScoreRow;
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
import java.util.List;

/** The shipped row-level security: a tenant's role sees that tenant's traces. */
class TenantsTest {
  private static final List<String> VIEWS =
      List.of(
          "agent_spans_full",
          "agent_span_messages",
          "agent_llm_calls",
          "agent_tool_calls",
          "agent_sessions");

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aTenantSeesItsOwnRowsOnly(TestDatabase database) throws SQLException {
    try (RoleScripts scripts = RoleScripts.in(database).run("tenants").run("tenants");
        Role acme = tenant(scripts, "acme");
        Role stranger = scripts.member("spanledger_tenant")) {
      twoTenants(database, scripts.schema());
      for (String table :
          List.of("agent_spans", "agent_traces", "agent_scores", "agent_open_spans")) {
        assertThat(RoleScripts.texts(acme, "SELECT DISTINCT trace_id FROM " + table))
            .as(table)
            .containsExactly(SpanRows.traceId(1));
        assertThat(RoleScripts.count(stranger, "SELECT * FROM " + table)).as(table).isZero();
        assertThat(Tables.count(database, table)).as(table).isGreaterThanOrEqualTo(2);
      }
      assertThat(RoleScripts.texts(acme, "SELECT tenant_id FROM agent_tenant_roles"))
          .containsExactly("acme");
      assertThat(RoleScripts.count(stranger, "SELECT * FROM agent_tenant_roles")).isZero();
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aTenantSeesItsOwnContentsThroughTheViews(TestDatabase database) throws SQLException {
    try (RoleScripts scripts = RoleScripts.in(database).run("tenants");
        Role acme = tenant(scripts, "acme");
        Role stranger = scripts.member("spanledger_tenant")) {
      twoTenants(database, scripts.schema());
      for (String view : VIEWS) {
        String query = "SELECT * FROM public_tenants." + view;
        assertThat(RoleScripts.count(acme, query)).as(view).isPositive();
        assertThat(RoleScripts.count(stranger, query)).as(view).isZero();
        assertThat(columns(database, "public_tenants", view))
            .isEqualTo(columns(database, "public", view));
        refused(acme, "SELECT * FROM public." + view);
      }
      assertThat(
              RoleScripts.texts(
                  acme, "SELECT message ->> 'content' FROM public_tenants.agent_span_messages"))
          .containsExactlyInAnyOrder("what all ask", "only acme");
      assertThat(
              RoleScripts.texts(
                  acme,
                  "SELECT input FROM public_tenants.agent_spans_full WHERE input IS NOT NULL"))
          .singleElement()
          .satisfies(input -> assertThat(input).contains("what all ask", "only acme"));
      assertThat(
              RoleScripts.texts(
                  acme,
                  "SELECT session_id || ' ' || trace_count FROM public_tenants.agent_sessions"))
          .containsExactly("s-acme 1");
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void whatTenantsShareIsReadByNone(TestDatabase database) throws SQLException {
    try (RoleScripts scripts = RoleScripts.in(database).run("tenants");
        Role acme = tenant(scripts, "acme")) {
      twoTenants(database, scripts.schema());
      refused(acme, "SELECT content FROM agent_contents");
      refused(acme, "SELECT reason FROM agent_quarantine");
      refused(acme, "SELECT name FROM agent_spans_p20261120");
      refused(acme, "SELECT * FROM agent_usage_hourly");
      refused(acme, "INSERT INTO agent_tenant_roles VALUES (current_user, 'globex')");
      refused(acme, "UPDATE agent_spans SET tenant_id = 'globex'");
      refused(acme, "DELETE FROM agent_traces");
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void partitionsThatAreMadeLaterAreGuardedToo(TestDatabase database) throws SQLException {
    try (RoleScripts scripts = RoleScripts.in(database).run("tenants");
        Role acme = tenant(scripts, "acme")) {
      Instant lastMonth = SpanRows.NOW.minus(Duration.ofDays(30));
      scripts
          .schema()
          .writer()
          .write(List.of(at(lastMonth, 5, "acme"), at(lastMonth, 6, "globex")));
      assertThat(RoleScripts.texts(acme, "SELECT trace_id FROM agent_spans"))
          .containsExactly(SpanRows.traceId(5));
      refused(acme, "SELECT trace_id FROM agent_spans_p20261021");
      assertThat(plan(acme, "SELECT name FROM agent_spans WHERE start_time >= '2026-11-20 00:00Z'"))
          .contains("agent_spans_p20261120")
          .doesNotContain("agent_spans_p20261021");
    }
  }

  /** A writer's COPY is refused under row-level security, and so would its spans be. */
  @EachDatabase(DatabaseKind.POSTGRESQL)
  void writersAreNotHeldBack(TestDatabase database) throws SQLException {
    try (RoleScripts scripts = RoleScripts.in(database).run("writer");
        Role shop = scripts.member("spanledger_writer")) {
      assertThatThrownBy(() -> scripts.run("tenants"))
          .hasMessageContaining(shop.name())
          .hasMessageContaining("BYPASSRLS");
      TraceSchema schema = Tables.in(shop.dataSource()).mode(SchemaMode.VALIDATE).open();
      twoTenants(database, schema);
      database.execute("ALTER ROLE " + shop.name() + " BYPASSRLS");
      scripts.run("tenants");
      schema.writer().write(List.of(at(SpanRows.NOW, 7, "acme"), at(SpanRows.NOW, 8, "globex")));
      schema.writer().write(List.of(at(SpanRows.NOW, 7, "acme"), at(SpanRows.NOW, 9, "globex")));
      assertThat(schema.reader().trace(SpanRows.traceId(9))).isPresent();
      scripts.schema().writer().write(List.of(at(SpanRows.NOW, 10, "acme")));
      assertThat(Tables.count(database, "agent_traces")).isEqualTo(6);
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void rolesForAllTenantsSeeAll(TestDatabase database) throws SQLException {
    try (RoleScripts scripts =
            RoleScripts.in(database).run("analyst").run("reader").run("tenants");
        Role ana = scripts.member("spanledger_analyst");
        Role grafana = scripts.member("spanledger_reader")) {
      twoTenants(database, scripts.schema());
      for (String table :
          List.of(
              "agent_spans",
              "agent_traces",
              "agent_scores",
              "agent_open_spans",
              "agent_llm_calls")) {
        String query = "SELECT DISTINCT trace_id FROM " + table;
        assertThat(RoleScripts.count(ana, query)).as(table).isEqualTo(2);
        assertThat(RoleScripts.count(grafana, query)).as(table).isEqualTo(2);
      }
    }
  }

  private static Role tenant(RoleScripts scripts, String tenant) throws SQLException {
    Role role = scripts.member("spanledger_tenant");
    RoleScripts.execute(
        scripts.owner(),
        "INSERT INTO agent_tenant_roles VALUES ('%s', '%s')".formatted(role.name(), tenant));
    return role;
  }

  private static void twoTenants(TestDatabase database, TraceSchema schema) throws SQLException {
    for (String tenant : List.of("acme", "globex")) {
      int trace = tenant.equals("acme") ? 1 : 2;
      schema.writer().write(List.of(call(trace, tenant), tool(trace, tenant)));
      database.execute(
          "INSERT INTO agent_open_spans (trace_id, span_id, name, kind, start_time, start_unix_nano,"
              + " process_id, heartbeat_at, tenant_id) VALUES ('%s', 'open', 'agent', 'AGENT', now(), 0, 'p', now(), '%s')"
                  .formatted(SpanRows.traceId(trace), tenant));
    }
  }

  /** A model call whose first message is another tenant's too, and stored once for both. */
  private static SpanRow call(int trace, String tenant) {
    String messages =
        "[{\"role\":\"user\",\"content\":\"what all ask\",\"parts\":[]},"
            + "{\"role\":\"user\",\"content\":\"only %s\",\"parts\":[]}]".formatted(tenant);
    return SpanRows.llm(trace, 2, 1)
        .set(SpanColumns.TENANT_ID, tenant)
        .set(SpanColumns.SESSION_ID, "s-" + tenant)
        .set(SpanColumns.INPUT, messages)
        .scores(
            List.of(
                ScoreRow.builder(SpanRows.spanId(trace), "relevance", 0)
                    .set(ScoreColumns.TRACE_ID, SpanRows.traceId(trace))
                    .build()))
        .build();
  }

  private static SpanRow tool(int trace, String tenant) {
    return SpanRows.child(trace, 3, 2, "TOOL").set(SpanColumns.TENANT_ID, tenant).build();
  }

  private static SpanRow at(Instant start, int trace, String tenant) {
    return SpanRows.at(start)
        .set(SpanColumns.TRACE_ID, SpanRows.traceId(trace))
        .set(SpanColumns.SPAN_ID, SpanRows.spanId(1))
        .set(SpanColumns.TENANT_ID, tenant)
        .build();
  }

  private static List<Object> columns(TestDatabase database, String schema, String view)
      throws SQLException {
    return Tables.column(
        database,
        "SELECT column_name || ' ' || data_type FROM information_schema.columns"
            + " WHERE table_schema = '%s' AND table_name = '%s' ORDER BY ordinal_position"
                .formatted(schema, view));
  }

  private static String plan(Role role, String query) throws SQLException {
    return String.join("\n", RoleScripts.texts(role, "EXPLAIN " + query));
  }

  private static void refused(Role role, String sql) {
    assertThatThrownBy(() -> RoleScripts.execute(role, sql))
        .as(sql)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("permission denied");
  }
}
