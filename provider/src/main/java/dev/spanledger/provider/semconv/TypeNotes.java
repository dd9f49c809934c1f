// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The types of attributes that JSON does not tell, by the attribute's name, for a list of things
 * that have attributes: all events of a span, all its links, or one thing alone.
 *
 * <p>Text, whole numbers, booleans and arrays of texts need no note. A double does: {@code 1.0}
 * comes back from PostgreSQL's {@code jsonb} as it is, but {@code 1.0E10} as {@code 10000000000};
 * and a note that depended on the value would make as many shapes as there are spans.
 */
final class TypeNotes {
  static final String PLAIN = "";
  static final String DOUBLE = "double";
  static final String LONGS = "long[]";
  static final String DOUBLES = "double[]";
  static final String BOOLEANS = "boolean[]";
  static final String VALUE = "value";

  private static final String AT = "at";
  private static final String TYPES = "types";

  private final Map<String, String> shared = new TreeMap<>();

  /** Where one thing of the list uses a name for another type than those before it. */
  private final Map<String, Map<String, String>> exceptions = new TreeMap<>();

  static String of(AttributeKey<?> key) {
    return switch (key.getType().name()) {
      case "DOUBLE" -> DOUBLE;
      case "LONG_ARRAY" -> LONGS;
      case "DOUBLE_ARRAY" -> DOUBLES;
      case "BOOLEAN_ARRAY" -> BOOLEANS;
      case "VALUE" -> VALUE;
      default -> PLAIN;
    };
  }

  /** Notes all attributes of the list's {@code index}th thing, as far as they are kept. */
  TypeNotes add(int index, Attributes attributes, Kept kept) {
    attributes.forEach(
        (key, value) -> {
          if (kept.content() || !ContentKeys.isContent(key.getKey())) {
            add(index, kept.key(key.getKey()), of(key));
          }
        });
    return this;
  }

  private void add(int index, String name, String type) {
    String first = shared.putIfAbsent(name, type);
    if (first != null && !first.equals(type)) {
      exceptions.computeIfAbsent(Integer.toString(index), i -> new TreeMap<>()).put(name, type);
    }
  }

  /** The type of an attribute of the list's {@code index}th thing. */
  String type(int index, String name) {
    Map<String, String> ofIndex = exceptions.getOrDefault(Integer.toString(index), Map.of());
    String type = ofIndex.get(name);
    return type == null ? shared.getOrDefault(name, PLAIN) : type;
  }

  /** Adds what there is to note. */
  void write(Map<String, Object> json) {
    Map<String, Object> types = new TreeMap<>(shared);
    types.values().removeIf(PLAIN::equals);
    if (!types.isEmpty()) {
      json.put(TYPES, types);
    }
    if (!exceptions.isEmpty()) {
      json.put(AT, exceptions);
    }
  }

  static TypeNotes read(Map<?, ?> json) {
    TypeNotes notes = new TypeNotes();
    StoredJson.object(json.get(TYPES)).forEach(notes.into(notes.shared));
    StoredJson.object(json.get(AT))
        .forEach(
            (index, types) -> {
              Map<String, String> ofIndex = new TreeMap<>();
              StoredJson.object(types).forEach(notes.into(ofIndex));
              notes.exceptions.put(index, ofIndex);
            });
    return notes;
  }

  private java.util.function.BiConsumer<String, @Nullable Object> into(Map<String, String> types) {
    return (name, type) -> types.put(name, String.valueOf(type));
  }
}
