// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How far re-pricing has come: spans are taken by start, an hour at a time, page by page. */
record RepriceCursor(Instant hour, Instant start, String traceId, String spanId) {
  /** An index on the start finds an hour's spans, but does not sort them: pages sort no more. */
  private static final Duration HOUR = Duration.ofHours(1);

  static RepriceCursor from(Instant start) {
    return new RepriceCursor(start, start, "", "");
  }

  Instant end(Instant to) {
    Instant end = hour.plus(HOUR);
    return end.isBefore(to) ? end : to;
  }

  RepriceCursor nextHour() {
    return from(hour.plus(HOUR));
  }

  RepriceCursor after(List<Key> page) {
    Key last = page.get(page.size() - 1);
    return new RepriceCursor(hour, last.start(), last.traceId(), last.spanId());
  }

  /** A span, and where it is. */
  record Key(Instant start, String traceId, String spanId) {}
}
