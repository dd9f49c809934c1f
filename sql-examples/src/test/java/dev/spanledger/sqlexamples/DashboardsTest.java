// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sqlexamples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every query of the dashboards runs, and gives the same on both databases. */
class DashboardsTest {
  private static final List<String> ALL = List.of();

  @EachDatabase
  void everyPanelShowsSomethingOfTheWeek(TestDatabase database) throws Exception {
    LocalDate today = Today.of(database);
    StoredWeek.write(database.dataSource(), today);
    Dashboard dashboard = Dashboard.of(database.kind());
    Map<String, MarkdownTable> shown = shown(database, dashboard, week(today, ALL));

    assertThat(shown.values()).allSatisfy(table -> assertThat(table.rows()).isNotEmpty());
    assertThat(shown.get("Runs").rows()).containsExactly(List.of("11"));
    assertThat(shown.get("Tools").rows()).hasSize(4);
    assertThat(shown.get("Slowest runs").rows()).hasSize(10);
    assertThat(shown.get("Cost by day and model").rows()).hasSize(8); // of five days in thirty
    for (JsonNode panel : dashboard.asking()) {
      List<String> columns = shown.get(Dashboard.title(panel)).header();
      if (Dashboard.type(panel).equals("timeseries")) {
        assertThat(columns).startsWith("time");
        assertThat(shown.get(Dashboard.title(panel)).rows()).allMatch(row -> isBucket(row.get(0)));
      }
      for (JsonNode time : panel.at("/targets/0/timeColumns")) {
        assertThat(columns).contains(time.asText());
      }
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void bothDashboardsShowTheSame(TestDatabase postgres) throws Exception {
    try (TestDatabase sqlite = TestDatabase.open(DatabaseKind.SQLITE)) {
      LocalDate today = Today.of(postgres);
      StoredWeek.write(postgres.dataSource(), today);
      StoredWeek.write(sqlite.dataSource(), today);
      for (List<String> agents : List.of(ALL, List.of("support"), List.of("research", "o'hara"))) {
        Dashboard.View view = week(today, agents);
        assertThat(shown(sqlite, Dashboard.of(DatabaseKind.SQLITE), view))
            .isEqualTo(shown(postgres, Dashboard.of(DatabaseKind.POSTGRESQL), view));
      }
    }
  }

  @EachDatabase
  void theChosenAgentsAloneAreShown(TestDatabase database) throws Exception {
    LocalDate today = Today.of(database);
    StoredWeek.write(database.dataSource(), today);
    Dashboard dashboard = Dashboard.of(database.kind());

    List<String> agents =
        database.rows(dashboard.variable("agent").get("query").asText()).stream()
            .map(row -> (String) row.get("agent_name"))
            .toList();
    assertThat(agents).containsExactly("concierge", "nightly-report", "research", "support");
    Map<String, MarkdownTable> support =
        shown(database, dashboard, week(today, List.of("support")));
    assertThat(support.get("Runs").rows()).containsExactly(List.of("6"));
    assertThat(support.get("Agents").rows()).hasSize(1);
    assertThat(support.get("Not ended").rows()).isEmpty();
    Map<String, MarkdownTable> nobody = shown(database, dashboard, week(today, List.of("nobody")));
    assertThat(nobody.get("Runs").rows()).containsExactly(List.of("0"));
  }

  @EachDatabase
  void noPanelReadsALargeTableAsAWhole(TestDatabase database) throws Exception {
    LocalDate today = Today.of(database);
    StoredWeek.write(database.dataSource(), today);
    Dashboard dashboard = Dashboard.of(database.kind());
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      for (JsonNode panel : dashboard.asking()) {
        String sql = dashboard.sql(panel, week(today, ALL));
        if (database.kind() == DatabaseKind.SQLITE) {
          List<String> plan = Plan.of("EXPLAIN QUERY PLAN " + sql, connection);
          assertThat(Plan.sqliteScans(plan, sql)).as("%s", plan).isEmpty();
        } else {
          statement.execute("SET enable_seqscan = off");
          List<String> plan = Plan.of("EXPLAIN (COSTS off) " + sql, connection);
          assertThat(Plan.postgresScans(plan)).as("%s", plan).isEmpty();
        }
      }
    }
  }

  private static Dashboard.View week(LocalDate today, List<String> agents) {
    return new Dashboard.View(
        today.minusDays(6).atStartOfDay().toInstant(ZoneOffset.UTC),
        today.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC),
        3_600,
        agents);
  }

  /** What each panel shows, by its title; in PostgreSQL to a role that may not read content. */
  private static Map<String, MarkdownTable> shown(
      TestDatabase database, Dashboard dashboard, Dashboard.View view)
      throws SQLException, IOException {
    Map<String, MarkdownTable> shown = new LinkedHashMap<>();
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      if (database.kind() == DatabaseKind.POSTGRESQL) {
        statement.execute(RolesTest.text("reader"));
        statement.execute("SET ROLE spanledger_reader");
      }
      for (JsonNode panel : dashboard.asking()) {
        String sql = dashboard.sql(panel, view);
        assertThat(sql).as(Dashboard.title(panel)).doesNotContain("$_").doesNotContain("${");
        shown.put(Dashboard.title(panel), Answer.of(sql, connection));
      }
    }
    return shown;
  }

  private static boolean isBucket(String time) {
    return Long.parseLong(time) % 3_600 == 0;
  }
}
