// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sqlexamples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;

/** The queries of docs/bi.md run, with what Metabase and Superset put into them. */
class BiPageTest {
  private static final Pattern QUERY = Pattern.compile("(?s)```sql\n(.*?)```");

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void everyQueryOfThePageAnswersToAReader(TestDatabase database) throws Exception {
    LocalDate today = Today.of(database);
    StoredWeek.write(database.dataSource(), today);
    List<String> queries =
        QUERY
            .matcher(ExampleWeek.read("../docs/bi.md"))
            .results()
            .map(block -> block.group(1))
            .toList();
    assertThat(queries).hasSizeGreaterThan(7);
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(RolesTest.text("reader"));
      statement.execute("SET ROLE spanledger_reader");
      for (String query : queries) {
        for (boolean optional : List.of(false, true)) {
          assertThat(Answer.of(filled(query, today, optional), connection).rows())
              .as(query)
              .isNotEmpty();
        }
      }
    }
  }

  private static String filled(String query, LocalDate today, boolean optional) {
    return query
        .replaceAll("\\[\\[(.*?)]]", optional ? "$1" : "")
        .replace("{{start}}", "date '" + today.minusDays(6) + "'")
        .replace("{{agent}}", "'support'")
        .replace("{{ from_dttm }}", today.minusDays(6) + "T00:00:00")
        .replace("{{ to_dttm }}", today.plusDays(1) + "T00:00:00");
  }
}
