// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sqlexamples;

import static dev.spanledger.sqlexamples.SecondCalculation.assertAnswer;
import static dev.spanledger.sqlexamples.SecondCalculation.by;
import static dev.spanledger.sqlexamples.SecondCalculation.errors;
import static dev.spanledger.sqlexamples.SecondCalculation.last;
import static dev.spanledger.sqlexamples.SecondCalculation.max;
import static dev.spanledger.sqlexamples.SecondCalculation.modelCalls;
import static dev.spanledger.sqlexamples.SecondCalculation.ofKind;
import static dev.spanledger.sqlexamples.SecondCalculation.only;
import static dev.spanledger.sqlexamples.SecondCalculation.percent;
import static dev.spanledger.sqlexamples.SecondCalculation.percentile;
import static dev.spanledger.sqlexamples.SecondCalculation.row;
import static dev.spanledger.sqlexamples.SecondCalculation.traceMs;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Calculates the answers about latency a second time, in plain Java, and finds the pages right. */
class LatencySecondCalculationTest {

  @Test
  void slowestSpanTypes() {
    assertAnswer(
        "slowest-span-types",
        slowestFirst(by(Step::name, last(7)), Step::ms)
            .map(
                type ->
                    row(
                        type.get(0).kind(),
                        type.get(0).name(),
                        type.size(),
                        percentile(0.50, type, Step::ms),
                        percentile(0.95, type, Step::ms),
                        max(type, Step::ms),
                        type.stream().mapToDouble(Step::ms).sum())));
  }

  @Test
  void latencyByAgent() {
    assertAnswer("latency-by-agent", latencies(ofKind("AGENT"), Step::ms));
  }

  @Test
  void latencyByModel() {
    assertAnswer(
        "latency-by-model",
        latencies(
            modelCalls(), call -> call.has("self") ? call.number("self") : call.number("ms")));
  }

  @Test
  void latencyByTool() {
    assertAnswer("latency-by-tool", latencies(ofKind("TOOL"), Step::ms));
  }

  @Test
  void slowestTraces() {
    assertAnswer(
        "slowest-traces",
        by(Step::traceId, last(7)).values().stream()
            .sorted(Comparator.comparing(SecondCalculation::traceMs).reversed())
            .limit(10)
            .map(LatencySecondCalculationTest::trace));
  }

  @Test
  void timeToFirstToken() {
    ToDoubleFunction<Step> ttft = call -> call.number("ttft");
    assertAnswer(
        "time-to-first-token",
        slowestFirst(by(Step::subject, only(modelCalls(), call -> call.has("ttft"))), ttft)
            .map(
                calls ->
                    row(
                        calls.get(0).subject(),
                        calls.size(),
                        percentile(0.50, calls, ttft),
                        percentile(0.95, calls, ttft),
                        max(calls, ttft),
                        percent(
                            calls.stream().mapToDouble(ttft).sum(),
                            calls.stream().mapToDouble(Step::ms).sum()))));
  }

  private static Stream<List<String>> latencies(List<Step> steps, ToDoubleFunction<Step> ms) {
    return slowestFirst(by(Step::subject, steps), ms)
        .map(
            same ->
                row(
                    same.get(0).subject(),
                    same.size(),
                    errors(same),
                    percentile(0.50, same, ms),
                    percentile(0.95, same, ms),
                    percentile(0.99, same, ms),
                    max(same, ms)));
  }

  private static List<String> trace(List<Step> spans) {
    Step first = spans.get(0);
    return row(
        first.traceId(),
        first.name(),
        first.isRoot() ? first.status() : "RUNNING",
        first.start(),
        traceMs(spans),
        spans.size(),
        only(spans, span -> span.kind().equals("LLM") && span.counted()).size(),
        only(spans, span -> span.kind().equals("TOOL")).size(),
        errors(spans));
  }

  private static Stream<List<Step>> slowestFirst(
      Map<String, List<Step>> groups, ToDoubleFunction<Step> ms) {
    Comparator<List<Step>> p95 = Comparator.comparing(group -> percentile(0.95, group, ms));
    return groups.values().stream().sorted(p95.reversed());
  }
}
