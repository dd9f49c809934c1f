// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.inspect;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.stream.IntStream;

/**
 * The spans that the run would have to be quicker in to be quicker as a whole. From the end of a
 * span back to its start: the child that ended last is on the path, then the one that ended last
 * before that child began, and so on; the same within each of them. What ended after its parent did
 * not hold it up. As in the Jaeger viewer.
 */
final class CriticalPath {
  private final Run run;
  private final BitSet path = new BitSet();
  private final Deque<Integer> open = new ArrayDeque<>();

  private CriticalPath(Run run) {
    this.run = run;
  }

  static BitSet of(Run run) {
    CriticalPath critical = new CriticalPath(run);
    IntStream.range(0, run.size())
        .filter(i -> run.parent(i) < 0)
        .boxed()
        .max(Comparator.comparingLong(critical::end).thenComparing(Comparator.reverseOrder()))
        .ifPresent(critical::walk);
    return critical.path;
  }

  private void walk(int root) {
    put(root);
    while (!open.isEmpty()) {
      int span = open.pop();
      long until = end(span);
      for (int child : childrenByEnd(span)) {
        if (end(child) <= until && run.startNanos(child) < end(child)) {
          put(child);
          until = run.startNanos(child);
        }
      }
    }
  }

  private void put(int span) {
    path.set(span);
    open.push(span);
  }

  /** The one first that ended last. */
  private int[] childrenByEnd(int span) {
    int count = 0;
    int[] children = new int[8];
    for (int child = span + 1; child < run.end(span); child = run.end(child)) {
      if (count == children.length) {
        children = Arrays.copyOf(children, count * 2);
      }
      children[count++] = child;
    }
    return IntStream.of(Arrays.copyOf(children, count))
        .boxed()
        .sorted(Comparator.comparingLong(this::end).reversed())
        .mapToInt(i -> i)
        .toArray();
  }

  private long end(int span) {
    return run.startNanos(span) + run.durationNanos(span);
  }
}
