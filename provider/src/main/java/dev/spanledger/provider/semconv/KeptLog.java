// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.messages.LogMessage;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;

/** What of a log record is kept, by the same rules as a span's attributes. */
final class KeptLog {
  private static final String BODY = "body";

  private KeptLog() {}

  static LogMessage of(LogMessage log, Kept kept) {
    AttributesBuilder attributes = Attributes.builder();
    AttributeJson.map(log.attributes(), kept).forEach((key, value) -> put(attributes, key, value));
    Object body = log.body() == null ? null : kept.value(BODY, log.body());
    return new LogMessage(log.eventName(), attributes.build(), body, log.epochNanos());
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
