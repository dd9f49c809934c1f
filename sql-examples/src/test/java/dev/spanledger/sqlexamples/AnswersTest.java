// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sqlexamples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks each database every question, and expects what the question's page says. */
class AnswersTest {

  @EachDatabase
  void everyAnswerIsWhatItsPageSays(TestDatabase database) throws SQLException {
    Asked asked = ask(database);

    assertSoftly(
        softly ->
            asked.answers.forEach(
                (example, answer) ->
                    softly
                        .assertThat(answer)
                        .as(example.name())
                        .isEqualTo(ExampleWeek.answerWithToday(example, asked.today))));
  }

  /** The views say the same whether hours were counted ahead or not. */
  @EachDatabase
  void answersStayTheSameOnceUsageIsCounted(TestDatabase database) throws SQLException {
    Asked before = ask(database);
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    schema.upkeep().rollups().run(Instant.now(), report -> true);
    assertThat(database.rows("SELECT 1 FROM agent_usage_hourly")).isNotEmpty();
    Map<SqlExample, MarkdownTable> after = answers(database);
    if (Today.of(database).equals(before.today)) {
      after.forEach(
          (example, answer) ->
              assertThat(answer).as(example.name()).isEqualTo(before.answers.get(example)));
    }
  }

  private record Asked(LocalDate today, Map<SqlExample, MarkdownTable> answers) {}

  /** Asks once more where midnight came between writing the week and the last answer. */
  private static Asked ask(TestDatabase database) throws SQLException {
    LocalDate today = Today.of(database);
    StoredWeek.write(database.dataSource(), today);
    Map<SqlExample, MarkdownTable> answers = answers(database);
    if (Today.of(database).equals(today)) {
      return new Asked(today, answers);
    }
    for (String table : List.of("spans", "traces", "contents", "quarantine", "open_spans")) {
      database.execute("DELETE FROM agent_" + table);
    }
    return ask(database);
  }

  private static Map<SqlExample, MarkdownTable> answers(TestDatabase database) throws SQLException {
    Map<SqlExample, MarkdownTable> answers = new LinkedHashMap<>();
    try (Connection connection = database.dataSource().getConnection()) {
      liveFarFromGreenwich(database, connection);
      for (SqlExample example : SqlExamples.all()) {
        String sql = example.sql(SqlExample.Dialect.of(connection));
        answers.put(example, Answer.of(sql, connection));
      }
    }
    return answers;
  }

  /** Days are UTC days, whatever the session's time zone is. SQLite has none. */
  private static void liveFarFromGreenwich(TestDatabase database, Connection connection)
      throws SQLException {
    if (database.kind() == DatabaseKind.POSTGRESQL) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET TIME ZONE 'Pacific/Auckland'");
      }
    }
  }
}
