// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import io.opentelemetry.sdk.trace.data.EventData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** JSON of what came in many attributes or events: documents, states, variables. */
final class Documents {
  /** No list of documents is longer; an index beyond it is none. */
  private static final int MOST = 10_000;

  private Documents() {}

  /**
   * {@code prefix.<n>.<word>.<path>} as an array of objects, without the word that each document
   * repeats. Indices may have gaps.
   */
  static Function<SpanView, @Nullable String> indexed(String prefix) {
    return span -> {
      Map<Integer, Map<String, Object>> byIndex = new TreeMap<>();
      elements(
          span,
          prefix,
          (index, path, value) -> {
            String member = path.substring(path.indexOf('.') + 1);
            byIndex
                .computeIfAbsent(index, none -> new LinkedHashMap<>())
                .put(member, nested(value));
          });
      return array(new ArrayList<>(byIndex.values()));
    };
  }

  /** The texts at {@code prefix.<n>.path} as an array. */
  static Function<SpanView, @Nullable String> texts(String prefix, String wanted) {
    return span -> {
      Map<Integer, Object> byIndex = new TreeMap<>();
      elements(
          span,
          prefix,
          (index, path, value) -> {
            if (path.equals(wanted)) {
              byIndex.put(index, value);
            }
          });
      return array(new ArrayList<>(byIndex.values()));
    };
  }

  /** All attributes with the prefix as the members of an object. */
  static Function<SpanView, @Nullable String> members(String prefix) {
    return span -> {
      Map<String, Object> members = new LinkedHashMap<>();
      for (String key : span.keys()) {
        Object value = key.startsWith(prefix) ? span.attribute(key) : null;
        if (value != null) {
          members.put(key.substring(prefix.length()), value);
        }
      }
      return members.isEmpty() ? null : AttributeJson.value(members);
    };
  }

  /** The last event's attributes as an object. */
  static Function<SpanView, @Nullable String> ofEvent(String name) {
    return span -> {
      List<Object> events = events(span, List.of(name));
      return events.isEmpty() ? null : AttributeJson.value(events.get(events.size() - 1));
    };
  }

  /** Each such event is a document; of the names of its attributes the last word counts. */
  static Function<SpanView, @Nullable String> ofEvents(String... names) {
    return span -> array(events(span, List.of(names)));
  }

  private static List<Object> events(SpanView span, List<String> names) {
    List<Object> events = new ArrayList<>();
    if (span instanceof SpanFacts facts) {
      for (EventData event : facts.events()) {
        if (names.contains(event.getName())) {
          events.add(lastWords(facts.attributesOf(event)));
        }
      }
    }
    return events;
  }

  private static Map<String, Object> lastWords(Map<String, Object> attributes) {
    Map<String, Object> members = new LinkedHashMap<>();
    attributes.forEach(
        (key, value) -> members.put(key.substring(key.lastIndexOf('.') + 1), nested(value)));
    return members;
  }

  private static Object nested(Object value) {
    boolean json = value instanceof String text && (text.startsWith("{") || text.startsWith("["));
    Object tree = json ? JsonTree.parse((String) value) : null;
    return tree == null ? value : tree;
  }

  private static @Nullable String array(List<?> elements) {
    return elements.isEmpty() ? null : AttributeJson.value(elements);
  }

  private interface Element {
    void at(int index, String path, Object value);
  }

  private static void elements(SpanView span, String prefix, Element element) {
    int start = prefix.length() + 1;
    for (String key : span.keys()) {
      int dot = key.startsWith(prefix + ".") ? key.indexOf('.', start) : -1;
      Integer index = dot < 0 ? null : index(key.substring(start, dot));
      Object value = index == null ? null : span.attribute(key);
      if (index != null && value != null) {
        element.at(index, key.substring(dot + 1), value);
        if (span instanceof SpanFacts facts) {
          facts.consume(key);
        }
      }
    }
  }

  private static @Nullable Integer index(String text) {
    boolean number =
        !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    Integer index = number ? Integer.valueOf(text) : null;
    return index == null || index >= MOST ? null : index;
  }
}
