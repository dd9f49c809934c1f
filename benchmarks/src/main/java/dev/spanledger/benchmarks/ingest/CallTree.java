// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.ingest;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Samples by the path of calls that they were found in. */
final class CallTree {
  private final Map<String, CallTree> calls = new LinkedHashMap<>();
  private int samples;

  int samples() {
    return samples;
  }

  /** The outermost call first. */
  void add(List<String> path) {
    CallTree node = this;
    node.samples++;
    for (String call : path) {
      node = node.calls.computeIfAbsent(call, name -> new CallTree());
      node.samples++;
    }
  }

  /**
   * Those with at least this share of all samples; a call that does nothing but call is left out.
   */
  void print(double leastShare) {
    printCalls(samples, leastShare, "  ");
  }

  private void printCalls(int all, double leastShare, String indent) {
    calls.entrySet().stream()
        .filter(call -> call.getValue().samples >= leastShare * all)
        .sorted(Comparator.comparingInt(call -> -call.getValue().samples))
        .forEach(call -> call.getValue().print(call.getKey(), all, leastShare, indent));
  }

  private void print(String name, int all, double leastShare, String indent) {
    boolean onlyCalls = calls.values().stream().anyMatch(call -> call.samples >= 0.97 * samples);
    if (!onlyCalls) {
      System.out.printf("%s%5.1f %%  %s%n", indent, 100.0 * samples / all, name);
    }
    printCalls(all, leastShare, onlyCalls ? indent : indent + "  ");
  }
}
