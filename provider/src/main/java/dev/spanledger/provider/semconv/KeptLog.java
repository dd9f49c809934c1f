// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.messages.LogMessage;
import io.opentelemetry.api.common.Attributes;

/** What of a log record is kept, by the same rules as a span's attributes. */
final class KeptLog {
  private static final String BODY = "body";

  private KeptLog() {}

  static LogMessage of(LogMessage log, Kept kept) {
    Attributes attributes = KeptAttributes.of(log.attributes(), kept);
    Object body = log.body() == null ? null : kept.value(BODY, log.body());
    return new LogMessage(log.eventName(), attributes, body, log.epochNanos());
  }
}
