// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.redaction;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Trees of values. A class of its own, because {@code Value} came with OpenTelemetry 1.42: where
 * the API is older, no such attribute can arrive, and this is never loaded.
 */
final class ComplexRedaction {
  private ComplexRedaction() {}

  static Object value(AttributeRedaction redaction, String where, Object value) {
    return value instanceof Value<?> tree ? tree(redaction, where, tree) : value;
  }

  static void put(AttributesBuilder attributes, String name, Object value) {
    if (value instanceof Value<?> tree) {
      attributes.put(AttributeKey.valueKey(name), tree);
    }
  }

  private static Value<?> tree(AttributeRedaction redaction, String where, Value<?> value) {
    Object content = value.getValue();
    if (content instanceof String || content instanceof Long) {
      Object after = redaction.redacted(where, content);
      return after == content ? value : Value.of((String) after);
    }
    if (!(content instanceof List<?> list)) {
      return value;
    }
    return list.stream().allMatch(element -> element instanceof KeyValue)
        ? object(redaction, where, value, list)
        : array(redaction, where, value, list);
  }

  private static Value<?> array(
      AttributeRedaction redaction, String where, Value<?> value, List<?> list) {
    boolean changed = false;
    List<Value<?>> elements = new ArrayList<>(list.size());
    for (Object element : list) {
      Value<?> after = tree(redaction, where, (Value<?>) element);
      changed |= after != element;
      elements.add(after);
    }
    return changed ? Value.of(elements) : value;
  }

  private static Value<?> object(
      AttributeRedaction redaction, String where, Value<?> value, List<?> list) {
    boolean changed = false;
    List<KeyValue> entries = new ArrayList<>(list.size());
    for (Object element : list) {
      KeyValue entry = (KeyValue) element;
      KeyValue after = entry(redaction, where, entry);
      changed |= after != entry;
      entries.add(after);
    }
    return changed ? Value.of(entries.toArray(new KeyValue[0])) : value;
  }

  private static KeyValue entry(AttributeRedaction redaction, String where, KeyValue entry) {
    String name = redaction.name(entry.getKey());
    Object hidden = redaction.hidden(entry.getKey(), entry.getValue().getValue());
    Value<?> after =
        hidden instanceof String text ? Value.of(text) : tree(redaction, where, entry.getValue());
    return after == entry.getValue() && name.equals(entry.getKey())
        ? entry
        : KeyValue.of(name, after);
  }
}
