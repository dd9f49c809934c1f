// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sqlexamples;

import static dev.spanledger.sqlexamples.SecondCalculation.BY_START;
import static dev.spanledger.sqlexamples.SecondCalculation.assertAnswer;
import static dev.spanledger.sqlexamples.SecondCalculation.by;
import static dev.spanledger.sqlexamples.SecondCalculation.cost;
import static dev.spanledger.sqlexamples.SecondCalculation.errors;
import static dev.spanledger.sqlexamples.SecondCalculation.largestFirst;
import static dev.spanledger.sqlexamples.SecondCalculation.last;
import static dev.spanledger.sqlexamples.SecondCalculation.latest;
import static dev.spanledger.sqlexamples.SecondCalculation.modelCalls;
import static dev.spanledger.sqlexamples.SecondCalculation.ofKind;
import static dev.spanledger.sqlexamples.SecondCalculation.only;
import static dev.spanledger.sqlexamples.SecondCalculation.percent;
import static dev.spanledger.sqlexamples.SecondCalculation.percentile;
import static dev.spanledger.sqlexamples.SecondCalculation.row;
import static dev.spanledger.sqlexamples.SecondCalculation.sum;
import static dev.spanledger.sqlexamples.SecondCalculation.unpriced;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Calculates the answers about whole runs, and about what is in them, a second time. */
class RunsSecondCalculationTest {

  @Test
  void whereTimeGoes() {
    List<Step> steps = only(last(7), step -> !step.kind().equals("LLM") || step.counted());
    Comparator<List<Step>> longest = Comparator.comparing(agent -> ms("AGENT", agent));
    assertAnswer(
        "where-time-goes",
        by(Step::agent, steps).values().stream()
            .sorted(longest.reversed())
            .map(
                agent ->
                    row(
                        agent.get(0).agent(),
                        of("AGENT", agent).size(),
                        ms("AGENT", agent),
                        ms("LLM", agent),
                        ms("TOOL", agent),
                        percent(ms("LLM", agent), ms("AGENT", agent)),
                        percent(ms("TOOL", agent), ms("AGENT", agent)))));
  }

  @Test
  void outputSpeed() {
    List<Step> streamed = only(modelCalls(), call -> call.has("ttft") && !call.failed());
    Comparator<List<Step>> fastest =
        Comparator.comparing(
            calls -> percentile(0.5, calls, RunsSecondCalculationTest::tokensPerSecond));
    assertAnswer(
        "output-speed",
        by(Step::subject, streamed).values().stream()
            .sorted(fastest.reversed())
            .map(
                calls ->
                    row(
                        calls.get(0).subject(),
                        calls.size(),
                        sum(calls, call -> call.integer("out")),
                        percentile(0.5, calls, RunsSecondCalculationTest::tokensPerSecond),
                        percentile(0, calls, RunsSecondCalculationTest::tokensPerSecond))));
  }

  @Test
  void costByOutcome() {
    BigDecimal all = cost(last(7));
    Comparator<List<Step>> dearest =
        Comparator.comparing(
            SecondCalculation::cost, Comparator.nullsFirst(Comparator.naturalOrder()));
    assertAnswer(
        "cost-by-outcome",
        by(step -> outcome(run(step)), last(7)).values().stream()
            .sorted(dearest.reversed())
            .map(
                steps ->
                    row(
                        outcome(run(steps.get(0))),
                        by(Step::traceId, steps).size(),
                        tokens(steps),
                        cost(steps),
                        unpriced(steps),
                        percent(cost(steps), all))));
  }

  @Test
  void costPerRun() {
    Comparator<List<List<Step>>> dearest = Comparator.comparing(runs -> percentileCost(1, runs));
    assertAnswer(
        "cost-per-run",
        runsByAgent().stream()
            .sorted(dearest.reversed())
            .map(
                runs ->
                    row(
                        agent(runs),
                        runs.size(),
                        runs.stream().filter(run -> cost(run) != null).count(),
                        percentileCost(0.5, runs),
                        percentileCost(0.95, runs),
                        percentileCost(1, runs),
                        average(runs, RunsSecondCalculationTest::tokens))));
  }

  @Test
  void stepsPerRun() {
    assertAnswer(
        "steps-per-run",
        runsByAgent().stream()
            .sorted(
                largestFirst((List<List<Step>> runs) -> most(runs, List::size))
                    .thenComparing(RunsSecondCalculationTest::agent))
            .map(
                runs ->
                    row(
                        agent(runs),
                        runs.size(),
                        average(runs, RunsSecondCalculationTest::llmCalls),
                        most(runs, RunsSecondCalculationTest::llmCalls),
                        average(runs, run -> of("TOOL", run).size()),
                        most(runs, run -> of("TOOL", run).size()),
                        most(runs, List::size))));
  }

