// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.semconv.Convention.Collected;
import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns that take together whatever a convention says beyond the columns of its own:
 * parameters, counts, costs, metadata. The attributes stay where they are.
 */
final class Collecting {
  private static final List<Column<String>> COLUMNS =
      List.of(
          SpanColumns.MODEL_PARAMS,
          SpanColumns.USAGE_DETAILS,
          SpanColumns.COST_DETAILS,
          SpanColumns.METADATA);

  /** Whole requests are stored among the parameters by some; these are content of other columns. */
  private static final Set<String> NO_PARAMETERS =
      Set.of("messages", "input", "instructions", "tools", "contents", "system", "prompt");

  private Collecting() {}

  /** Who collects which of the attributes. */
  static Map<String, Collected> collectors(Set<String> names) {
    Map<String, Collected> collectors = new HashMap<>();
    for (String name : names) {
      Collected by = collectorOf(name);
      if (by != null && !isAColumn(by.column(), name)) {
        collectors.put(name, by);
      }
    }
    return Map.copyOf(collectors);
  }

  /**
   * @param collectors what {@link #collectors} says of the span's attributes
   */
  static void fill(Map<String, Collected> collectors, SpanFacts span, SpanRow.Builder row) {
    if (collectors.isEmpty()) {
      return;
    }
    Map<Column<String>, Map<String, Object>> collected = new LinkedHashMap<>();
    for (String key : span.keys()) {
      Collected by = collectors.get(key);
      Object value = span.attribute(key);
      if (by != null && value != null) {
        add(by, key, value, collected.computeIfAbsent(by.column(), none -> new LinkedHashMap<>()));
      }
    }
    for (Column<String> column : COLUMNS) {
      Map<String, Object> members = collected.getOrDefault(column, Map.of());
      if (!members.isEmpty() && row.get(column) == null) {
        row.set(column, AttributeJson.value(members));
      }
    }
  }

  private static @Nullable Collected collectorOf(String key) {
    for (Collected collected : Conventions.COLLECTED) {
      if (collected.prefix().endsWith(".")
          ? key.startsWith(collected.prefix())
          : key.equals(collected.prefix())) {
        return collected;
      }
    }
    return null;
  }

  /** Metadata is repeated whole; of the others, what has a column of its own is left out. */
  private static boolean isAColumn(Column<String> collector, String key) {
    return !collector.equals(SpanColumns.METADATA) && Keys.OF_COLUMNS.contains(key);
  }

  private static void add(Collected by, String key, Object value, Map<String, Object> members) {
    Map<String, Object> object = JsonTree.object(value);
    boolean whole = key.equals(by.prefix()) && !object.isEmpty();
    if (whole) {
      boolean parameters = by.column().equals(SpanColumns.MODEL_PARAMS);
      object.forEach(
          (member, of) -> {
            if (!parameters || isParameter(member, of)) {
              members.putIfAbsent(member, of);
            }
          });
    } else {
      members.putIfAbsent(by.cutsPrefix() ? lastPart(by, key) : key, nested(value, object));
    }
  }

  private static String lastPart(Collected by, String key) {
    return key.equals(by.prefix())
        ? key.substring(key.lastIndexOf('.') + 1)
        : key.substring(by.prefix().length());
  }

  private static Object nested(Object value, Map<String, Object> object) {
    return object.isEmpty() ? value : object;
  }

  private static boolean isParameter(String member, Object value) {
    boolean scalar = !(value instanceof Map<?, ?>) && !(value instanceof List<?>);
    return !NO_PARAMETERS.contains(member) && scalar;
  }

  /** Looked up when the first span comes: the conventions must be there by then. */
  private static final class Keys {
    static final Set<String> OF_COLUMNS =
        Conventions.keysOf(List.copyOf(Conventions.allSources().keySet()));
  }
}
