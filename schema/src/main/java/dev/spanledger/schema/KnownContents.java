// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The contents that this writer knows to be committed, least recently used first out. Forgetting
 * one costs an insert that conflicts and does nothing; remembering one that was rolled back would
 * lose it, so only commits are remembered. Used by the writing thread alone.
 */
final class KnownContents {
  private static final int CAPACITY = 100_000;

  private final Map<Content.Key, Boolean> committed =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Content.Key, Boolean> eldest) {
          return size() > CAPACITY;
        }
      };

  private long epoch = -1;

  /** Whether this is the epoch that it was; if not, what was known is forgotten. */
  boolean isOf(long now) {
    boolean same = epoch == now;
    if (!same) {
      committed.clear();
      epoch = now;
    }
    return same;
  }

  boolean isEmpty() {
    return committed.isEmpty();
  }

  boolean contains(Content.Key key) {
    return committed.get(key) != null;
  }

  /** The days' contents were dropped with their partitions. */
  void forget(Set<LocalDate> days) {
    committed.keySet().removeIf(key -> days.contains(key.day()));
  }

  void committed(Collection<Content> contents) {
    contents.forEach(content -> committed.put(content.key(), Boolean.TRUE));
  }
}
