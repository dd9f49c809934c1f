// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.schema.SpanRow;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** A span without a duration. */
final class PointSpan {
  private PointSpan() {}

  static SpanRow of(String... attributes) {
    Instant now = Instant.parse("2026-11-20T09:30:00Z");
    return Described.row(
        Described.data(
            "test",
            "a span",
            builder -> {
              builder.setStartTimestamp(now);
              for (int i = 0; i < attributes.length; i += 2) {
                builder.setAttribute(attributes[i], attributes[i + 1]);
              }
            },
            span -> span.end(now.toEpochMilli(), TimeUnit.MILLISECONDS)),
        true,
        null);
  }
}
