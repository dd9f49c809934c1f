// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.inspect;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The order in which a tree is printed: each span after its parent, siblings by their start. A span
 * whose parent is not there stands beside the root, as does one that is its own ancestor. Nothing
 * here calls itself: a run may be as deep as it has spans.
 */
final class TreeOrder {
  private static final int NONE = -1;

  /** By position in the tree: the span's number in the table, its parent's position, and so on. */
  final int[] span;

  final int[] parent;
  final int[] depth;

  /** The position behind the last span below it. */
  final int[] end;

  private TreeOrder(int size) {
    span = new int[size];
    parent = new int[size];
    depth = new int[size];
    end = new int[size];
  }

  static TreeOrder of(SpanTable table) {
    int[] parents = withoutCircles(table.spanId.places(table.parentId));
    int[] byStart = byStart(table);
    int[] firstChild = filled(table.size);
    int[] nextSibling = filled(table.size);
    int firstRoot = NONE;
    for (int i = byStart.length - 1; i >= 0; i--) {
      int child = byStart[i];
      if (parents[child] == NONE) {
        nextSibling[child] = firstRoot;
        firstRoot = child;
      } else {
        nextSibling[child] = firstChild[parents[child]];
        firstChild[parents[child]] = child;
      }
    }
    return walk(firstRoot, firstChild, nextSibling, parents);
  }

  private static TreeOrder walk(int firstRoot, int[] firstChild, int[] nextSibling, int[] parents) {
    TreeOrder order = new TreeOrder(parents.length);
    int[] position = filled(parents.length);
    int next = 0;
    int at = firstRoot;
    while (at != NONE) {
      position[at] = next;
      order.span[next] = at;
      order.parent[next] = parents[at] == NONE ? NONE : position[parents[at]];
      order.depth[next] = parents[at] == NONE ? 0 : order.depth[order.parent[next]] + 1;
      next++;
      int below = firstChild[at];
      while (below == NONE && at != NONE) {
        order.end[position[at]] = next;
        below = nextSibling[at];
        at = parents[at];
      }
      at = below;
    }
    return order;
  }

  /** A circle is cut open at each of its spans; every span is passed twice at most. */
  private static int[] withoutCircles(int[] parents) {
    int[] passedFrom = filled(parents.length);
    boolean[] inCircle = new boolean[parents.length];
    for (int start = 0; start < parents.length; start++) {
      int at = start;
      while (at != NONE && passedFrom[at] == NONE) {
        passedFrom[at] = start;
        at = parents[at];
      }
      boolean cameBack = at != NONE && passedFrom[at] == start;
      while (cameBack && !inCircle[at]) {
        inCircle[at] = true;
        at = parents[at];
      }
    }
    return IntStream.range(0, parents.length).map(i -> inCircle[i] ? NONE : parents[i]).toArray();
  }

  private static int[] byStart(SpanTable table) {
    Integer[] order = new Integer[table.size];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order,
        Comparator.<Integer>comparingLong(i -> table.start[i])
            .thenComparing(table.spanId::compare));
    return Arrays.stream(order).mapToInt(i -> i).toArray();
  }

  private static int[] filled(int size) {
    int[] numbers = new int[size];
    Arrays.fill(numbers, NONE);
    return numbers;
  }
}
