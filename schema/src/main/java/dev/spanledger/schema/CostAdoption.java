// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives the cost of spans whose usage does not count to the span of the same call that counts and
 * has no cost, each cost once: first from wrappers to the call that they wrap, the nearest first,
 * then from records to the call beside them, then from sums that are the sum of one call.
 */
final class CostAdoption {
  private static final int NONE = SpanForest.NONE;
  private static final int SEVERAL = -2;

  private final List<UsageSpan> spans;
  private final UsageRule[] rules;
  private final SpanForest forest;
  private final boolean[] counted;
  private final @Nullable AdoptedCost[] adopted;

  CostAdoption(List<UsageSpan> spans, UsageRule[] rules, SpanForest forest, boolean[] counted) {
    this.spans = spans;
    this.rules = rules;
    this.forest = forest;
    this.counted = counted;
    this.adopted = new @Nullable AdoptedCost[spans.size()];
  }

  /** For each span what it takes over, or null. */
  @Nullable AdoptedCost[] adopted() {
    if (canLend()) {
      ofWrappers();
      ofRecords();
      ofSums();
    }
    return adopted;
  }

  private boolean canLend() {
    for (int i = 0; i < spans.size(); i++) {
      if (lends(i)) {
        return true;
      }
    }
    return false;
  }

  private boolean lends(int number) {
    return forest.isStored(number)
        && !counted[number]
        && AdoptedCost.own(spans.get(number)) != null;
  }

  private void ofWrappers() {
    Calls[] calls = new Calls[forest.size()];
    forest.up(
        (number, parent) -> {
          Calls below = calls[number] == null ? Calls.NO_CALLS : calls[number];
          calls[number] = null;
          boolean open = forest.isStored(number) && !rules[number].isBarrier();
          Calls seen = open ? wrap(number, below) : Calls.NO_CALLS;
          if (parent != NONE && !seen.equals(Calls.NO_CALLS)) {
            calls[parent] = calls[parent] == null ? seen : calls[parent].and(seen);
          }
        });
  }

  private Calls wrap(int number, Calls below) {
    if (!rules[number].isModelCall()) {
      return below;
    }
    if (counted[number]) {
      return rules[number].reportsUsage() ? below.and(Calls.of(number, isPriced(number))) : below;
    }
    if (lends(number) && !below.priced && below.firstUnpriced != NONE) {
      adopted[below.firstUnpriced] = AdoptedCost.of(spans.get(number));
      return new Calls(true, NONE);
    }
    return below;
  }

  private boolean isPriced(int number) {
    return adopted[number] != null || AdoptedCost.own(spans.get(number)) != null;
  }

  /**
   * Pairs the records of an interaction with its calls: those of equal usage first, the others in
   * order.
   */
  private void ofRecords() {
    int[] interactions = UsageTree.interactions(forest, spans, rules);
    Map<Integer, Deque<Integer>> records = new HashMap<>();
    for (int i = 0; i < spans.size(); i++) {
      if (rules[i].isRecord() && lends(i)) {
        records.computeIfAbsent(interactions[i], key -> new ArrayDeque<>()).add(i);
      }
    }
    if (!records.isEmpty()) {
      callsBelow(records).forEach((number, calls) -> pair(records.get(number), calls));
    }
  }

  private Map<Integer, List<Integer>> callsBelow(Map<Integer, Deque<Integer>> records) {
    int[] owners =
        forest.nearest(
            (parent, found) -> {
              boolean open = forest.isStored(parent) && !rules[parent].isBarrier();
              return records.containsKey(parent) ? parent : open ? found : NONE;
            });
    Map<Integer, List<Integer>> calls = new HashMap<>();
    for (int i = 0; i < spans.size(); i++) {
      int owner = records.containsKey(i) ? i : owners[i];
      if (owner != NONE && counted[i] && rules[i].isLlmCallWithUsage()) {
        calls.computeIfAbsent(owner, key -> new ArrayList<>()).add(i);
      }
    }
    return calls;
  }

  private void pair(@Nullable Deque<Integer> records, List<Integer> calls) {
    if (records == null) {
      return;
    }
    Map<List<@Nullable Long>, Deque<Integer>> byUsage = new HashMap<>();
    calls.forEach(
        call -> byUsage.computeIfAbsent(usage(call), key -> new ArrayDeque<>()).add(call));
    List<Integer> others = new ArrayList<>();
    for (int record : records) {
      Deque<Integer> equal = byUsage.get(usage(record));
      Integer call = equal == null ? null : equal.poll();
      if (call == null) {
        others.add(record);
      } else {
        lend(record, call);
      }
    }
    Deque<Integer> left = new ArrayDeque<>();
    byUsage.values().forEach(left::addAll);
    List<Integer> inOrder = left.stream().sorted().toList();
    for (int i = 0; i < Math.min(others.size(), inOrder.size()); i++) {
      lend(others.get(i), inOrder.get(i));
    }
  }

  private void lend(int lender, int call) {
    if (!isPriced(call)) {
      adopted[call] = AdoptedCost.of(spans.get(lender));
    }
  }

  private List<@Nullable Long> usage(int number) {
    UsageSpan span = spans.get(number);
    return java.util.Arrays.asList(
        span.get(SpanColumns.INPUT_TOKENS), span.get(SpanColumns.OUTPUT_TOKENS));
  }

  private void ofSums() {
    int[] only = new int[forest.size()];
    java.util.Arrays.fill(only, NONE);
    forest.up(
        (number, parent) -> {
          boolean stored = forest.isStored(number);
          if (stored && rules[number].isAggregate() && lends(number) && only[number] >= 0) {
            lend(number, only[number]);
          }
          int seen = stored && counts(number) ? and(only[number], number) : only[number];
          if (parent != NONE) {
            only[parent] = and(only[parent], seen);
          }
        });
  }

  private boolean counts(int number) {
    return counted[number] && rules[number].reportsUsage();
  }

  private static int and(int one, int other) {
    return one == NONE ? other : other == NONE ? one : SEVERAL;
  }

  /** The calls below a span that can be the same as it. */
  private record Calls(boolean priced, int firstUnpriced) {
    static final Calls NO_CALLS = new Calls(false, NONE);

    static Calls of(int number, boolean priced) {
      return priced ? new Calls(true, NONE) : new Calls(false, number);
    }

    Calls and(Calls other) {
      boolean mine =
          other.firstUnpriced == NONE
              || (firstUnpriced != NONE && firstUnpriced < other.firstUnpriced);
      return new Calls(priced || other.priced, mine ? firstUnpriced : other.firstUnpriced);
    }
  }
}
