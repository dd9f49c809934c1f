// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sqlexamples;

import static dev.spanledger.sqlexamples.SecondCalculation.assertAnswer;
import static dev.spanledger.sqlexamples.SecondCalculation.by;
import static dev.spanledger.sqlexamples.SecondCalculation.cost;
import static dev.spanledger.sqlexamples.SecondCalculation.errors;
import static dev.spanledger.sqlexamples.SecondCalculation.last;
import static dev.spanledger.sqlexamples.SecondCalculation.only;
import static dev.spanledger.sqlexamples.SecondCalculation.percent;
import static dev.spanledger.sqlexamples.SecondCalculation.row;
import static dev.spanledger.sqlexamples.SecondCalculation.sum;
import static dev.spanledger.sqlexamples.SecondCalculation.unpriced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Calculates the answers about a month a second time, from the spans and not from rollups. */
class MonthSecondCalculationTest {
  private static final double BUCKET = 0.02;

  @Test
  void monthCostByModel() {
    List<Step> usage = only(last(30), step -> step.counted() && step.has("in"));
    Comparator<List<Step>> newest = Comparator.comparing(steps -> steps.get(0).day());
    Comparator<List<Step>> dearest =
        Comparator.comparing(
            SecondCalculation::cost, Comparator.nullsFirst(Comparator.naturalOrder()));
    assertAnswer(
        "month-cost-by-model",
        by(step -> step.day() + model(step), usage).values().stream()
            .sorted(newest.reversed().thenComparing(dearest.reversed()))
            .map(
                steps ->
                    row(
                        steps.get(0).day(),
                        model(steps.get(0)),
                        sum(steps, step -> step.integer("in")),
                        sum(steps, step -> step.integer("out")),
                        cost(steps),
                        unpriced(steps),
                        cost(only(usage, s -> s.day().compareTo(steps.get(0).day()) <= 0)))));
  }

  @Test
  void monthLatencyByAgent() {
    Comparator<List<Step>> newest = Comparator.comparing(runs -> runs.get(0).day());
    List<List<Step>> expected =
        by(step -> step.day() + step.agent(), kind("AGENT", last(30))).values().stream()
            .sorted(newest.reversed().thenComparing(runs -> runs.get(0).agent()))
            .toList();
    List<List<String>> rows =
        ExampleWeek.answerWithToday(SqlExamples.named("month-latency-by-agent"), ExampleWeek.TODAY)
            .rows();
    assertThat(rows).hasSameSizeAs(expected);
    for (int i = 0; i < rows.size(); i++) {
      List<Step> runs = expected.get(i);
      List<String> row = rows.get(i);
      assertThat(row.subList(0, 3))
          .isEqualTo(row(runs.get(0).day(), runs.get(0).agent(), runs.size()));
      assertNear(row.get(3), ranked(0.50, runs));
      assertNear(row.get(4), ranked(0.95, runs));
    }
  }

  @Test
  void monthErrorRate() {
    assertAnswer(
        "month-error-rate",
        by(Step::day, last(30)).entrySet().stream()
            .sorted((one, other) -> other.getKey().compareTo(one.getKey()))
            .map(
                day ->
                    row(
                        day.getKey(),
                        kind("AGENT", day.getValue()).size(),
                        failed("AGENT", day.getValue()),
                        kind("LLM", day.getValue()).size(),
                        failed("LLM", day.getValue()),
                        kind("TOOL", day.getValue()).size(),
                        failed("TOOL", day.getValue()))));
  }

  @Test
  void busyHours() {
    assertAnswer(
        "busy-hours",
        by(step -> Integer.parseInt(step.span().get("start").substring(0, 2)), last(30))
            .entrySet()
            .stream()
            .sorted(Comparator.comparing(hour -> hour.getKey()))
            .map(
                hour ->
                    row(
                        hour.getKey(),
                        kind("AGENT", hour.getValue()).size(),
                        kind("LLM", hour.getValue()).size(),
                        errors(hour.getValue()),
                        only(hour.getValue(), Step::counted).stream()
                            .map(Step::totalTokens)
                            .filter(Objects::nonNull)
                            .mapToLong(Long::longValue)
                            .sum(),
                        by(Step::day, hour.getValue()).size())));
  }

  private static void assertNear(String cell, double exact) {
    assertThat(Double.parseDouble(cell)).isCloseTo(exact, within(BUCKET * exact));
  }

  /** The duration of the first run in order that this fraction of the runs is not longer than. */
  private static double ranked(double fraction, List<Step> runs) {
    double[] sorted = runs.stream().mapToDouble(Step::ms).sorted().toArray();
    return sorted[(int) Math.ceil(fraction * sorted.length) - 1];
  }

  private static List<Step> kind(String kind, List<Step> steps) {
    return only(steps, step -> step.kind().equals(kind));
  }

  private static Object failed(String kind, List<Step> steps) {
    List<Step> some = kind(kind, steps);
    return percent(errors(some), some.size());
  }

  private static String model(Step step) {
    return step.kind().equals("LLM") ? step.subject() : "(none)";
  }
}
