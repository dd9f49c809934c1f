// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeSet;

/**
 * Which bars can be drawn in one row: those of a row lie beside each other or one in the other, and
 * one in the other only where it is below it in the tree. A bar is in its parent's row where there
 * is room, else in that of one of the next above it, else in the first row that is free. The time
 * this takes grows hardly faster than the number of bars, however many overlap.
 */
final class LanePlaces {
  /** How far above a bar a row is looked for. */
  private static final int NEXT_ABOVE = 16;

  private final Bars bars;
  private final int[] chosen;

  /** Of each row, the bars that have not ended where we are, each within the one below it. */
  private final List<Deque<Integer>> lanes = new ArrayList<>();

  /** All bars that have not ended, by their ends. */
  private final PriorityQueue<Integer> ends;

  /** The rows without a bar. */
  private final TreeSet<Integer> free = new TreeSet<>();

  LanePlaces(Bars bars) {
    this.bars = bars;
    this.chosen = new int[bars.size()];
    this.ends = new PriorityQueue<>(Comparator.comparingLong(bars::end));
    Arrays.fill(chosen, -1);
    Integer[] byStart = new Integer[bars.size()];
    Arrays.setAll(byStart, i -> i);
    // Of two that start at once, the upper first: sorting keeps the order of the tree.
    Arrays.sort(byStart, Comparator.comparingLong(bars::start));
    for (int bar : byStart) {
      endUntil(bars.start(bar));
      put(bar, place(bar));
    }
  }

  /** From 0. */
  int of(int bar) {
    return chosen[bar];
  }

  int count() {
    return lanes.size();
  }

  private void endUntil(long time) {
    while (!ends.isEmpty() && bars.end(ends.peek()) <= time) {
      int lane = chosen[ends.remove()];
      Deque<Integer> open = lanes.get(lane);
      // Or one above it, which ends at the same time.
      open.pop();
      if (open.isEmpty()) {
        free.add(lane);
      }
    }
  }

  private int place(int bar) {
    int above = bars.parent(bar);
    for (int step = 0; above >= 0 && step < NEXT_ABOVE; step++) {
      if (chosen[above] >= 0 && holds(chosen[above], bar)) {
        return chosen[above];
      }
      above = bars.parent(above);
    }
    if (!free.isEmpty()) {
      return free.first();
    }
    lanes.add(new ArrayDeque<>());
    return lanes.size() - 1;
  }

  private boolean holds(int lane, int bar) {
    Integer top = lanes.get(lane).peek();
    return top == null || (bars.isBelow(bar, top) && bars.end(bar) <= bars.end(top));
  }

  private void put(int bar, int lane) {
    free.remove(lane);
    lanes.get(lane).push(bar);
    ends.add(bar);
    chosen[bar] = lane;
  }
}
