// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sqlexamples;

import static dev.spanledger.sqlexamples.SecondCalculation.assertAnswer;
import static dev.spanledger.sqlexamples.SecondCalculation.by;
import static dev.spanledger.sqlexamples.SecondCalculation.errors;
import static dev.spanledger.sqlexamples.SecondCalculation.largestFirst;
import static dev.spanledger.sqlexamples.SecondCalculation.last;
import static dev.spanledger.sqlexamples.SecondCalculation.latest;
import static dev.spanledger.sqlexamples.SecondCalculation.ofKind;
import static dev.spanledger.sqlexamples.SecondCalculation.only;
import static dev.spanledger.sqlexamples.SecondCalculation.percent;
import static dev.spanledger.sqlexamples.SecondCalculation.row;
import static dev.spanledger.sqlexamples.SecondCalculation.sum;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calculates the answers about errors a second time, in plain Java, and finds the pages right. */
class ErrorsSecondCalculationTest {

  @Test
  void errorRateByTool() {
    assertAnswer(
        "error-rate-by-tool",
        by(Step::subject, ofKind("TOOL")).values().stream()
            .sorted(Comparator.comparing(ErrorsSecondCalculationTest::errorRate).reversed())
            .map(
                calls ->
                    row(
                        calls.get(0).subject(),
                        calls.size(),
                        errors(calls),
                        percent(errors(calls), calls.size()),
                        by(Step::traceId, failed(calls)).size(),
                        latest(failed(calls), Step::start))));
  }

  @Test
  void errorsByType() {
    Comparator<List<Step>> newest = Comparator.comparing(group -> latest(group, Step::start));
    assertAnswer(
        "errors-by-type",
        by(step -> step.name() + step.span().get("error"), failed(eachCallOnce())).values().stream()
            .sorted(largestFirst(List<Step>::size).thenComparing(newest.reversed()))
            .map(
                group ->
                    row(
                        group.get(0).kind(),
                        group.get(0).subject(),
                        group.get(0).span().get("error"),
                        group.size(),
                        by(Step::traceId, group).size(),
                        latest(group, Step::start),
                        group.get(0).traceId())));
  }

  @Test
  void silentFailures() {
    Comparator<List<Step>> newest = Comparator.comparing(spans -> spans.get(0).start());
    assertAnswer(
        "silent-failures",
        by(Step::traceId, last(7)).values().stream()
            .filter(spans -> spans.get(0).isRoot() && !spans.get(0).failed() && errors(spans) > 0)
            .sorted(largestFirst(SecondCalculation::errors).thenComparing(newest.reversed()))
            .map(ErrorsSecondCalculationTest::silent));
  }

  @Test
  void retriedCalls() {
    assertAnswer(
        "retried-calls",
        by(Step::name, calls()).values().stream()
            .filter(calls -> !retried(calls).isEmpty())
            .sorted(largestFirst(ErrorsSecondCalculationTest::retries))
            .map(
                calls ->
                    row(
                        calls.get(0).kind(),
                        calls.get(0).subject(),
                        calls.size(),
                        retried(calls).size(),
                        retries(calls),
                        percent(retried(calls).size(), calls.size()),
                        errors(retried(calls)))));
  }

  @Test
  void repeatedFailures() {
    assertAnswer(
        "repeated-failures",
        by(step -> step.traceId() + step.name() + step.span().get("error"), failed(calls()))
            .values()
            .stream()
            .filter(failures -> failures.size() > 1)
            .sorted(largestFirst(List<Step>::size))
            .map(ErrorsSecondCalculationTest::repeated));
  }

  private static List<String> silent(List<Step> spans) {
    Step root = spans.get(0);
    Step firstError = failed(spans).get(0);
    return row(
        root.traceId(),
        root.name(),
        root.start(),
        root.status(),
        spans.size(),
        errors(spans),
        firstError.span().get("error"));
  }

  private static List<String> repeated(List<Step> failures) {
    Step one = failures.get(0);
    Instant last = latest(failures, Step::start);
    boolean recovered =
        calls().stream()
            .filter(call -> call.traceId().equals(one.traceId()) && call.name().equals(one.name()))
            .anyMatch(call -> !call.failed() && call.start().isAfter(last));
    return row(
        one.traceId(),
        one.kind(),
        one.subject(),
        one.span().get("error"),
        failures.size(),
        failures.stream().mapToDouble(Step::ms).sum(),
        last,
        recovered ? "yes" : "no");
  }

  private static List<Step> calls() {
    return only(eachCallOnce(), step -> !step.kind().equals("AGENT"));
  }

  private static List<Step> eachCallOnce() {
    return only(last(7), step -> !step.kind().equals("LLM") || step.counted());
  }

  private static List<Step> failed(List<Step> steps) {
    return only(steps, Step::failed);
  }

  private static List<Step> retried(List<Step> steps) {
    return only(steps, step -> step.has("retries") && step.integer("retries") > 0);
  }

  private static long retries(List<Step> steps) {
    return sum(retried(steps), step -> step.integer("retries"));
  }

  private static double errorRate(List<Step> calls) {
    return (double) errors(calls) / calls.size();
  }
}
