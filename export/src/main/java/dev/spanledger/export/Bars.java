// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import dev.spanledger.inspect.Run;

/** Spans as bars, in the order of the tree: each behind its parent. */
interface Bars {
  int size();

  /** In nanoseconds, as {@link #end}. */
  long start(int bar);

  long end(int bar);

  /** -1 for one at the top. */
  int parent(int bar);

  /** Whether that is somewhere below the other. */
  boolean isBelow(int bar, int above);

  /** The spans of a run. */
  static Bars of(Run run) {
    return new Bars() {
      @Override
      public int size() {
        return run.size();
      }

      @Override
      public long start(int bar) {
        return run.startNanos(bar);
      }

      @Override
      public long end(int bar) {
        return run.startNanos(bar) + run.durationNanos(bar);
      }

      @Override
      public int parent(int bar) {
        return run.parent(bar);
      }

      @Override
      public boolean isBelow(int bar, int above) {
        return above < bar && bar < run.end(above);
      }
    };
  }
}
