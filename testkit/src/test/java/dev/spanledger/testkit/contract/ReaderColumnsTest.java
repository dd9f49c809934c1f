// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.ScoreColumns;
import dev.spanledger.schema.ScoreRow;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The shipped role that reads numbers, names and times, and nothing that was said. */
class ReaderColumnsTest {
  private static final String MARKER = "my-secret-disease";
  private static final Pattern REFUSED =
      Pattern.compile("-- refused of (\\w+):((?: all)|(?:\n--   [\\w, ]+)+)");

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void everyColumnIsEitherGrantedOrRefusedOnPurpose(TestDatabase database) throws SQLException {
    try (RoleScripts scripts = RoleScripts.in(database).run("reader").run("reader")) {
      Set<String> refused = refused();
      List<Map<String, Object>> columns = columns(database);
      assertThat(columns).hasSizeGreaterThan(400);
      assertSoftly(
          softly ->
              columns.forEach(
                  column ->
                      softly
                          .assertThat(column.get("granted"))
                          .as("%s: roles/reader.sql neither grants nor refuses it", name(column))
                          .isEqualTo(
                              !refused.contains(name(column))
                                  && !refused.contains(column.get("relation") + ".all"))));
      assertThat(columns.stream().map(ReaderColumnsTest::name).toList())
          .as("what the script refuses is there")
          .containsAll(refused.stream().filter(name -> !name.endsWith(".all")).toList());
      assertThat(scripts.owner()).isNotNull();
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aColumnOfOnesOwnIsNotGrantedByItself(TestDatabase database) throws SQLException {
    try (RoleScripts scripts = RoleScripts.in(database).run("reader");
        Role grafana = scripts.member("spanledger_reader")) {
      RoleScripts.execute(scripts.owner(), "ALTER TABLE agent_spans ADD COLUMN shop_plan text");
      refused(grafana, "SELECT shop_plan FROM agent_spans");
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void nothingThatWasSaidIsRead(TestDatabase database) throws SQLException {
    try (RoleScripts scripts = RoleScripts.in(database).run("reader");
        Role grafana = scripts.member("spanledger_reader")) {
      SpanRow row = sayingIt();
      scripts.schema().writer().write(List.of(row));
      scripts.schema().writer().quarantine(row, new SQLException(MARKER));
      int said = 0;
      for (Map<String, Object> column : columns(database)) {
        String query =
            "SELECT (%s)::text FROM %s"
                .formatted(column.get("column_name"), column.get("relation"));
        if ((Boolean) column.get("granted")) {
          assertThat(RoleScripts.texts(grafana, query))
              .as(name(column))
              .noneMatch(text -> text.contains(MARKER));
        } else {
          refused(grafana, query);
          said += holds(scripts.owner(), query) ? 1 : 0;
        }
      }
      assertThat(said).as("refused columns that hold the marker").isGreaterThan(40);
      assertThat(RoleScripts.count(grafana, "SELECT name, cost_usd FROM agent_spans")).isEqualTo(1);
      refused(grafana, "SELECT * FROM agent_spans");
      refused(grafana, "SELECT s FROM agent_spans s");
      refused(grafana, "SELECT name FROM agent_spans WHERE input_preview LIKE '%disease%'");
      refused(grafana, "SELECT name FROM agent_spans_p20261120");
    }
  }

  /** What docs/roles.md offers where there are no roles: a copy without what was said. */
  @EachDatabase(DatabaseKind.SQLITE)
  void theCopyForSqliteHoldsNothingThatWasSaid(TestDatabase database) throws Exception {
    TraceSchema schema = Tables.open(database);
    schema.writer().write(List.of(sayingIt()));
    schema.writer().quarantine(sayingIt(), new SQLException(MARKER));
    Path copy = Files.createTempDirectory("numbers").resolve("numbers.db");
    database.execute("VACUUM INTO '" + copy + "'");
    assertThat(Files.readString(copy, ISO_8859_1)).contains(MARKER);

    String page = Files.readString(Path.of("../docs/roles.md"));
    String sql = page.replaceFirst("(?s).*sqlite3 numbers.db \"([^\"]+)\".*", "$1");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
        Statement statement = connection.createStatement()) {
      for (String one : sql.strip().split("(?s);(?=.)", -1)) {
        statement.execute(one);
      }
    }
    assertThat(Files.readString(copy, ISO_8859_1).contains(MARKER)).isFalse();
    Files.delete(copy);
  }

  /** Says it wherever the script takes a column for something that somebody says. */
  private static SpanRow sayingIt() {
    String json = "{\"said\":\"" + MARKER + "\"}";
    String messages = "[{\"role\":\"user\",\"parts\":[" + json + "]}]";
    SpanRow.Builder row = SpanRows.llm(1, 2, 1).set(SpanColumns.STATUS, "ERROR");
    Set<String> refused = refused();
    for (Column<String> column : SpanColumnsOf.TEXT) {
      if (refused.contains("agent_spans." + column.name())) {
        row.set(column, json);
      }
    }
    return row.set(SpanColumns.STOP_SEQUENCES, List.of(MARKER))
        .set(SpanColumns.INPUT, messages)
        .set(SpanColumns.OUTPUT, messages)
        .set(SpanColumns.SYSTEM_INSTRUCTIONS, messages)
        .set(SpanColumns.TOOL_DEFINITIONS, messages)
        .set(SpanColumns.RESOURCE, json)
        .set(
            SpanColumns.ATTRIBUTES,
            "{\"long\":\"" + (MARKER + " ").repeat(50) + "\", \"a\":" + json + "}")
        .scores(
            List.of(
                ScoreRow.builder(SpanRows.spanId(2), "relevance", 0)
                    .set(ScoreColumns.TRACE_ID, SpanRows.traceId(1))
                    .set(ScoreColumns.EXPLANATION, MARKER)
                    .set(ScoreColumns.METADATA, json)
                    .build()))
        .build();
  }

  private static boolean holds(Role owner, String query) throws SQLException {
    return RoleScripts.texts(owner, query).stream().anyMatch(text -> text.contains(MARKER));
  }

  private static Set<String> refused() {
    Set<String> refused = new HashSet<>();
    Matcher matcher = REFUSED.matcher(RoleScripts.text("reader"));
    while (matcher.find()) {
      Arrays.stream(matcher.group(2).split("[\\s,-]+", -1))
          .filter(column -> !column.isEmpty())
          .forEach(column -> refused.add(matcher.group(1) + "." + column));
    }
    return refused;
  }

  /** Every column of every table and view, and whether the role may read it. */
  private static List<Map<String, Object>> columns(TestDatabase database) throws SQLException {
    return database.rows(
        "SELECT relname::text AS relation, attname::text AS column_name,"
            + " has_column_privilege('spanledger_reader', c.oid, attname, 'SELECT') AS granted"
            + " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            + " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v')"
            + " AND NOT relispartition AND attnum > 0 AND NOT attisdropped ORDER BY 1, attnum");
  }

  private static String name(Map<String, Object> column) {
    return column.get("relation") + "." + column.get("column_name");
  }

  private static void refused(Role role, String query) {
    assertThatThrownBy(() -> RoleScripts.count(role, query))
        .as(query)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("permission denied");
  }
}
