// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.time.DateTimeException;
import java.time.Instant;

/**
 * The last trace of a page: the next page begins behind it, however many traces have come since.
 */
record TraceCursor(Instant startTime, String traceId) {
  private static final String SEPARATOR = "~";

  static TraceCursor of(TraceRow trace) {
    return new TraceCursor(trace.startTime(), trace.traceId());
  }

  static TraceCursor parse(String cursor) {
    int separator = cursor.indexOf(SEPARATOR);
    try {
      return new TraceCursor(
          Storable.instant(Instant.parse(cursor.substring(0, separator))),
          Storable.id(cursor.substring(separator + 1)));
    } catch (DateTimeException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("not a cursor of a page of traces: '" + cursor + "'", e);
    }
  }

  @Override
  public String toString() {
    return startTime + SEPARATOR + traceId;
  }
}
