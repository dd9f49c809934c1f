// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sqlexamples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;

/**
 * No question reads a table from its beginning to its end, and its page says by what it does not.
 */
class PlansTest {
  private static final Pattern DAYS = Pattern.compile("interval '(\\d+) (days|hours)'");
  private static final Pattern PARTITION = Pattern.compile("agent_(?:spans|contents)_p(\\d{8})\\b");
  private static final Pattern NAMED = Pattern.compile("`(agent_\\w+)`");

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void postgresSearchesByIndexInThePartitionsOfTheRange(TestDatabase database) throws SQLException {
    LocalDate today = Today.of(database);
    StoredWeek.write(database.dataSource(), today);
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET enable_seqscan = off");
      SoftAssertions softly = new SoftAssertions();
      for (SqlExample example : SqlExamples.all()) {
        String sql = example.sql(SqlExample.Dialect.POSTGRESQL);
        if (readsRollup(sql)) {
          continue;
        }
        List<String> plan = Plan.of("EXPLAIN (COSTS off) " + sql, connection);
        softly.assertThat(Plan.postgresScans(plan)).as("%s: %s", example, plan).isEmpty();
        softly
            .assertThat(days(plan))
            .as("partitions of %s", example)
            .allMatch(day -> !day.isBefore(today.minusDays(range(sql) + 1L)));
      }
      softly.assertAll();
    }
  }

  /** Where the rollups end is known only when the query runs, and so is what it can leave out. */
  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aQuestionOverAMonthOpensOnlyTheSpansSinceTheRollup(TestDatabase database)
      throws SQLException {
    LocalDate today = Today.of(database);
    StoredWeek.write(database.dataSource(), today);
    database.execute(
        "UPDATE agent_maintenance SET closed_until = '%sT00:00:00Z' WHERE task = 'rollups'"
            .formatted(today));
    int asked = 0;
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET enable_seqscan = off");
      for (SqlExample example : SqlExamples.all()) {
        String sql = example.sql(SqlExample.Dialect.POSTGRESQL);
        if (readsRollup(sql)) {
          asked++;
          List<String> plan =
              Plan.of("EXPLAIN (ANALYZE, COSTS off, TIMING off) " + sql, connection);
          assertThat(Plan.postgresScans(plan)).as("%s: %s", example, plan).isEmpty();
          List<String> opened = plan.stream().filter(PlansTest::isOpened).toList();
          assertThat(days(opened))
              .as("%s", plan)
              .isNotEmpty()
              .allMatch(day -> !day.isBefore(today));
        }
      }
    }
    assertThat(asked).isGreaterThanOrEqualTo(4);
  }

  private static boolean isOpened(String step) {
    return !step.contains("never executed");
  }

  private static boolean readsRollup(String sql) {
    return sql.contains("FROM agent_usage_by_") || sql.contains("FROM agent_duration_by_");
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void sqliteSearchesByIndex(TestDatabase database) throws SQLException {
    StoredWeek.write(database.dataSource(), Today.of(database));
    try (Connection connection = database.dataSource().getConnection()) {
      SoftAssertions softly = new SoftAssertions();
      for (SqlExample example : SqlExamples.all()) {
        String sql = example.sql(SqlExample.Dialect.SQLITE);
        List<String> plan = Plan.of("EXPLAIN QUERY PLAN " + sql, connection);
        softly.assertThat(plan).as(example.name()).isNotEmpty();
        softly.assertThat(Plan.sqliteScans(plan, sql)).as("%s: %s", example, plan).isEmpty();
      }
      softly.assertAll();
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void thePageNamesWhatMakesItFast(TestDatabase database) throws SQLException {
    StoredWeek.write(database.dataSource(), Today.of(database));
    Set<String> indexes = names(database, "index");
    Set<String> tables = names(database, "table");
    tables.addAll(names(database, "view"));
    try (Connection connection = database.dataSource().getConnection()) {
      SoftAssertions softly = new SoftAssertions();
      for (SqlExample example : SqlExamples.all()) {
        String plan =
            Plan.of("EXPLAIN QUERY PLAN " + example.sql(SqlExample.Dialect.SQLITE), connection)
                .toString();
        List<String> named = named(example);
        softly
            .assertThat(named)
            .as("%s: an index, or the table that is small", example)
            .isNotEmpty()
            .allMatch(name -> indexes.contains(name) || tables.contains(name));
        softly
            .assertThat(named.stream().filter(indexes::contains).toList())
            .as("%s: %s", example, plan)
            .allMatch(index -> plan.contains("INDEX " + index + " "));
      }
      softly.assertAll();
    }
  }

  private static List<LocalDate> days(List<String> plan) {
    return PARTITION
        .matcher(plan.toString())
        .results()
        .map(partition -> LocalDate.parse(partition.group(1), DateTimeFormatter.BASIC_ISO_DATE))
        .toList();
  }

  /** How many days back the query looks. */
  private static int range(String sql) {
    return DAYS.matcher(sql).results().mapToInt(PlansTest::inDays).max().orElse(0);
  }

  private static int inDays(MatchResult interval) {
    int number = Integer.parseInt(interval.group(1));
    return interval.group(2).equals("days") ? number : (number + 23) / 24;
  }

  private static List<String> named(SqlExample example) {
    String page = ExampleWeek.page(example);
    String paragraph = page.replaceFirst("(?s).*\nWhat makes it fast: (.*?)\n\n.*", "$1");
    assertThat(paragraph).as(example.name()).isNotEqualTo(page);
    return NAMED.matcher(paragraph).results().map(name -> name.group(1)).toList();
  }

  private static Set<String> names(TestDatabase database, String type) throws SQLException {
    return database.rows("SELECT name FROM sqlite_master WHERE type = '" + type + "'").stream()
        .map(row -> (String) row.get("name"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
