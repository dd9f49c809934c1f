// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.sqlexamples.SqlExample;
import dev.spanledger.sqlexamples.SqlExamples;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.sql.SQLException;

/** What guards SQL lets every question through that the project itself asks. */
class QuestionsTest {
  @EachDatabase
  void everyQuestionMayBeAsked(TestDatabase database) throws SQLException {
    Example.store(database);
    SqlExample.Dialect dialect =
        database.kind() == DatabaseKind.SQLITE
            ? SqlExample.Dialect.SQLITE
            : SqlExample.Dialect.POSTGRESQL;
    for (SqlExample question : SqlExamples.all()) {
      Typed.Outcome answer = Typed.at(database).input(question.sql(dialect)).run("sql", "-");
      assertThat(answer.err()).as(question.name()).isEmpty();
      assertThat(answer.code()).as(question.name()).isLessThan(2);
    }
  }
}
