// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sqlexamples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spanledger.testkit.databases.DatabaseKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A dashboard of Grafana, and its queries as Grafana and the data source would send them. */
record Dashboard(DatabaseKind kind, JsonNode json) {
  /** A macro of the data source, as both of them find it: no parentheses within. */
  private static final Pattern MACRO = Pattern.compile("\\$(__[_a-zA-Z0-9]+)\\(([^)]*)\\)");

  static Dashboard of(DatabaseKind kind) throws IOException {
    String file = "dashboards/grafana-" + kind.name().toLowerCase(Locale.ROOT) + ".json";
    return new Dashboard(kind, new ObjectMapper().readTree(Path.of(file).toFile()));
  }

  String dataSource() {
    return kind == DatabaseKind.SQLITE
        ? "frser-sqlite-datasource"
        : "grafana-postgresql-datasource";
  }

  List<JsonNode> panels() {
    return list(json.get("panels"));
  }

  /** The panels that ask something. */
  List<JsonNode> asking() {
    return panels().stream().filter(panel -> !type(panel).equals("row")).toList();
  }

  List<JsonNode> variables() {
    return list(json.at("/templating/list"));
  }

  static String type(JsonNode panel) {
    return panel.get("type").asText();
  }

  static String title(JsonNode panel) {
    return panel.get("title").asText();
  }

  static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  /** What somebody looks at: a time range, the interval that Grafana chose, and the agents. */
  record View(Instant from, Instant to, long intervalSeconds, List<String> agents) {

    /** A panel may have a time range of its own, so many days back. */
    private View of(JsonNode panel) {
      if (!panel.has("timeFrom")) {
        return this;
      }
      int days = Integer.parseInt(panel.get("timeFrom").asText().replace("d", ""));
      return new View(to.minus(Duration.ofDays(days)), to, intervalSeconds, agents);
    }

    /** As {@code ${agent:sqlstring}}; the variable's own value for all is put in as it is. */
    private String agentList(JsonNode variable) {
      return agents.isEmpty()
          ? variable.get("allValue").asText()
          : agents.stream()
              .map(agent -> "'" + agent.replace("'", "''") + "'")
              .collect(Collectors.joining(","));
    }
  }

  /** The panel's query as it reaches the database. */
  String sql(JsonNode panel, View dashboardView) {
    View view = dashboardView.of(panel);
    JsonNode target = panel.at("/targets/0");
    String text = target.get(kind == DatabaseKind.SQLITE ? "rawQueryText" : "rawSql").asText();
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("${agent:sqlstring}", view.agentList(variable("agent")));
    variables.put("$__interval_ms", String.valueOf(view.intervalSeconds * 1000));
    variables.put("$__interval", view.intervalSeconds + "s");
    variables.put("$__from", String.valueOf(view.from.toEpochMilli()));
    variables.put("$__to", String.valueOf(view.to.toEpochMilli()));
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      text = text.replace(variable.getKey(), variable.getValue());
    }
    return kind == DatabaseKind.SQLITE ? text : postgresMacros(text, view);
  }

  JsonNode variable(String name) {
    return variables().stream()
        .filter(variable -> variable.get("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String postgresMacros(String sql, View view) {
    return MACRO
        .matcher(sql)
        .replaceAll(
            m ->
                Matcher.quoteReplacement(
                    postgresMacro(m.group(1), m.group(2).split(",\\s*", -1), view)));
  }

  private static String postgresMacro(String name, String[] arguments, View view) {
    return switch (name) {
      case "__timeFilter" -> "%s BETWEEN '%s' AND '%s'".formatted(arguments[0], view.from, view.to);
      case "__timeGroupAlias" -> {
        long seconds = Long.parseLong(arguments[1].replaceAll("'?(\\d+)s'?", "$1"));
        yield "floor(extract(epoch from %s)/%d)*%d AS \"time\""
            .formatted(arguments[0], seconds, seconds);
      }
      case "__timeFrom" -> "'" + view.from + "'";
      default -> throw new IllegalArgumentException("no macro of PostgreSQL here: " + name);
    };
  }
}
