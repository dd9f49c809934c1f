// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sqlexamples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SqlExamplesTest {

  static List<SqlExample> examples() {
    return SqlExamples.all();
  }

  @Test
  void everyFolderIsListedInTheOrderOfItsNumber() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("questions"))) {
      assertThat(SqlExamples.all())
          .extracting(SqlExample::folder)
          .containsExactlyElementsOf(
              files
                  .filter(Files::isDirectory)
                  .map(folder -> folder.getFileName().toString())
                  .sorted()
                  .toList());
    }
  }

  @Test
  void anExampleIsFoundByName() {
    SqlExample example = SqlExamples.named("cost-by-model");

    assertThat(example.group()).isEqualTo("cost");
    assertThat(example.title()).isEqualTo("What does each model use and cost?");
    assertThat(example.why()).startsWith("The bill comes by model").doesNotContain("\n");
    assertThat(example.sql(SqlExample.Dialect.POSTGRESQL)).contains("now() - interval '7 days'");
    assertThat(example.sql(SqlExample.Dialect.SQLITE)).contains("strftime(");
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownNames() {
    assertThatThrownBy(() -> SqlExamples.named("cost-by-moon"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cost-by-moon")
        .hasMessageContaining("cost-by-model");
  }

  @ParameterizedTest
  @EnumSource
  void everyQueryBeginsWithItsQuestionAndIsOneStatementWithoutParameters(
      SqlExample.Dialect dialect) {
    for (SqlExample example : SqlExamples.all()) {
      String sql = example.sql(dialect);
      assertThat(sql).as(example.name()).startsWith("-- " + example.title() + "\n").endsWith(";\n");
      assertThat(sql.lines().filter(line -> !line.strip().startsWith("--")).toList())
          .as(example.name())
          .noneMatch(line -> line.contains("?"))
          .filteredOn(line -> line.contains(";"))
          .hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void thePageExplainsEveryColumnOfTheAnswer(SqlExample example) {
    List<MarkdownTable> tables = MarkdownTable.in(ExampleWeek.page(example));

    assertThat(tables).hasSize(2);
    assertThat(tables.get(0).rows())
        .allSatisfy(row -> assertThat(row.get(2)).isNotBlank())
        .extracting(row -> row.get(0).replace("`", ""))
        .containsExactlyElementsOf(tables.get(1).header());
  }

  @Test
  void theIndexPageLinksEveryQuestionByItsTitle() {
    String index = ExampleWeek.read("README.md");

    assertThat(SqlExamples.all())
        .allSatisfy(
            example ->
                assertThat(index)
                    .contains("[" + example.title() + "](questions/" + example.folder() + ")"));
  }
}
