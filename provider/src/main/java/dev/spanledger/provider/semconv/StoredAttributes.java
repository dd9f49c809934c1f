// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Attributes of one thing, read from JSON with the types that were noted. */
final class StoredAttributes {
  private final AttributesBuilder attributes = Attributes.builder();
  private final TypeNotes types;
  private final int index;
  private Map<String, @Nullable Object> exact = Map.of();
  private long cut;

  StoredAttributes(TypeNotes types, int index) {
    this.types = types;
    this.index = index;
  }

  /** These values win over those of plain JSON. */
  StoredAttributes exact(@Nullable Object values) {
    exact = StoredJson.object(values);
    exact.forEach(
        (name, tree) -> JsonValue.put(attributes, name, TypeNotes.VALUE, ExactValue.decode(tree)));
    return this;
  }

  StoredAttributes add(Map<String, @Nullable Object> stored) {
    stored.forEach(this::add);
    return this;
  }

  StoredAttributes add(String name, @Nullable Object tree) {
    if (name.equals(AttributeJson.CUT)) {
      cut += StoredJson.number(tree);
    } else if (!exact.containsKey(name)) {
      String type = types.type(index, name);
      Object value = JsonValue.typed(type, tree);
      if (value != null) {
        JsonValue.put(attributes, name, type, value);
      }
    }
    return this;
  }

  /** How many were left out, because there was too much of them. */
  long cut() {
    return cut;
  }

  Attributes build() {
    return attributes.build();
  }
}
