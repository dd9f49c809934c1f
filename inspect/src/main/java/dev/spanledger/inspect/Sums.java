// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.inspect;

/**
 * What the spans before each position took together, so that a subtree's totals are one difference.
 * Money is counted in whole nano-dollars: nothing is lost by adding.
 */
final class Sums {
  private final int[] errors;
  private final int[] llmCalls;
  private final int[] toolCalls;
  private final long[] input;
  private final long[] output;
  private final long[] cacheRead;
  private final long[] reasoning;
  private final long[] costNanos;
  private final int[] priced;
  private final int[] unpriced;

  Sums(SpanTable table, int[] order) {
    int size = order.length + 1;
    errors = new int[size];
    llmCalls = new int[size];
    toolCalls = new int[size];
    input = new long[size];
    output = new long[size];
    cacheRead = new long[size];
    reasoning = new long[size];
    costNanos = new long[size];
    priced = new int[size];
    unpriced = new int[size];
    int error = table.names.find(Run.STATUS_ERROR);
    int llm = table.names.find("LLM");
    int tool = table.names.find("TOOL");
    for (int i = 0; i < order.length; i++) {
      int span = order[i];
      boolean counted = table.is(span, SpanTable.COUNTED);
      boolean known = counted && table.costNanos[span] != SpanTable.NO_COST;
      count(errors, i, table.status[span] == error);
      count(llmCalls, i, table.kind[span] == llm);
      count(toolCalls, i, table.kind[span] == tool);
      add(input, i, counted ? table.input[span] : 0);
      add(output, i, counted ? table.output[span] : 0);
      add(cacheRead, i, counted ? table.cacheRead[span] : 0);
      add(reasoning, i, counted ? table.reasoning[span] : 0);
      add(costNanos, i, known ? table.costNanos[span] : 0);
      count(priced, i, known);
      count(unpriced, i, counted && !known && table.is(span, SpanTable.USED));
    }
  }

  private static void count(int[] sums, int at, boolean counts) {
    sums[at + 1] = sums[at] + (counts ? 1 : 0);
  }

  /** What is unknown, and so negative, adds nothing. */
  private static void add(long[] sums, int at, long value) {
    sums[at + 1] = sums[at] + Math.max(0, value);
  }

  Totals between(int from, int to) {
    int known = priced[to] - priced[from];
    return new Totals(
        to - from,
        errors[to] - errors[from],
        llmCalls[to] - llmCalls[from],
        toolCalls[to] - toolCalls[from],
        input[to] - input[from],
        output[to] - output[from],
        cacheRead[to] - cacheRead[from],
        reasoning[to] - reasoning[from],
        known == 0 ? null : SpanTable.money(costNanos[to] - costNanos[from]),
        unpriced[to] - unpriced[from]);
  }
}
