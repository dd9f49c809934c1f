// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.inspect;

import java.util.stream.IntStream;

/** For how long anything of a run went on. */
final class ActiveTime {
  private ActiveTime() {}

  /**
   * The union of the spans that do work themselves: those without children. An agent that waits for
   * a person between two calls is not active meanwhile.
   */
  static long of(Run run) {
    int[] leaves =
        IntStream.range(0, run.size())
            .filter(i -> run.end(i) == i + 1)
            .boxed()
            .sorted((a, b) -> Long.compare(run.startNanos(a), run.startNanos(b)))
            .mapToInt(i -> i)
            .toArray();
    long active = 0;
    long until = Long.MIN_VALUE;
    for (int leaf : leaves) {
      long start = Math.max(until, run.startNanos(leaf));
      long end = run.startNanos(leaf) + run.durationNanos(leaf);
      active += Math.max(0, end - start);
      until = Math.max(until, end);
    }
    return active;
  }
}
