// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.Comparator;

/** Names a span among all traces. */
record SpanKey(String traceId, String spanId) {
  static final Comparator<SpanRow> IN_ORDER =
      Comparator.comparing(SpanRow::traceId).thenComparing(SpanRow::spanId);

  static SpanKey of(SpanRow span) {
    return new SpanKey(span.traceId(), span.spanId());
  }
}
