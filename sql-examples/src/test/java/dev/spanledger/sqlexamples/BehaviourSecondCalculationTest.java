// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sqlexamples;

import static dev.spanledger.sqlexamples.SecondCalculation.BY_START;
import static dev.spanledger.sqlexamples.SecondCalculation.assertAnswer;
import static dev.spanledger.sqlexamples.SecondCalculation.by;
import static dev.spanledger.sqlexamples.SecondCalculation.errors;
import static dev.spanledger.sqlexamples.SecondCalculation.largestFirst;
import static dev.spanledger.sqlexamples.SecondCalculation.modelCalls;
import static dev.spanledger.sqlexamples.SecondCalculation.ofKind;
import static dev.spanledger.sqlexamples.SecondCalculation.only;
import static dev.spanledger.sqlexamples.SecondCalculation.ratio;
import static dev.spanledger.sqlexamples.SecondCalculation.row;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calculates the answers about behaviour a second time, in plain Java: the pages are right. */
class BehaviourSecondCalculationTest {

  @Test
  void repeatedToolCalls() {
    assertAnswer(
        "repeated-tool-calls",
        by(call -> call.traceId() + call.name() + arguments(call), ofKind("TOOL")).values().stream()
            .filter(calls -> calls.size() > 1)
            .sorted(Comparator.comparing(BehaviourSecondCalculationTest::repeatMs).reversed())
            .map(
                calls ->
                    row(
                        calls.get(0).traceId(),
                        calls.get(0).subject(),
                        arguments(calls.get(0)),
                        calls.size(),
                        errors(calls),
                        repeatMs(calls))));
  }

  @Test
  void largestPrompt() {
    assertAnswer(
        "largest-prompt",
        by(Step::traceId, prompts()).values().stream()
            .map(BehaviourSecondCalculationTest::largest)
            .sorted(largestFirst(BehaviourSecondCalculationTest::prompt))
            .limit(10)
            .map(BehaviourSecondCalculationTest::turn));
  }

  @Test
  void contextGrowth() {
    assertAnswer(
        "context-growth",
        by(call -> call.session() + " " + call.agent(), only(prompts(), c -> c.session() != null))
            .values()
            .stream()
            .filter(calls -> calls.size() > 1)
            .sorted(largestFirst(calls -> prompt(largest(calls))))
            .map(BehaviourSecondCalculationTest::growth));
  }

  private static List<String> turn(Step call) {
    List<Step> conversation =
        prompts().stream()
            .filter(other -> other.traceId().equals(call.traceId()))
            .filter(other -> other.agent().equals(call.agent()))
            .sorted(BY_START)
            .toList();
    int index = conversation.indexOf(call);
    return row(
        call.traceId(),
        call.spanId(),
        call.agent(),
        call.subject(),
        index + 1,
        conversation.size(),
        prompt(call),
        index == 0 ? null : prompt(call) - prompt(conversation.get(index - 1)),
        ratio(prompt(call), prompt(conversation.get(0))));
  }

  private static List<String> growth(List<Step> calls) {
    List<Step> inOrder = calls.stream().sorted(BY_START).toList();
    long first = prompt(inOrder.get(0));
    long last = prompt(inOrder.get(inOrder.size() - 1));
    long largest = prompt(largest(calls));
    return row(
        calls.get(0).session(),
        calls.get(0).agent(),
        calls.size(),
        first,
        last,
        largest,
        ratio(largest, first),
        ratio(last - first, calls.size() - 1));
  }

  private static List<Step> prompts() {
    return only(modelCalls(), call -> call.has("in"));
  }

  private static Step largest(List<Step> calls) {
    return calls.stream().max(Comparator.comparing(BehaviourSecondCalculationTest::prompt)).get();
  }

  private static long prompt(Step call) {
    return call.integer("in");
  }

  private static String arguments(Step call) {
    return call.span().get("arguments");
  }

  private static double repeatMs(List<Step> calls) {
    return calls.stream().sorted(BY_START).skip(1).mapToDouble(Step::ms).sum();
  }
}
