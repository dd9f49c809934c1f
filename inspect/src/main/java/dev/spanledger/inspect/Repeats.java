// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Calls that were made again: siblings that follow one another with the same kind, name and input.
 * An agent in a loop has many of them.
 */
public final class Repeats {
  private Repeats() {}

  /**
   * Calls of one kind, name and input, one after the other.
   *
   * @param first the span that came first
   * @param spans all of them, in order: two or more
   */
  public record Group(int first, List<Integer> spans) {
    /** How often the call was made. */
    public int count() {
      return spans.size();
    }
  }

  /**
   * Every group, in the order of their first spans. Calls whose input is not kept count as
   * different: nobody knows.
   */
  public static List<Group> of(Run run) {
    List<Group> groups = new ArrayList<>();
    for (int i = 0; i < run.size(); i++) {
      if (!repeatsTheOneBefore(run, i)) {
        addGroup(run, i, groups);
      }
    }
    return groups;
  }

  private static void addGroup(Run run, int first, List<Group> groups) {
    List<Integer> spans = new ArrayList<>(List.of(first));
    int next = run.end(first);
    while (next < run.size() && run.parent(next) == run.parent(first) && alike(run, first, next)) {
      spans.add(next);
      next = run.end(next);
    }
    if (spans.size() > 1) {
      groups.add(new Group(first, List.copyOf(spans)));
    }
  }

  /** Whether it is a later one of a group. */
  public static boolean repeatsTheOneBefore(Run run, int i) {
    int before = siblingBefore(run, i);
    return before >= 0 && alike(run, before, i);
  }

  private static int siblingBefore(Run run, int i) {
    int at = i - 1;
    while (at > run.parent(i) && run.parent(at) != run.parent(i)) {
      at = run.parent(at);
    }
    return at > run.parent(i) ? at : -1;
  }

  private static boolean alike(Run run, int one, int other) {
    return run.inputHash(one) != 0
        && run.inputHash(one) == run.inputHash(other)
        && run.kind(one).equals(run.kind(other))
        && run.name(one).equals(run.name(other))
        && Objects.equals(run.toolName(one), run.toolName(other));
  }
}
