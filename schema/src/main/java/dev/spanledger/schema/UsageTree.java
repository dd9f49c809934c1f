// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Decides for all spans of one trace together whose usage counts, which tool calls count, whose
 * cost is whose, and how long each span was busy itself. A function of the set of spans: their
 * order does not matter, nor what was decided before. Linear but for sorting.
 *
 * <ul>
 *   <li>A sum over calls (of an agent, a workflow, a chain) counts unless anything below it reports
 *       usage.
 *   <li>A model call counts unless the same call is below it once more: a model call that reports
 *       usage, with no tool, agent, handoff or workflow in between.
 *   <li>A record of a call counts unless a model call beside it, in the same interaction, reports
 *       usage.
 *   <li>A model call without usage counts as a call, unless a model call above or below is the
 *       same.
 *   <li>A tool call counts unless the span above is the same tool call; an MCP span that carries it
 *       becomes MCP.
 * </ul>
 */
final class UsageTree {
  private static final int NONE = SpanForest.NONE;

  private final List<UsageSpan> spans;
  private final SpanForest forest;
  private final UsageRule[] rules;
  private final int[] below;
  private final boolean[] counted;

  private UsageTree(List<UsageSpan> spans) {
    this.spans = spans;
    this.forest = SpanForest.of(spans);
    this.rules = spans.stream().map(UsageRule::of).toArray(UsageRule[]::new);
    this.below = below();
    this.counted = counted();
  }

  /** The spans with what was decided, in an order of their own. */
  static List<SettledSpan> settle(List<UsageSpan> trace) {
    List<UsageSpan> inOrder = trace.stream().sorted(UsageSpan.IN_ORDER).toList();
    return new UsageTree(inOrder).settled();
  }

  private List<SettledSpan> settled() {
    AdoptedCost[] adopted = new CostAdoption(spans, rules, forest, counted).adopted();
    double[] selfMs = SelfTime.ofAll(spans, forest);
    int[] callers =
        forest.nearest((parent, found) -> is(parent, UsageRule::isTransport) ? found : parent);
    List<SettledSpan> settled = new ArrayList<>(spans.size());
    for (int i = 0; i < spans.size(); i++) {
      int caller = callers[i];
      settled.add(
          new SettledSpan(spans.get(i))
              .usage(counted[i], adopted[i])
              .selfMs(selfMs[i])
              .tool(rules[i], forest.isStored(caller) ? rules[caller] : null));
    }
    return settled;
  }

  private int[] below() {
    int[] seen = new int[forest.size()];
    forest.up(
        (number, parent) -> {
          if (parent != NONE) {
            boolean stored = forest.isStored(number);
            seen[parent] |=
                stored ? rules[number].above(seen[number]) : seen[number] & UsageRule.FAR;
          }
        });
    return seen;
  }

  private boolean[] counted() {
    int[] wrappers = forest.nearest(this::llmCallAbove);
    int[] interactions = interactions(forest, spans, rules);
    boolean[] counts = new boolean[spans.size()];
    for (int i = 0; i < counts.length; i++) {
      UsageRule rule = rules[i];
      boolean superseded =
          rule.isRecord()
              ? hasCall(interactions[i])
              : rule.isLlmCall() && !rule.reportsUsage() && wrappers[i] != NONE;
      counts[i] = !superseded && rule.counts(below[i]);
    }
    return counts;
  }

  private int llmCallAbove(int parent, int found) {
    return is(parent, UsageRule::isLlmCall) ? parent : isOpen(parent) ? found : NONE;
  }

  private boolean hasCall(int interaction) {
    return interaction != NONE
        && (UsageRule.hasLlmCallWithUsage(below[interaction])
            || is(interaction, UsageRule::isLlmCallWithUsage));
  }

  /**
   * Where the calls that a record may speak of are: below the nearest interaction or loop of calls
   * and tools above it, else below its parent.
   */
  static int[] interactions(SpanForest forest, List<UsageSpan> spans, UsageRule[] rules) {
    int[] found =
        forest.nearest(
            (parent, above) -> {
              boolean stored = forest.isStored(parent);
              if (stored && isInteraction(spans.get(parent))) {
                return parent;
              }
              return stored && !rules[parent].isBarrier() ? above : NONE;
            });
    int[] interactions = new int[spans.size()];
    Arrays.setAll(interactions, i -> found[i] == NONE ? forest.parent(i) : found[i]);
    return interactions;
  }

  private static boolean isInteraction(UsageSpan span) {
    return "llm_interaction".equals(span.get(SpanColumns.SUB_KIND))
        || "tool_loop".equals(span.get(SpanColumns.OPERATION_NAME));
  }

  private boolean isOpen(int number) {
    return forest.isStored(number) && !rules[number].isBarrier();
  }

  private boolean is(int number, java.util.function.Predicate<UsageRule> test) {
    return forest.isStored(number) && test.test(rules[number]);
  }
}