  @Test
  void firstFailure() {
    List<Step> first =
        by(Step::traceId, only(last(7), Step::failed)).values().stream()
            .map(failed -> failed.stream().min(Comparator.comparing(Step::end)).orElseThrow())
            .toList();
    assertAnswer(
        "first-failure",
        first.stream()
            .sorted(BY_START.reversed())
            .map(
                step ->
                    row(
                        step.kind(),
                        step.subject(),
                        step.span().get("error"),
                        1,
                        outcome(run(step)).equals("failed") ? 1 : 0,
                        step.start())));
  }

  @Test
  void errorRateByModel() {
    assertAnswer(
        "error-rate-by-model",
        by(Step::subject, modelCalls()).values().stream()
            .sorted(
                largestFirst(SecondCalculation::errors)
                    .thenComparing(largestFirst(List<Step>::size)))
            .map(
                calls ->
                    row(
                        calls.get(0).subject(),
                        calls.size(),
                        errors(calls),
                        percent(errors(calls), calls.size()),
                        only(calls, RunsSecondCalculationTest::savedByRetry).size(),
                        latest(only(calls, Step::failed), Step::start))));
  }

  @Test
  void toolSequences() {
    List<List<String>> pairs = new ArrayList<>();
    for (List<Step> run : by(Step::traceId, ofKind("TOOL")).values()) {
      List<Step> calls = run.stream().sorted(BY_START).toList();
      for (int i = 0; i < calls.size(); i++) {
        String next = i + 1 < calls.size() ? calls.get(i + 1).subject() : "(end)";
        Step call = calls.get(i);
        pairs.add(List.of(call.subject(), next, call.traceId(), String.valueOf(call.failed())));
      }
    }
    Comparator<List<List<String>>> named =
        Comparator.comparing(pair -> pair.get(0).get(0) + " " + pair.get(0).get(1));
    assertAnswer(
        "tool-sequences",
        pairs.stream().collect(Collectors.groupingBy(pair -> pair.subList(0, 2))).values().stream()
            .sorted(largestFirst(List<List<String>>::size).thenComparing(named))
            .map(
                same ->
                    row(
                        same.get(0).get(0),
                        same.get(0).get(1),
                        same.size(),
                        same.stream().map(pair -> pair.get(2)).distinct().count(),
                        same.stream().filter(pair -> pair.get(3).equals("true")).count())));
  }

  @Test
  void agentsCallingAgents() {
    assertAnswer(
        "agents-calling-agents",
        ofKind("AGENT").stream()
            .flatMap(
                called ->
                    ofKind("AGENT").stream()
                        .filter(caller -> caller.spanId().equals(called.parentSpanId()))
                        .map(
                            caller ->
                                row(
                                    caller.agent(),
                                    called.agent(),
                                    1,
                                    called.failed() ? 1 : 0,
                                    called.ms(),
                                    percent(called.ms(), caller.ms())))));
  }

  private static List<List<List<Step>>> runsByAgent() {
    return by(Step::traceId, last(7)).values().stream()
        .collect(Collectors.groupingBy(run -> run.get(0).agent()))
        .values()
        .stream()
        .toList();
  }

  private static String agent(List<List<Step>> runs) {
    return runs.get(0).get(0).agent();
  }

  private static List<Step> run(Step step) {
    return only(last(7), other -> other.traceId().equals(step.traceId()));
  }

  private static String outcome(List<Step> run) {
    List<Step> roots = only(run, Step::isRoot);
    if (roots.isEmpty()) {
      return "running";
    }
    return roots.get(0).failed() ? "failed" : errors(run) > 0 ? "with errors" : "clean";
  }

  private static List<Step> of(String kind, List<Step> steps) {
    return only(steps, step -> step.kind().equals(kind));
  }

  /** Null where there is none; of model calls without the tools inside. */
  private static Double ms(String kind, List<Step> steps) {
    return of(kind, steps).stream().map(Step::ownMs).reduce(Double::sum).orElse(null);
  }

  private static double tokensPerSecond(Step call) {
    return 1000 * call.integer("out") / (call.ownMs() - call.number("ttft"));
  }

  private static boolean savedByRetry(Step call) {
    return !call.failed() && call.has("retries") && call.integer("retries") > 0;
  }

  private static long tokens(List<Step> steps) {
    return only(steps, Step::counted).stream()
        .map(Step::totalTokens)
        .filter(Objects::nonNull)
        .mapToLong(Long::longValue)
        .sum();
  }

  private static long llmCalls(List<Step> run) {
    return only(of("LLM", run), Step::counted).size();
  }

  private static BigDecimal percentileCost(double fraction, List<List<Step>> runs) {
    double[] costs =
        runs.stream()
            .map(SecondCalculation::cost)
            .filter(Objects::nonNull)
            .mapToDouble(BigDecimal::doubleValue)
            .toArray();
    return BigDecimal.valueOf(percentile(fraction, costs)).setScale(6, RoundingMode.HALF_UP);
  }

  private static double average(List<List<Step>> runs, ToLongFunction<List<Step>> value) {
    return runs.stream().mapToLong(value).average().orElseThrow();
  }

  private static long most(List<List<Step>> runs, ToLongFunction<List<Step>> value) {
    return runs.stream().mapToLong(value).max().orElseThrow();
  }
}
