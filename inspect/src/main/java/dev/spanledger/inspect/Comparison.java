// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.inspect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * Two runs side by side: which step of one is which of the other. Steps match if they stand below
 * steps that match, in the same order, with the same kind and name; those with the same input
 * before others. Steps without a match were removed or added, with all below them.
 */
public final class Comparison {
  private final Run left;
  private final Run right;
  private final List<Pair> pairs = new ArrayList<>();
  private final Deque<Pair> open = new ArrayDeque<>();

  /** What became of a step. */
  public enum Change {
    /** It has the same input and status. */
    SAME,
    /** Its input or its status is another. */
    CHANGED,
    /** Only the first run has it. */
    REMOVED,
    /** Only the second run has it. */
    ADDED
  }

  /**
   * A step.
   *
   * @param left its number in the first run; -1 where it has none
   * @param right its number in the second run; -1 where it has none
   */
  public record Pair(int left, int right, Change change) {}

  private Comparison(Run left, Run right) {
    this.left = left;
    this.right = right;
  }

  /** The steps of both, in the order in which a tree of them is printed. */
  public static List<Pair> of(Run left, Run right) {
    Comparison comparison = new Comparison(left, right);
    comparison.push(Siblings.ofTop(left), Siblings.ofTop(right));
    while (!comparison.open.isEmpty()) {
      comparison.take(comparison.open.pop());
    }
    return List.copyOf(comparison.pairs);
  }

  private void take(Pair pair) {
    switch (pair.change()) {
      case REMOVED -> {
        for (int i = pair.left(); i < left.end(pair.left()); i++) {
          pairs.add(new Pair(i, -1, Change.REMOVED));
        }
      }
      case ADDED -> {
        for (int i = pair.right(); i < right.end(pair.right()); i++) {
          pairs.add(new Pair(-1, i, Change.ADDED));
        }
      }
      default -> {
        pairs.add(pair);
        push(Siblings.below(left, pair.left()), Siblings.below(right, pair.right()));
      }
    }
  }

  private void push(int[] ofLeft, int[] ofRight) {
    List<Pair> aligned = new Alignment(this::score, ofLeft, ofRight).pairs(this::pair);
    for (int i = aligned.size() - 1; i >= 0; i--) {
      open.push(aligned.get(i));
    }
  }

  /** 0 for steps that do not match; more for those that match better. */
  private int score(int ofLeft, int ofRight) {
    boolean match =
        left.kind(ofLeft).equals(right.kind(ofRight))
            && left.name(ofLeft).equals(right.name(ofRight))
            && Objects.equals(left.toolName(ofLeft), right.toolName(ofRight));
    if (!match) {
      return 0;
    }
    return left.inputHash(ofLeft) == right.inputHash(ofRight) ? 3 : 2;
  }

  private Pair pair(int ofLeft, int ofRight) {
    if (ofRight < 0) {
      return new Pair(ofLeft, -1, Change.REMOVED);
    }
    if (ofLeft < 0) {
      return new Pair(-1, ofRight, Change.ADDED);
    }
    boolean same =
        left.inputHash(ofLeft) == right.inputHash(ofRight)
            && left.status(ofLeft).equals(right.status(ofRight));
    return new Pair(ofLeft, ofRight, same ? Change.SAME : Change.CHANGED);
  }
}
