// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.inspect;

import java.util.stream.IntStream;

/** The spans that stand side by side. */
final class Siblings {
  private Siblings() {}

  static int[] ofTop(Run run) {
    return between(run, 0, run.size());
  }

  static int[] below(Run run, int span) {
    return between(run, span + 1, run.end(span));
  }

  private static int[] between(Run run, int from, int to) {
    return IntStream.iterate(from, i -> i < to, run::end).toArray();
  }
}
