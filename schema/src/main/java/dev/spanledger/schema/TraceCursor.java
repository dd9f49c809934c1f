// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The last trace of a page: the next page begins behind it, however many traces have come since.
 *
 * @param route the database of that trace, where several are read as one; else null
 * @param inclusive whether the trace itself comes once more
 */
record TraceCursor(Instant startTime, String traceId, @Nullable String route, boolean inclusive) {
  private static final String SEPARATOR = "~";

  static TraceCursor of(TraceRow trace) {
    return of(trace, null);
  }

  static TraceCursor of(TraceRow trace, @Nullable String route) {
    return new TraceCursor(trace.startTime(), trace.traceId(), route, false);
  }

  static TraceCursor parse(String cursor) {
    String[] parts = cursor.split(SEPARATOR, 3);
    try {
      return new TraceCursor(
          Storable.instant(Instant.parse(parts[0])),
          Storable.id(parts[1]),
          parts.length < 3 ? null : parts[2],
          false);
    } catch (DateTimeException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("not a cursor of a page of traces: '" + cursor + "'", e);
    }
  }

  /**
   * Where one of several databases goes on. Of equal traces in several the order is that of the
   * routes' names, so that a trace like the last one is still to come from the later routes.
   */
  TraceCursor in(String ofRoute) {
    boolean later = route != null && ofRoute.compareTo(route) > 0;
    return new TraceCursor(startTime, traceId, null, later);
  }

  @Override
  public String toString() {
    String position = startTime + SEPARATOR + traceId;
    return route == null ? position : position + SEPARATOR + route;
  }
}
