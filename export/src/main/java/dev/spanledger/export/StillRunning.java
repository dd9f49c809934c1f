// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.OpenSpan;
import dev.spanledger.schema.SpanColumns;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A span that has not ended, as it may be written. */
record StillRunning(OpenSpan span, RowRedaction redaction) {
  /** Where another span has its status. */
  static final String STATUS = "RUNNING";

  String spanId() {
    return span.spanId();
  }

  @Nullable String parentSpanId() {
    return span.parentSpanId();
  }

  String name() {
    return redaction.value(SpanColumns.NAME, span.name());
  }

  String kind() {
    return span.kind();
  }

  Instant startTime() {
    return span.startTime();
  }

  double milliseconds() {
    return span.running().toNanos() / 1e6;
  }

  @Nullable Instant hangingSince() {
    return span.hangingSince();
  }

  <T> @Nullable T get(Column<T> column) {
    T value = span.get(column);
    return value == null ? null : redaction.value(column, value);
  }
}
