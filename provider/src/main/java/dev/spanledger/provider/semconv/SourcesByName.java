// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sources that have anything to say on spans with these attributes. Most of hundreds have not,
 * and an application makes few kinds of spans, so the answer is remembered. Thread-safe.
 */
final class SourcesByName {
  /** Spans with numbered attributes are all different. */
  private static final int MOST_NAMES = 64;

  private static final int MOST_REMEMBERED = 256;

  private final Map<Set<String>, List<List<ColumnSource<?>>>> remembered =
      new ConcurrentHashMap<>();

  /** By column, in the order in which they are asked. */
  List<List<ColumnSource<?>>> of(Set<String> names) {
    List<List<ColumnSource<?>>> known = remembered.get(names);
    if (known != null) {
      return known;
    }
    List<List<ColumnSource<?>>> found = find(names);
    if (names.size() <= MOST_NAMES) {
      remember(Set.copyOf(names), found);
    }
    return found;
  }

  private void remember(Set<String> names, List<List<ColumnSource<?>>> sources) {
    if (remembered.size() >= MOST_REMEMBERED) {
      remembered.clear();
    }
    remembered.put(names, sources);
  }

  private static List<List<ColumnSource<?>>> find(Set<String> names) {
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
