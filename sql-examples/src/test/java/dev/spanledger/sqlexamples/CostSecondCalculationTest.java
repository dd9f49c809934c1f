// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sqlexamples;

import static dev.spanledger.sqlexamples.SecondCalculation.assertAnswer;
import static dev.spanledger.sqlexamples.SecondCalculation.by;
import static dev.spanledger.sqlexamples.SecondCalculation.cost;
import static dev.spanledger.sqlexamples.SecondCalculation.errors;
import static dev.spanledger.sqlexamples.SecondCalculation.last;
import static dev.spanledger.sqlexamples.SecondCalculation.latest;
import static dev.spanledger.sqlexamples.SecondCalculation.modelCalls;
import static dev.spanledger.sqlexamples.SecondCalculation.only;
import static dev.spanledger.sqlexamples.SecondCalculation.percent;
import static dev.spanledger.sqlexamples.SecondCalculation.percentile;
import static dev.spanledger.sqlexamples.SecondCalculation.row;
import static dev.spanledger.sqlexamples.SecondCalculation.sum;
import static dev.spanledger.sqlexamples.SecondCalculation.unpriced;
import static dev.spanledger.sqlexamples.SecondCalculation.usage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Calculates the answers about cost a second time, in plain Java, and finds the pages right. */
class CostSecondCalculationTest {
  private static final Comparator<List<Step>> DEAREST_FIRST =
      Comparator.comparing(
          SecondCalculation::cost, Comparator.nullsLast(Comparator.reverseOrder()));

  @Test
  void costByModel() {
    Function<Step, String> model = step -> step.kind().equals("LLM") ? step.subject() : "(unknown)";
    assertAnswer("cost-by-model", usageBy(model, DEAREST_FIRST));
  }

  @Test
  void costByAgent() {
    assertAnswer("cost-by-agent", usageBy(Step::agent, DEAREST_FIRST));
  }

  @Test
  void costByDay() {
    Comparator<List<Step>> day = Comparator.comparing(steps -> steps.get(0).day());
    assertAnswer("cost-by-day", usageBy(Step::day, day.reversed()));
  }

  @Test
  void costByUser() {
    assertAnswer(
        "cost-by-user",
        by(step -> Objects.toString(step.user(), "(unknown)"), last(7)).entrySet().stream()
            .sorted(Map.Entry.comparingByValue(DEAREST_FIRST))
            .map(user -> joined(row(user.getKey()), totals(user.getValue()))));
  }

  @Test
  void costBySession() {
    Comparator<List<Step>> lastActive = Comparator.comparing(steps -> latest(steps, Step::end));
    assertAnswer(
        "cost-by-session",
        sessions(7).stream()
            .sorted(lastActive.reversed())
            .map(
                session ->
                    joined(
                        row(
                            session.get(0).session(),
                            session.get(0).user(),
                            latest(session, Step::end)),
                        totals(session))));
  }

  @Test
  void mostExpensiveSessions() {
    BigDecimal all = cost(sessions(30).stream().flatMap(List::stream).toList());
    assertAnswer(
        "most-expensive-sessions",
        sessions(30).stream()
            .sorted(DEAREST_FIRST)
            .map(
                session ->
                    row(
                        session.get(0).session(),
                        session.get(0).user(),
                        traces(session).size(),
                        llmCalls(session),
                        counted(session, Step::totalTokens),
                        cost(session),
                        unpriced(session),
                        averageCost(traces(session)),
                        percent(cost(session), all))));
  }

  @Test
  void promptCacheShare() {
    Comparator<List<Step>> input = Comparator.comparing(calls -> input(calls));
    assertAnswer(
        "prompt-cache-share",
        by(Step::subject, only(modelCalls(), call -> call.has("in"))).values().stream()
            .sorted(input.reversed())
            .map(
                calls ->
                    row(
                        calls.get(0).subject(),
                        calls.size(),
                        only(calls, call -> call.has("cached") && call.integer("cached") > 0)
                            .size(),
                        input(calls),
                        cached(calls),
                        percent(cached(calls), input(calls)))));
  }

