// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.inspect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntBinaryOperator;

/**
 * Puts two lists side by side so that the matches of both, in their order, have the highest score
 * together. Of lists whose table would be too large, what is alike at the head and the tail is
 * matched, and the middle as it comes.
 */
final class Alignment {
  /** Cells of a table: sixteen megabytes. */
  private static final long MOST = 4_000_000;

  private final IntBinaryOperator score;
  private final int[] left;
  private final int[] right;

  /** Makes a pair of a number of each list, or of -1 where one has none. */
  @FunctionalInterface
  interface Pairing<T> {
    T pair(int left, int right);
  }

  Alignment(IntBinaryOperator score, int[] left, int[] right) {
    this.score = score;
    this.left = left;
    this.right = right;
  }

  <T> List<T> pairs(Pairing<T> pairing) {
    List<T> head = new ArrayList<>();
    int from = 0;
    while (from < Math.min(left.length, right.length) && score(from, from) == 3) {
      head.add(pairing.pair(left[from], right[from]));
      from++;
    }
    int leftTo = left.length;
    int rightTo = right.length;
    List<T> tail = new ArrayList<>();
    while (leftTo > from && rightTo > from && score(leftTo - 1, rightTo - 1) == 3) {
      tail.add(pairing.pair(left[--leftTo], right[--rightTo]));
    }
    Collections.reverse(tail);
    boolean fits = (long) (leftTo - from) * (rightTo - from) <= MOST;
    head.addAll(
        fits ? best(pairing, from, leftTo, rightTo) : asTheyCome(pairing, from, leftTo, rightTo));
    head.addAll(tail);
    return head;
  }

  private int score(int l, int r) {
    return score.applyAsInt(left[l], right[r]);
  }

  /** The longest common subsequence, weighed by the scores. */
  private <T> List<T> best(Pairing<T> pairing, int from, int leftTo, int rightTo) {
    int rows = leftTo - from;
    int columns = rightTo - from;
    int[][] best = new int[rows + 1][columns + 1];
    for (int l = rows - 1; l >= 0; l--) {
      for (int r = columns - 1; r >= 0; r--) {
        int match = score(from + l, from + r);
        best[l][r] = Math.max(best[l + 1][r], best[l][r + 1]);
        if (match > 0) {
          best[l][r] = Math.max(best[l][r], best[l + 1][r + 1] + match);
        }
      }
    }
    List<T> pairs = new ArrayList<>();
    int l = 0;
    int r = 0;
    while (l < rows && r < columns) {
      int match = score(from + l, from + r);
      if (match > 0 && best[l][r] == best[l + 1][r + 1] + match) {
        pairs.add(pairing.pair(left[from + l++], right[from + r++]));
      } else if (best[l][r] == best[l + 1][r]) {
        pairs.add(pairing.pair(left[from + l++], -1));
      } else {
        pairs.add(pairing.pair(-1, right[from + r++]));
      }
    }
    while (l < rows) {
      pairs.add(pairing.pair(left[from + l++], -1));
    }
    while (r < columns) {
      pairs.add(pairing.pair(-1, right[from + r++]));
    }
    return pairs;
  }

  private <T> List<T> asTheyCome(Pairing<T> pairing, int from, int leftTo, int rightTo) {
    List<T> pairs = new ArrayList<>();
    for (int i = from; i < Math.max(leftTo, rightTo); i++) {
      if (i < leftTo && i < rightTo && score(i, i) > 0) {
        pairs.add(pairing.pair(left[i], right[i]));
      } else {
        if (i < leftTo) {
          pairs.add(pairing.pair(left[i], -1));
        }
        if (i < rightTo) {
          pairs.add(pairing.pair(-1, right[i]));
        }
      }
    }
    return pairs;
  }
}
