// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import java.util.Arrays;

/**
 * The union of intervals of time, in bounded memory: of {@value #MOST} that do not touch each other
 * at most. Not thread-safe.
 */
final class BusyTime {
  private static final int MOST = 256;

  /** Start and end of each interval, in order of time. */
  private long[] bounds = new long[0];

  private int intervals;
  private boolean exact = true;

  /** Nanoseconds since 1970; an interval that is none is left out. */
  void add(long start, long end) {
    if (end <= start || !exact) {
      return;
    }
    int from = firstThatEndsAtOrAfter(start);
    int to = from;
    long first = start;
    long last = end;
    while (to < intervals && bounds[2 * to] <= end) {
      first = Math.min(first, bounds[2 * to]);
      last = Math.max(last, bounds[2 * to + 1]);
      to++;
    }
    replace(from, to, first, last);
  }

  /** False once there were too many intervals to keep. */
  boolean isExact() {
    return exact;
  }

  /** Nanoseconds of the union between the two times. */
  long within(long start, long end) {
    long busy = 0;
    for (int i = 0; i < intervals; i++) {
      long from = Math.max(start, bounds[2 * i]);
      long to = Math.min(end, bounds[2 * i + 1]);
      busy += Math.max(0, to - from);
    }
    return busy;
  }

  /** From the end: children are mostly recorded in the order of their ends. */
  private int firstThatEndsAtOrAfter(long time) {
    int at = intervals;
    while (at > 0 && bounds[2 * at - 1] >= time) {
      at--;
    }
    return at;
  }

  private void replace(int from, int to, long start, long end) {
    int left = intervals - (to - from) + 1;
    if (left > MOST) {
      exact = false;
      bounds = new long[0];
      intervals = 0;
      return;
    }
    long[] old = bounds;
    bounds = bounds.length < 2 * left ? Arrays.copyOf(old, Math.max(8, 4 * left)) : old;
    System.arraycopy(old, 2 * to, bounds, 2 * from + 2, 2 * (intervals - to));
    bounds[2 * from] = start;
    bounds[2 * from + 1] = end;
    intervals = left;
  }
}
