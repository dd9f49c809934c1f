// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.redaction;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Applies a redactor to attributes, their names included. Thread-safe. */
final class AttributeRedaction {
  private static final String NAME = "attribute.name";

  private final Redactor redactor;
  private final KnownTexts known;
  private final boolean withoutHeaders;

  AttributeRedaction(Redactor redactor, boolean withoutHeaders) {
    this.redactor = redactor;
    this.known = new KnownTexts(redactor);
    this.withoutHeaders = withoutHeaders;
  }

  Attributes redact(Attributes attributes) {
    boolean[] changed = {false};
    List<Attribute> kept = new ArrayList<>(attributes.size());
    attributes.forEach(
        (key, value) -> {
          Attribute attribute = redact(key, value);
          changed[0] |= attribute == null || attribute.value != value || attribute.isRenamed();
          if (attribute != null) {
            kept.add(attribute);
          }
        });
    return changed[0] ? built(kept) : attributes;
  }

  String name(String name) {
    return redactor.redact(NAME, name);
  }

  Object value(String where, Object value) {
    String hidden = hidden(where, value);
    if (hidden == null) {
      return redacted(where, value);
    }
    return value instanceof List<?> ? List.of(hidden) : hidden;
  }

  /** What stands for the value because of its name; null where it is kept, or says nothing. */
  @Nullable String hidden(String name, @Nullable Object value) {
    boolean says =
        !(value == null
            || value instanceof Boolean
            || value.equals("")
            || (value instanceof List<?> list && list.isEmpty()));
    return says ? redactor.hide(name) : null;
  }

  private @Nullable Attribute redact(AttributeKey<?> key, Object value) {
    String name = key.getKey();
    if (withoutHeaders && RawHeaders.are(name)) {
      return null;
    }
    return new Attribute(key, name(name), value(name, value));
  }

  Object redacted(String where, Object value) {
    if (value instanceof String text) {
      return known.redact(where, text);
    }
    if (value instanceof Long number) {
      return number(where, number);
    }
    if (value instanceof List<?> list) {
      return list(where, list);
    }
    return value instanceof Double || value instanceof Boolean
        ? value
        : ComplexRedaction.value(this, where, value);
  }

  private Object number(String where, Long number) {
    String digits = number.toString();
    if (digits.length() < JsonWalk.SHORTEST_NUMBER) {
      return number;
    }
    String redacted = redactor.redact(where, digits);
    return redacted.equals(digits) ? number : redacted;
  }

  private Object list(String where, List<?> list) {
    boolean changed = false;
    List<@Nullable Object> redacted = new ArrayList<>(list.size());
    for (Object element : list) {
      Object after = element == null ? null : redacted(where, element);
      changed |= after != element;
      redacted.add(after);
    }
    return changed ? redacted : list;
  }

  private static Attributes built(List<Attribute> attributes) {
    AttributesBuilder built = Attributes.builder();
    attributes.forEach(attribute -> attribute.putInto(built));
    return built.build();
  }

  /** An attribute as it may be stored. */
  private record Attribute(AttributeKey<?> key, String name, Object value) {
    boolean isRenamed() {
      return !name.equals(key.getKey());
    }

    void putInto(AttributesBuilder attributes) {
      if (value instanceof String text) {
        attributes.put(name, text);
      } else if (value instanceof Long number) {
        attributes.put(name, number);
      } else if (value instanceof Double number) {
        attributes.put(name, number);
      } else if (value instanceof Boolean bool) {
        attributes.put(name, bool);
      } else if (value instanceof List<?> list) {
        putList(attributes, list);
      } else {
        ComplexRedaction.put(attributes, name, value);
      }
    }

    @SuppressWarnings("unchecked") // a list keeps its type, unless one of its numbers became a text
    private void putList(AttributesBuilder attributes, List<?> list) {
      switch (key.getType()) {
        case LONG_ARRAY -> {
          if (list.stream().allMatch(element -> element instanceof Long)) {
            attributes.put(AttributeKey.longArrayKey(name), (List<Long>) list);
          } else {
            attributes.put(AttributeKey.stringArrayKey(name), texts(list));
          }
        }
        case DOUBLE_ARRAY -> putDoubles(attributes, list);
        case BOOLEAN_ARRAY -> putBooleans(attributes, list);
        default -> attributes.put(AttributeKey.stringArrayKey(name), texts(list));
      }
    }

    @SuppressWarnings("unchecked") // hidden lists hold one text
    private void putDoubles(AttributesBuilder attributes, List<?> list) {
      if (list.stream().allMatch(element -> element instanceof Double)) {
        attributes.put(AttributeKey.doubleArrayKey(name), (List<Double>) list);
      } else {
        attributes.put(AttributeKey.stringArrayKey(name), texts(list));
      }
    }

    @SuppressWarnings("unchecked") // hidden lists hold one text
    private void putBooleans(AttributesBuilder attributes, List<?> list) {
      if (list.stream().allMatch(element -> element instanceof Boolean)) {
        attributes.put(AttributeKey.booleanArrayKey(name), (List<Boolean>) list);
      } else {
        attributes.put(AttributeKey.stringArrayKey(name), texts(list));
      }
    }

    private static List<String> texts(List<?> list) {
      List<String> texts = new ArrayList<>(list.size());
      list.forEach(element -> texts.add(element == null ? null : element.toString()));
      return texts;
    }
  }
}
