// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is above whom in one trace, by number. A parent that is not stored has a number too, after
 * those of the spans; it hangs below the root where the trace has exactly one, because every span
 * of a trace does. Spans that are their own ancestors, which only broken input can claim, have no
 * parent. Linear in the number of spans, however deep or broken the tree.
 */
final class SpanForest {
  static final int NONE = -1;

  private final int spans;
  private final int[] parents;
  private final int[] parentsFirst;

  private SpanForest(int spans, int[] parents) {
    this.spans = spans;
    this.parents = parents;
    this.parentsFirst = parentsFirst(parents);
  }

  static SpanForest of(List<UsageSpan> spans) {
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < spans.size(); i++) {
      numbers.putIfAbsent(spans.get(i).spanId(), i);
    }
    int[] parents = new int[2 * spans.size()];
    int size = spans.size();
    int root = onlyRoot(spans);
    for (int i = 0; i < spans.size(); i++) {
      String parent = spans.get(i).parentId();
      Integer number = parent == null ? Integer.valueOf(NONE) : numbers.get(parent);
      if (number == null) {
        parents[size] = root;
        number = size++;
        numbers.put(String.valueOf(parent), number);
      }
      parents[i] = number;
    }
    int[] exact = Arrays.copyOf(parents, size);
    breakCircles(exact);
    return new SpanForest(spans.size(), exact);
  }

  private static int onlyRoot(List<UsageSpan> spans) {
    int root = NONE;
    for (int i = 0; i < spans.size(); i++) {
      if (spans.get(i).parentId() == null) {
        if (root != NONE && !spans.get(root).spanId().equals(spans.get(i).spanId())) {
          return NONE;
        }
        root = root == NONE ? i : root;
      }
    }
    return root;
  }

  /** Each number is passed three times at most. */
  private static void breakCircles(int[] parents) {
    int[] passedFrom = new int[parents.length];
    for (int start = 0; start < parents.length; start++) {
      int at = start;
      while (at != NONE && passedFrom[at] == 0) {
        passedFrom[at] = start + 1;
        at = parents[at];
      }
      boolean cameBack = at != NONE && passedFrom[at] == start + 1;
      while (cameBack && at != NONE) {
        int above = parents[at];
        parents[at] = NONE;
        at = above;
      }
    }
  }

  private static int[] parentsFirst(int[] parents) {
    int[] waiting = new int[parents.length];
    for (int parent : parents) {
      if (parent != NONE) {
        waiting[parent]++;
      }
    }
    int[] childrenFirst = new int[parents.length];
    int filled = 0;
    for (int i = 0; i < parents.length; i++) {
      filled = waiting[i] == 0 ? put(childrenFirst, filled, i) : filled;
    }
    for (int i = 0; i < filled; i++) {
      int parent = parents[childrenFirst[i]];
      if (parent != NONE && --waiting[parent] == 0) {
        filled = put(childrenFirst, filled, parent);
      }
    }
    return reversed(childrenFirst);
  }

  private static int put(int[] numbers, int at, int number) {
    numbers[at] = number;
    return at + 1;
  }

  private static int[] reversed(int[] numbers) {
    int[] reversed = new int[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      reversed[i] = numbers[numbers.length - 1 - i];
    }
    return reversed;
  }

  /** Of spans, and of parents that are not stored. */
  int size() {
    return parents.length;
  }

  /** Whether the number is a stored span's. */
  boolean isStored(int number) {
    return number != NONE && number < spans;
  }

  int parent(int number) {
    return parents[number];
  }

  /** Calls for each number, a parent before its children. */
  void down(Visit visit) {
    for (int number : parentsFirst) {
      visit.at(number, parents[number]);
    }
  }

  /** Calls for each number, children before their parent. */
  void up(Visit visit) {
    for (int i = parentsFirst.length - 1; i >= 0; i--) {
      visit.at(parentsFirst[i], parents[parentsFirst[i]]);
    }
  }

  /** The nearest number above that the test names; found for all in one pass, parents first. */
  int[] nearest(Above above) {
    int[] nearest = new int[size()];
    down(
        (number, parent) ->
            nearest[number] = parent == NONE ? NONE : above.of(parent, nearest[parent]));
    return nearest;
  }

  /** What a child finds at its parent, whose own finding is {@code found}. */
  @FunctionalInterface
  interface Above {
    int of(int parent, int found);
  }

  /** One number with its parent's, or {@link #NONE}. */
  @FunctionalInterface
  interface Visit {
    void at(int number, int parent);
  }
}
