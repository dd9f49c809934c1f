// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sqlexamples;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The spans of DATA.md, and the answers that the questions' pages give for them. */
final class ExampleWeek {
  /** The day that the pages call today. */
  static final LocalDate TODAY = LocalDate.parse("2026-11-20");

  private static final Pattern DATE = Pattern.compile("2026-\\d\\d-\\d\\d");

  private ExampleWeek() {}

  /** The week as it is written. */
  static List<Step> steps() {
    return stepsWithToday(TODAY);
  }

  /** The week moved by whole days, so that its today is this day. */
  static List<Step> stepsWithToday(LocalDate today) {
    List<MarkdownTable> tables = tables(today);
    Map<String, Map<String, String>> traces =
        tables.get(0).maps().stream().collect(toMap(row -> row.get("trace"), row -> row));
    Map<String, Map<String, String>> more =
        tables.get(2).maps().stream()
            .collect(
                groupingBy(
                    row -> row.get("trace") + row.get("span"),
                    toMap(row -> row.get("column"), row -> row.get("value"))));
    List<Map<String, String>> spans = tables.get(1).maps();
    return spans.stream()
        .map(
            span ->
                new Step(
                    span,
                    traces.get(span.get("trace")),
                    agentOf(span, spans),
                    more.getOrDefault(span.get("trace") + span.get("span"), Map.of())))
        .toList();
  }

  /** The steps that the database refused, by DATA.md, with the week's days moved. */
  static List<Map<String, String>> refusedWithToday(LocalDate today) {
    return tables(today).get(3).maps();
  }

  /** The steps that have not ended. */
  static List<Map<String, String>> openWithToday(LocalDate today) {
    return tables(today).get(4).maps();
  }

  private static List<MarkdownTable> tables(LocalDate today) {
    return MarkdownTable.in(moved(read("DATA.md"), today));
  }

  /** The table of answers on the question's page, with its days moved likewise. */
  static MarkdownTable answerWithToday(SqlExample example, LocalDate today) {
    List<MarkdownTable> tables = MarkdownTable.in(moved(page(example), today));
    return tables.get(tables.size() - 1);
  }

  static String page(SqlExample example) {
    return read("questions/" + example.folder() + "/README.md");
  }

  static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String traceId(String trace) {
    return "4bf92f3577b34da6a3ce929d0e0e47" + trace;
  }

  static String spanId(String trace, String span) {
    return "00f067aa0ba9" + trace + span;
  }

  private static String moved(String text, LocalDate today) {
    long days = ChronoUnit.DAYS.between(TODAY, today);
    return DATE.matcher(text)
        .replaceAll(date -> LocalDate.parse(date.group()).plusDays(days).toString());
  }

  private static String agentOf(Map<String, String> span, List<Map<String, String>> spans) {
    if (span.get("name").startsWith("invoke_agent ")) {
      return span.get("name").substring("invoke_agent ".length());
    }
    return spans.stream()
        .filter(other -> other.get("trace").equals(span.get("trace")))
        .filter(other -> other.get("span").equals(span.get("parent")))
        .findFirst()
        .map(parent -> agentOf(parent, spans))
        .orElse("research");
  }
}
