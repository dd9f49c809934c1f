// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;

/** What of an event's or a log record's attributes is kept, by the same rules as a span's. */
final class KeptAttributes {
  private KeptAttributes() {}

  static Attributes of(Attributes attributes, Kept kept) {
    AttributesBuilder builder = Attributes.builder();
    AttributeJson.map(attributes, kept).forEach((key, value) -> put(builder, key, value));
    return builder.build();
  }

  /** Lists and trees as the JSON that they would become anyway. */
  private static void put(AttributesBuilder attributes, String key, Object value) {
    if (value instanceof Boolean bool) {
      attributes.put(key, bool);
    } else if (value instanceof Long number) {
      attributes.put(key, number);
    } else if (value instanceof Double number) {
      attributes.put(key, number);
    } else {
      attributes.put(key, value instanceof String text ? text : AttributeJson.value(value));
    }
  }
}
