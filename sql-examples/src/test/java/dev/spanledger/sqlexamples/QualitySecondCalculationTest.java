// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sqlexamples;

import static dev.spanledger.sqlexamples.SecondCalculation.assertAnswer;
import static dev.spanledger.sqlexamples.SecondCalculation.by;
import static dev.spanledger.sqlexamples.SecondCalculation.cost;
import static dev.spanledger.sqlexamples.SecondCalculation.largestFirst;
import static dev.spanledger.sqlexamples.SecondCalculation.last;
import static dev.spanledger.sqlexamples.SecondCalculation.latest;
import static dev.spanledger.sqlexamples.SecondCalculation.only;
import static dev.spanledger.sqlexamples.SecondCalculation.percent;
import static dev.spanledger.sqlexamples.SecondCalculation.row;
import static dev.spanledger.sqlexamples.SecondCalculation.sum;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Calculates the answers about the data itself a second time, from what DATA.md says. */
class QualitySecondCalculationTest {

  @Test
  void costCertainty() {
    List<Step> usage = only(last(7), Step::counted);
    Comparator<List<Step>> named = Comparator.comparing(calls -> calls.get(0).costStatus());
    assertAnswer(
        "cost-certainty",
        by(Step::costStatus, usage).values().stream()
            .sorted(largestFirst(List<Step>::size).thenComparing(named))
            .map(
                calls ->
                    row(
                        calls.get(0).costStatus(),
                        calls.get(0).more().get("price_ref"),
                        calls.size(),
                        percent(calls.size(), usage.size()),
                        sum(calls, Step::totalTokens),
                        cost(calls))));
  }

  @Test
  void modelsWithoutPrice() {
    List<Step> unpriced = only(last(30), step -> "NO_PRICE".equals(step.costStatus()));
    assertAnswer(
        "models-without-price",
        by(Step::subject, unpriced).values().stream()
            .map(
                calls ->
                    row(
                        null,
                        calls.get(0).subject(),
                        calls.size(),
                        sum(calls, call -> call.integer("in")),
                        sum(calls, call -> call.integer("out")),
                        "unknown model",
                        calls.get(0).start(),
                        latest(calls, Step::start))));
  }

  @Test
  void uncountedUsage() {
    List<Step> reported = only(last(7), step -> step.has("in"));
    assertAnswer(
        "uncounted-usage",
        by(Step::kind, only(reported, step -> !step.counted())).values().stream()
            .sorted(largestFirst(steps -> sum(steps, Step::totalTokens)))
            .map(
                steps ->
                    row(
                        steps.get(0).kind(),
                        steps.get(0).more().get("usage_scope"),
                        steps.size(),
                        sum(steps, Step::totalTokens),
                        percent(sum(steps, Step::totalTokens), sum(reported, Step::totalTokens)))));
  }

  @Test
  void repairedTimes() {
    assertAnswer(
        "repaired-times",
        only(last(7), step -> step.more().containsKey("time_repaired")).stream()
            .map(
                step ->
                    row(
                        step.service(),
                        null,
                        step.kind(),
                        step.name(),
                        1,
                        percent(1, named(step.name()).size()),
                        step.start())));
  }

  @Test
  void clockSkew() {
    assertAnswer(
        "clock-skew",
        last(7).stream()
            .flatMap(
                child ->
                    parent(child)
                        .filter(parent -> parent.start().isAfter(child.start()))
                        .map(
                            parent ->
                                row(
                                    parent.service(),
                                    child.service(),
                                    1,
                                    1,
                                    Duration.between(child.start(), parent.start()).toMillis(),
                                    child.traceId()))));
  }

  @Test
  void lateArrivals() {
    assertAnswer(
        "late-arrivals",
        by(Step::service, last(7)).values().stream()
            .sorted(
                largestFirst(steps -> steps.stream().mapToLong(Step::lateSeconds).max().orElse(0)))
            .map(
                steps ->
                    row(
                        steps.get(0).service(),
                        steps.size(),
                        only(steps, s -> s.lateSeconds() < 60).size(),
                        only(steps, s -> s.lateSeconds() >= 60 && s.lateSeconds() < 3600).size(),
                        veryLate(steps).size(),
                        steps.stream().mapToLong(Step::lateSeconds).max().orElseThrow(),
                        veryLate(steps).stream()
                            .map(Step::start)
                            .min(Comparator.naturalOrder())
                            .orElse(null))));
  }

  @Test
  void orphanSpans() {
    assertAnswer(
        "orphan-spans",
        last(7).stream()
            .filter(step -> !step.isRoot() && parent(step).findAny().isEmpty())
            .map(step -> row(step.traceId(), "RUNNING", 1, run(step).size(), 1, step.start())));
  }

