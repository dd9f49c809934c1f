// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The ids of the traces that this process has begun last. Thread-safe, and without a lock. */
final class RecordedTraces {
  /** Some two megabytes; nobody opens a page of more. */
  private static final int MOST = 10_000;

  private final int most;
  private final Queue<Begun> begun = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicLong forgotten = new AtomicLong();

  /** A trace, and the database that it goes to. */
  private record Begun(String traceId, @Nullable String route) {}

  RecordedTraces() {
    this(MOST);
  }

  RecordedTraces(int most) {
    this.most = most;
  }

  /** A span without a parent in this process begins. */
  void began(String traceId, @Nullable String route) {
    begun.add(new Begun(traceId, route));
    if (size.incrementAndGet() > most) {
      begun.poll();
      size.decrementAndGet();
      forgotten.incrementAndGet();
    }
  }

  /** By route, each in the order in which they began. */
  Map<String, List<String>> byRoute() {
    Map<String, Set<String>> ids = new LinkedHashMap<>();
    for (Begun one : begun) {
      String route = one.route == null ? Pipelines.DEFAULT : one.route;
      ids.computeIfAbsent(route, none -> new LinkedHashSet<>()).add(one.traceId);
    }
    Map<String, List<String>> lists = new LinkedHashMap<>();
    ids.forEach((route, traces) -> lists.put(route, new ArrayList<>(traces)));
    return lists;
  }

  long forgotten() {
    return forgotten.get();
  }
}
