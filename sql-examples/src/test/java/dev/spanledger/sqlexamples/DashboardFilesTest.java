// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sqlexamples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spanledger.testkit.databases.DatabaseKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The dashboards' files are such as Grafana imports. */
class DashboardFilesTest {
  private static final int COLUMNS = 24;

  @ParameterizedTest
  @EnumSource
  void panelsHaveIdsOfTheirOwnAndAPlaceOfTheirOwn(DatabaseKind kind) throws IOException {
    List<JsonNode> panels = Dashboard.of(kind).panels();
    assertThat(panels).hasSizeGreaterThan(15);
    assertThat(panels).extracting(panel -> panel.get("id").asInt()).doesNotHaveDuplicates();
    assertThat(panels).extracting(Dashboard::title).doesNotHaveDuplicates();
    Set<List<Integer>> taken = new HashSet<>();
    for (JsonNode panel : panels) {
      for (List<Integer> cell : cells(panel.get("gridPos"))) {
        assertThat(cell.get(0)).as(Dashboard.title(panel)).isBetween(0, COLUMNS - 1);
        assertThat(taken.add(cell)).as("%s overlaps at %s", panel.get("title"), cell).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void importingAsksForTheDataSourceThatEveryPanelUses(DatabaseKind kind) throws IOException {
    Dashboard dashboard = Dashboard.of(kind);
    JsonNode input = dashboard.json().at("/__inputs/0");
    assertThat(input.get("type").asText()).isEqualTo("datasource");
    assertThat(input.get("pluginId").asText()).isEqualTo(dashboard.dataSource());
    JsonNode variable = dashboard.variable("datasource");
    assertThat(variable.get("type").asText()).isEqualTo("datasource");
    assertThat(variable.get("query").asText()).isEqualTo(dashboard.dataSource());
    assertThat(variable.at("/current/value").asText())
        .isEqualTo("${" + input.get("name").asText() + "}");

    List<JsonNode> references = new ArrayList<>();
    references.add(dashboard.variable("agent").get("datasource"));
    for (JsonNode panel : dashboard.asking()) {
      assertThat(panel.get("targets")).hasSize(1);
      references.add(panel.get("datasource"));
      references.add(panel.at("/targets/0/datasource"));
    }
    assertThat(references)
        .allSatisfy(
            reference -> {
              assertThat(reference.get("type").asText()).isEqualTo(dashboard.dataSource());
              assertThat(reference.get("uid").asText()).isEqualTo("${datasource}");
            });
  }

  @ParameterizedTest
  @EnumSource
  void whatItNeedsIsSaid(DatabaseKind kind) throws IOException {
    Dashboard dashboard = Dashboard.of(kind);
    List<String> required =
        Dashboard.list(dashboard.json().get("__requires")).stream()
            .map(one -> one.get("id").asText())
            .toList();
    assertThat(required).contains("grafana", dashboard.dataSource());
    assertThat(required).containsAll(dashboard.asking().stream().map(Dashboard::type).toList());
    assertThat(dashboard.asking())
        .allSatisfy(panel -> assertThat(panel.get("description").asText()).isNotBlank());
    assertThat(dashboard.json().get("id").isNull()).isTrue();
  }

  @Test
  void bothHaveTheSamePanels() throws IOException {
    Dashboard postgres = Dashboard.of(DatabaseKind.POSTGRESQL);
    Dashboard sqlite = Dashboard.of(DatabaseKind.SQLITE);
    assertThat(sqlite.panels())
        .extracting(panel -> Dashboard.title(panel) + panel.get("type") + panel.get("gridPos"))
        .containsExactlyElementsOf(
            postgres.panels().stream()
                .map(panel -> Dashboard.title(panel) + panel.get("type") + panel.get("gridPos"))
                .toList());
  }

  /** The plugin for SQLite sends the text that the editor shows; its macros would hide an index. */
  @Test
  void theTextsForSqliteAreOne() throws IOException {
    assertThat(Dashboard.of(DatabaseKind.SQLITE).asking())
        .allSatisfy(
            panel -> {
              JsonNode target = panel.at("/targets/0");
              assertThat(target.get("queryText")).isEqualTo(target.get("rawQueryText"));
              assertThat(target.get("queryText").asText()).doesNotContain("$__timeFilter");
              assertThat(target.get("queryType").asText())
                  .isEqualTo(Dashboard.type(panel).equals("timeseries") ? "time series" : "table");
            });
  }

  private static List<List<Integer>> cells(JsonNode place) {
    List<List<Integer>> cells = new ArrayList<>();
    for (int x = 0; x < place.get("w").asInt(); x++) {
      for (int y = 0; y < place.get("h").asInt(); y++) {
        cells.add(List.of(place.get("x").asInt() + x, place.get("y").asInt() + y));
      }
    }
    return cells;
  }
}
