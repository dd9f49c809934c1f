// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LanePlacesTest {
  /** Bars in the order of a tree. */
  private static final class Tree implements Bars {
    final long[] start;
    final long[] end;
    final int[] parent;

    Tree(int size) {
      start = new long[size];
      end = new long[size];
      parent = new int[size];
    }

    Tree bar(int bar, int above, long from, long until) {
      start[bar] = from;
      end[bar] = until;
      parent[bar] = above;
      return this;
    }

    @Override
    public int size() {
      return start.length;
    }

    @Override
    public long start(int bar) {
      return start[bar];
    }

    @Override
    public long end(int bar) {
      return end[bar];
    }

    @Override
    public int parent(int bar) {
      return parent[bar];
    }

    @Override
    public boolean isBelow(int bar, int above) {
      int at = bar;
      while (at > above) {
        at = parent[at];
      }
      return at == above && bar != above;
    }
  }

  @Test
  void whatDoesNotOverlapIsInOneRow() {
    LanePlaces places =
        new LanePlaces(
            new Tree(5)
                .bar(0, -1, 0, 100)
                .bar(1, 0, 0, 50)
                .bar(2, 1, 10, 50)
                .bar(3, 0, 50, 90)
                .bar(4, -1, 100, 110));
    assertThat(places.count()).isEqualTo(1);
  }

  @Test
  void whatOverlapsIsInTheFirstRowThatIsFree() {
    LanePlaces places =
        new LanePlaces(
            new Tree(6)
                .bar(0, -1, 0, 100)
                .bar(1, 0, 10, 30)
                .bar(2, 0, 20, 40)
                .bar(3, 0, 25, 35)
                .bar(4, 0, 30, 45)
                .bar(5, 0, 41, 60));
    assertThat(new int[] {places.of(1), places.of(2), places.of(3), places.of(4), places.of(5)})
        .containsExactly(0, 1, 2, 0, 1);
  }

  /** They are the most rows that there can be: looking at each for each bar took minutes. */
  @Test
  @Timeout(30)
  void twoHundredThousandThatOverlapAreQuicklyPlaced() {
    int size = 200_000;
    Tree tree = new Tree(size).bar(0, -1, 0, 10L * size);
    for (int bar = 1; bar < size; bar++) {
      tree.bar(bar, 0, bar, bar + size);
    }
    LanePlaces places = new LanePlaces(tree);
    assertThat(places.count()).isEqualTo(size - 1);
    assertThat(places.of(size - 1)).isEqualTo(size - 2);
  }

  @RepeatedTest(20)
  void noTwoBarsOfARowCross(RepetitionInfo repetition) {
    long seed = 4_711L + repetition.getCurrentRepetition();
    Random random = new Random(seed);
    Tree tree = new Tree(120);
    for (int bar = 0; bar < tree.size(); bar++) {
      // On the way up from the one before, so that the numbers are in the order of the tree.
      int above = bar - 1;
      while (above >= 0 && random.nextInt(3) > 0) {
        above = tree.parent[above];
      }
      long from = random.nextInt(200);
      tree.bar(bar, above, from, from + random.nextInt(60));
    }
    LanePlaces places = new LanePlaces(tree);
    for (int a = 0; a < tree.size(); a++) {
      for (int b = 0; b < tree.size(); b++) {
        if (a != b && places.of(a) == places.of(b) && overlap(tree, a, b)) {
          assertThat(holds(tree, a, b) || holds(tree, b, a))
              .as("seed %d, %d and %d", seed, a, b)
              .isTrue();
        }
      }
    }
  }

  private static boolean overlap(Tree tree, int a, int b) {
    return Math.max(tree.start[a], tree.start[b]) < Math.min(tree.end[a], tree.end[b]);
  }

  private static boolean holds(Tree tree, int outer, int inner) {
    return tree.isBelow(inner, outer)
        && tree.start[outer] <= tree.start[inner]
        && tree.end[inner] <= tree.end[outer];
  }
}
