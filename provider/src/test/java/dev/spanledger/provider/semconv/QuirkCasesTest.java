// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases of {@code quirks.txt}: whole spans of frameworks, and what their rows say. */
class QuirkCasesTest {
  private static final int REGISTERED = 17;
  private static final Map<String, Column<?>> COLUMNS =
      Arrays.stream(SpanColumns.class.getFields())
          .map(QuirkCasesTest::column)
          .collect(Collectors.toMap(Column::name, Function.identity()));

  record Case(String name, String span, List<String> expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() throws IOException {
    try (InputStream in = QuirkCasesTest.class.getResourceAsStream("quirks.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Stream.of(text.split("(?m)^# ", -1)).skip(1).map(QuirkCasesTest::one);
    }
  }

  private static Case one(String text) {
    String[] parts = text.strip().split("\n> ", -1);
    String[] lines = parts[0].split("\n", 2);
    return new Case(lines[0], lines[1], List.of(parts).subList(1, parts.length));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theRowSaysWhatTheSpanMeant(Case quirk) {
    SpanRow row = Described.of(quirk.span());
    assertThat(quirk.expected()).isNotEmpty();
    for (String line : quirk.expected()) {
      String[] words = line.split(" ", 2);
      check(words[0], String.valueOf(value(row, words[0])), words[1]);
    }
  }

  @Test
  void everyQuirkOfTheRegisterIsHere() throws IOException {
    assertThat(cases().map(quirk -> quirk.name().split(" ", 2)[0]).filter(n -> n.matches("\\d+")))
        .extracting(Integer::valueOf)
        .containsAll(
            IntStream.rangeClosed(1, REGISTERED)
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static Object value(SpanRow row, String column) {
    assertThat(COLUMNS).containsKey(column);
    Object value = row.get(COLUMNS.get(column));
    return value == null ? "-" : value;
  }

  private static void check(String column, String value, String expected) {
    if (expected.startsWith("~ ")) {
      assertThat(value).as(column).contains(expected.substring(2));
    } else if (expected.startsWith("!~ ")) {
      assertThat(value).as(column).doesNotContain(expected.substring(3));
    } else {
      assertThat(value).as(column).isEqualTo(expected);
    }
  }

  private static Column<?> column(java.lang.reflect.Field constant) {
    try {
      return (Column<?>) constant.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