  @Test
  void todayAgainstYesterday() {
    List<Object> today = day("2026-11-20");
    List<Object> yesterday = day("2026-11-19");
    List<String> metrics =
        List.of(
            "traces",
            "failed_traces",
            "failed_traces_pct",
            "p95_trace_ms",
            "llm_calls",
            "tool_calls",
            "total_tokens",
            "cost_usd",
            "cost_per_trace_usd",
            "unpriced_calls");
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < metrics.size(); i++) {
      double was = ((Number) yesterday.get(i)).doubleValue();
      double more = ((Number) today.get(i)).doubleValue() - was;
      rows.add(row(metrics.get(i), today.get(i), yesterday.get(i), percent(more, was)));
    }
    assertAnswer("today-against-yesterday", rows.stream());
  }

  private static List<Object> day(String day) {
    List<Step> spans = only(last(7), span -> span.day().equals(day));
    Collection<List<Step>> traces = traces(spans);
    long failed = traces.stream().filter(trace -> errors(trace.subList(0, 1)) > 0).count();
    return List.of(
        traces.size(),
        failed,
        percent(failed, traces.size()),
        percentile(
            0.95,
            traces.stream()
                .filter(trace -> trace.get(0).isRoot())
                .mapToDouble(SecondCalculation::traceMs)
                .toArray()),
        llmCalls(spans),
        only(spans, span -> span.kind().equals("TOOL")).size(),
        counted(spans, Step::totalTokens),
        cost(spans),
        averageCost(traces),
        unpriced(spans));
  }

  private static Stream<List<String>> usageBy(
      Function<Step, String> key, Comparator<List<Step>> order) {
    return by(key, usage()).values().stream()
        .sorted(order)
        .map(
            calls ->
                row(
                    key.apply(calls.get(0)),
                    calls.size(),
                    input(calls),
                    cached(calls),
                    sum(calls, call -> call.integer("out")),
                    sum(calls, Step::totalTokens),
                    cost(calls),
                    unpriced(calls)));
  }

  private static List<String> totals(List<Step> spans) {
    return row(
        traces(spans).size(),
        llmCalls(spans),
        counted(spans, span -> span.integer("in")),
        counted(spans, span -> span.integer("cached")),
        counted(spans, span -> span.integer("out")),
        counted(spans, Step::totalTokens),
        cost(spans),
        unpriced(spans));
  }

  private static Collection<List<Step>> sessions(int days) {
    return by(Step::session, only(last(days), span -> span.session() != null)).values();
  }

  private static Collection<List<Step>> traces(List<Step> spans) {
    return by(Step::traceId, spans).values();
  }

  private static long llmCalls(List<Step> spans) {
    return only(spans, span -> span.kind().equals("LLM") && span.counted()).size();
  }

  private static Long input(List<Step> calls) {
    return sum(calls, call -> call.integer("in"));
  }

  private static Long cached(List<Step> calls) {
    return sum(calls, call -> call.integer("cached"));
  }

  /** Traces' totals are zero, not unknown, where nothing was reported. */
  private static long counted(List<Step> spans, Function<Step, Long> tokens) {
    return Objects.requireNonNullElse(sum(only(spans, Step::counted), tokens), 0L);
  }

  private static BigDecimal averageCost(Collection<List<Step>> traces) {
    List<BigDecimal> known =
        traces.stream().map(SecondCalculation::cost).filter(Objects::nonNull).toList();
    return known.isEmpty()
        ? null
        : known.stream()
            .reduce(BigDecimal.ZERO, BigDecimal::add)
            .divide(BigDecimal.valueOf(known.size()), 6, RoundingMode.HALF_UP);
  }

  private static List<String> joined(List<String> one, List<String> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }
}
