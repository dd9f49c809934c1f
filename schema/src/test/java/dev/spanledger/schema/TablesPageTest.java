// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TablesPageTest {
  static Stream<Column<?>> columns() {
    return Stream.of(SpanColumns.ALL, TraceColumns.STORED, ScoreColumns.ALL, PriceColumns.ALL)
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("columns")
  void everyColumnIsDescribed(Column<?> column) throws Exception {
    assertThat(Files.readString(Path.of("..", "docs", "tables.md")))
        .containsPattern("\\| `" + column.name() + "` \\|.* [^|\\s].* \\|");
  }
}
