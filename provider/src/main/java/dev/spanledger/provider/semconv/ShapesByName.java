// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.semconv.Convention.Collected;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What follows from the names of a span's attributes alone. An application makes few kinds of
 * spans, so the answer is remembered. Thread-safe.
 */
final class ShapesByName {
  /** Spans with numbered attributes are all different. */
  private static final int MOST_NAMES = 64;

  private static final int MOST_REMEMBERED = 256;

  private final Map<Set<String>, Shape> remembered = new ConcurrentHashMap<>();

  /**
   * @param sources those that have anything to say, which most of hundreds have not: by column, in
   *     the order in which they are asked
   * @param collected the attributes that a column of JSON takes
   */
  record Shape(List<List<ColumnSource<?>>> sources, Map<String, Collected> collected) {}

  Shape of(Set<String> names) {
    Shape known = remembered.get(names);
    if (known != null) {
      return known;
    }
    Shape found = new Shape(sources(names), Collecting.collectors(names));
    if (names.size() <= MOST_NAMES) {
      remember(names, found);
    }
    return found;
  }

  private void remember(Set<String> names, Shape shape) {
    if (remembered.size() >= MOST_REMEMBERED) {
      remembered.clear();
    }
    remembered.put(Set.copyOf(names), shape);
  }

  private static List<List<ColumnSource<?>>> sources(Set<String> names) {
    List<List<ColumnSource<?>>> found = new ArrayList<>();
    for (List<ColumnSource<?>> sources : Conventions.allSources().values()) {
      List<ColumnSource<?>> speaking = new ArrayList<>(sources);
      speaking.removeIf(source -> source.needs() != null && !names.contains(source.needs()));
      if (!speaking.isEmpty()) {
        found.add(speaking);
      }
    }
    return found;
  }
}
