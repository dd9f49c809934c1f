// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import dev.spanledger.schema.TraceFacets;
import dev.spanledger.schema.TraceReader;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** What the traces are that a list shows, and when they began. */
final class FacetsEndpoint implements Endpoint {
  /** By the names of the columns. */
  private static final Map<String, String> NAMES = names();

  private final TraceReader reader;

  FacetsEndpoint(TraceReader reader) {
    this.reader = reader;
  }

  private static Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("status", "status");
    names.put("agent_name", "agent");
    names.put("models", "model");
    names.put("service_name", "service");
    names.put("environment", "environment");
    names.put("tags", "tag");
    return names;
  }

  @Override
  public Answer ask(Question question) {
    TraceFacets facets = reader.facets(Filters.of(question));
    return json -> write(json, facets);
  }

  private static void write(Json json, TraceFacets facets) {
    json.begin().number("total", facets.traces()).bool("complete", facets.complete());
    NAMES.forEach(
        (column, name) -> {
          json.beginArray(name);
          for (TraceFacets.Count count : counts(facets, column)) {
            json.beginArray().text(count.value()).number(count.traces()).endArray();
          }
          json.endArray();
        });
    if (!facets.timeline().isEmpty()) {
      histogram(json, facets.timeline());
    }
    json.end();
  }

  /** OK is what the filter takes for it: what says nothing of failing too. */
  private static List<TraceFacets.Count> counts(TraceFacets facets, String column) {
    List<TraceFacets.Count> counts = facets.values().getOrDefault(column, List.of());
    if (!column.equals("status")) {
      return counts;
    }
    Map<String, Long> merged = new LinkedHashMap<>();
    counts.forEach(
        each ->
            merged.merge(
                each.value().equals("UNSET") ? "OK" : each.value(), each.traces(), Long::sum));
    return merged.entrySet().stream()
        .map(each -> new TraceFacets.Count(each.getKey(), each.getValue()))
        .sorted(Comparator.comparingLong(TraceFacets.Count::traces).reversed())
        .toList();
  }

  private static void histogram(Json json, List<TraceFacets.Slot> slots) {
    long step = slots.get(0).length().toMillis();
    Instant from = slots.get(0).start();
    Instant last = slots.get(slots.size() - 1).start();
    int count = (int) ((last.toEpochMilli() - from.toEpochMilli()) / step) + 1;
    json.begin("histogram").time("from", from).number("step", step);
    Slots all = new Slots(from.toEpochMilli(), step, count);
    all.write(json, "total", slots, slot -> slot.start().toEpochMilli(), TraceFacets.Slot::traces);
    all.write(json, "errors", slots, slot -> slot.start().toEpochMilli(), TraceFacets.Slot::failed);
    json.end();
  }

  /** Equal times one after the other, those without anything too. */
  record Slots(long from, long step, int count) {
    <T> void write(
        Json json, String name, List<T> points, ToLongFunction<T> time, ToLongFunction<T> value) {
      long[] values = new long[count];
      for (T point : points) {
        int slot = (int) ((time.applyAsLong(point) - from) / step);
        values[Math.min(Math.max(slot, 0), count - 1)] += value.applyAsLong(point);
      }
      json.beginArray(name);
      for (long each : values) {
        json.number(each);
      }
      json.endArray();
    }
  }
}