  @Test
  void staleRuns() {
    assertAnswer(
        "stale-runs",
        by(Step::traceId, last(7)).values().stream()
            .filter(run -> run.stream().noneMatch(Step::isRoot))
            .map(
                run ->
                    row(
                        run.get(0).traceId(),
                        run.get(0).name(),
                        run.get(0).agent(),
                        run.get(0).service(),
                        run.get(0).start(),
                        latest(run, Step::end),
                        run.size())));
  }

  @Test
  void unattributedRuns() {
    Map<String, List<List<Step>>> runs =
        by(Step::traceId, last(7)).values().stream()
            .collect(Collectors.groupingBy(run -> run.get(0).agent()));
    assertAnswer(
        "unattributed-runs",
        runs.entrySet().stream()
            .sorted(
                Comparator.comparing(
                        (Map.Entry<String, List<List<Step>>> agent) -> -ofNobody(agent).size())
                    .thenComparing(agent -> -withoutSession(agent.getValue()))
                    .thenComparing(Map.Entry::getKey))
            .map(
                agent ->
                    row(
                        agent.getKey(),
                        agent.getValue().size(),
                        withoutSession(agent.getValue()),
                        ofNobody(agent).size(),
                        0,
                        percent(ofNobody(agent).size(), agent.getValue().size()),
                        cost(ofNobody(agent).stream().flatMap(List::stream).toList()))));
  }

  @Test
  void droppedData() {
    assertAnswer(
        "dropped-data",
        only(last(7), step -> step.dropped("dropped_attributes") > 0).stream()
            .sorted(largestFirst(step -> step.dropped("dropped_attributes")))
            .map(
                step ->
                    row(
                        null,
                        step.name(),
                        1,
                        step.dropped("dropped_attributes"),
                        step.dropped("dropped_events"),
                        0,
                        percent(1, named(step.name()).size()))));
  }

  @Test
  void missingContent() {
    assertAnswer(
        "missing-content",
        Stream.of("LLM", "TOOL")
            .map(kind -> only(last(7), step -> step.kind().equals(kind)))
            .map(
                calls -> {
                  List<Step> told = only(calls, call -> call.more().containsKey("input"));
                  int without = only(calls, call -> !call.has("arguments")).size() - told.size();
                  return row(
                      calls.get(0).kind(),
                      calls.size(),
                      without,
                      calls.size(),
                      percent(without, calls.size()),
                      told.size(),
                      only(told, call -> call.more().get("input").contains("Forget me")).size());
                }));
  }

  @Test
  void quarantineReasons() {
    Map<String, List<Map<String, String>>> reasons =
        ExampleWeek.refusedWithToday(ExampleWeek.TODAY).stream()
            .collect(Collectors.groupingBy(refused -> refused.get("reason")));
    assertAnswer(
        "quarantine-reasons",
        reasons.values().stream()
            .sorted(largestFirst(List::size))
            .map(
                same ->
                    row(
                        same.get(0).get("reason").split(": ", 2)[0],
                        same.get(0).get("reason").split(": ", 2)[1],
                        same.size(),
                        same.stream().map(refused -> refused.get("trace")).distinct().count(),
                        same.stream()
                            .map(refused -> refused.get("refused"))
                            .max(Comparator.naturalOrder())
                            .orElseThrow())));
  }

  @Test
  void runningNow() {
    assertAnswer(
        "running-now",
        ExampleWeek.openWithToday(ExampleWeek.TODAY).stream()
            .map(
                open ->
                    row(
                        ExampleWeek.traceId(open.get("trace")),
                        open.get("kind"),
                        open.get("name"),
                        open.get("agent"),
                        open.get("service"),
                        open.get("start"),
                        open.get("heartbeat").equals("now") ? "yes" : "no")));
  }

  private static Stream<Step> parent(Step child) {
    return last(7).stream().filter(step -> step.spanId().equals(child.parentSpanId()));
  }

  private static List<Step> run(Step step) {
    return only(last(7), other -> other.traceId().equals(step.traceId()));
  }

  private static List<Step> named(String name) {
    return only(last(7), step -> step.name().equals(name));
  }

  private static List<Step> veryLate(List<Step> steps) {
    return only(steps, step -> step.lateSeconds() >= 3600);
  }

  private static List<List<Step>> ofNobody(Map.Entry<String, List<List<Step>>> agent) {
    return agent.getValue().stream().filter(run -> Objects.isNull(run.get(0).user())).toList();
  }

  private static int withoutSession(List<List<Step>> runs) {
    return (int) runs.stream().filter(run -> run.get(0).session() == null).count();
  }
}
