// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import dev.spanledger.inspect.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which spans of a run can be drawn in one row: bars of a row lie beside each other or one in the
 * other, and one in the other only where it is below it in the tree. A span is in its parent's row
 * where there is room.
 */
final class Lanes {
  private final Map<String, Integer> bySpan;
  private final int count;

  private Lanes(Map<String, Integer> bySpan, int count) {
    this.bySpan = bySpan;
    this.count = count;
  }

  static Lanes of(Run run) {
    Integer[] byStart = new Integer[run.size()];
    Arrays.setAll(byStart, i -> i);
    // The numbers of spans are in the order of the tree: of two that start at once, the upper
    // first.
    Arrays.sort(byStart, Comparator.comparingLong(run::startNanos));
    List<Lane> lanes = new ArrayList<>();
    int[] chosen = new int[run.size()];
    Map<String, Integer> bySpan = new HashMap<>();
    for (int span : byStart) {
      int parent = run.parent(span);
      int lane = parent >= 0 && bySpan.containsKey(run.spanId(parent)) ? chosen[parent] : 0;
      chosen[span] = place(run, span, lane, lanes);
      bySpan.put(run.spanId(span), chosen[span]);
    }
    return new Lanes(bySpan, lanes.size());
  }

  private static int place(Run run, int span, int preferred, List<Lane> lanes) {
    if (preferred < lanes.size() && lanes.get(preferred).take(run, span)) {
      return preferred;
    }
    for (int lane = 0; lane < lanes.size(); lane++) {
      if (lanes.get(lane).take(run, span)) {
        return lane;
      }
    }
    Lane own = new Lane();
    own.take(run, span);
    lanes.add(own);
    return lanes.size() - 1;
  }

  /** From 0; a span that was not there yet is in the first. */
  int of(String spanId) {
    return bySpan.getOrDefault(spanId, 0);
  }

  int count() {
    return count;
  }

  /** The bars of one row that have not ended where we are, each within the one before. */
  private static final class Lane {
    private final List<Integer> open = new ArrayList<>();

    boolean take(Run run, int span) {
      while (!open.isEmpty() && end(run, last()) <= run.startNanos(span)) {
        open.remove(open.size() - 1);
      }
      if (!open.isEmpty() && !holds(run, last(), span)) {
        return false;
      }
      open.add(span);
      return true;
    }

    private int last() {
      return open.get(open.size() - 1);
    }

    private static boolean holds(Run run, int above, int span) {
      return above < span && span < run.end(above) && end(run, span) <= end(run, above);
    }

    private static long end(Run run, int span) {
      return run.startNanos(span) + run.durationNanos(span);
    }
  }
}
