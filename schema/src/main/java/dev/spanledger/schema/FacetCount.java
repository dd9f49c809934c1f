// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts traces by what they are, newest first. */
final class FacetCount {
  private static final int SLOTS = 60;

  private static final List<Duration> LENGTHS =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(6),
          Duration.ofDays(1),
          Duration.ofDays(7),
          Duration.ofDays(30));

  private final List<Map<String, Long>> counts = new ArrayList<>();
  private final List<Instant> starts = new ArrayList<>();
  private final List<Boolean> failed = new ArrayList<>();
  private long seen;

  FacetCount() {
    TraceFacets.COLUMNS.forEach(column -> counts.add(new HashMap<>()));
  }

  void add(@Nullable Object[] trace) {
    if (seen++ == TraceFacets.MOST) {
      return;
    }
    starts.add((Instant) Objects.requireNonNull(trace[0]));
    failed.add(Statuses.ERROR.equals(trace[1]));
    for (int i = 1; i < trace.length; i++) {
      Map<String, Long> ofColumn = counts.get(i);
      if (trace[i] instanceof List<?> list) {
        list.stream().distinct().forEach(value -> ofColumn.merge((String) value, 1L, Long::sum));
      } else if (trace[i] instanceof String value) {
        ofColumn.merge(value, 1L, Long::sum);
      }
    }
  }

  TraceFacets facets() {
    Map<String, List<TraceFacets.Count>> values = new LinkedHashMap<>();
    for (int i = 1; i < counts.size(); i++) {
      values.put(TraceFacets.COLUMNS.get(i).name(), mostFirst(counts.get(i)));
    }
    return new TraceFacets(starts.size(), seen <= TraceFacets.MOST, values, timeline());
  }

  private static List<TraceFacets.Count> mostFirst(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(entry -> new TraceFacets.Count(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparingLong(TraceFacets.Count::traces)
                .reversed()
                .thenComparing(TraceFacets.Count::value))
        .limit(TraceFacets.MOST_VALUES)
        .toList();
  }

  private List<TraceFacets.Slot> timeline() {
    if (starts.isEmpty()) {
      return List.of();
    }
    Duration length = length(Duration.between(starts.get(starts.size() - 1), starts.get(0)));
    SortedMap<Instant, long[]> slots = new TreeMap<>();
    for (int i = 0; i < starts.size(); i++) {
      long second = starts.get(i).getEpochSecond();
      Instant slot = Instant.ofEpochSecond(second - Math.floorMod(second, length.toSeconds()));
      long[] both = slots.computeIfAbsent(slot, start -> new long[2]);
      both[0]++;
      both[1] += failed.get(i) ? 1 : 0;
    }
    return slots.entrySet().stream()
        .map(s -> new TraceFacets.Slot(s.getKey(), length, s.getValue()[0], s.getValue()[1]))
        .toList();
  }

  private static Duration length(Duration all) {
    return LENGTHS.stream()
        .filter(length -> all.compareTo(length.multipliedBy(SLOTS)) <= 0)
        .findFirst()
        .orElse(Duration.ofDays(365));
  }
}
