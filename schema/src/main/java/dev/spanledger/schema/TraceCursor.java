// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The last trace of a page: the next page begins behind it, however many traces have come since.
 *
 * @param position the value of what the traces are sorted by
 * @param route the database of that trace, where several are read as one; else null
 * @param inclusive whether the trace itself comes once more
 */
record TraceCursor(
    Comparable<?> position, String traceId, @Nullable String route, boolean inclusive) {
  private static final String SEPARATOR = "~";

  static TraceCursor of(TraceRow trace, TraceQuery.Sort sort) {
    return new TraceCursor(position(trace, sort), trace.traceId(), null, false);
  }

  static TraceCursor of(TraceRow trace, @Nullable String route) {
    return new TraceCursor(trace.startTime(), trace.traceId(), route, false);
  }

  private static Comparable<?> position(TraceRow trace, TraceQuery.Sort sort) {
    return switch (sort) {
      case START -> trace.startTime();
      case DURATION -> trace.durationMs();
      case TOKENS -> Objects.requireNonNullElse(trace.get(TraceColumns.TOTAL_TOKENS), 0L);
      case COST ->
          Objects.requireNonNullElse(trace.get(TraceColumns.COST_USD), BigDecimal.valueOf(-1));
    };
  }

  static TraceCursor parse(String cursor) {
    String[] parts = cursor.split(SEPARATOR, 3);
    try {
      return new TraceCursor(
          position(parts[0]), Storable.id(parts[1]), parts.length < 3 ? null : parts[2], false);
    } catch (DateTimeException | NumberFormatException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("not a cursor of a page of traces: '" + cursor + "'", e);
    }
  }

  /** A time, or a number. */
  private static Comparable<?> position(String text) {
    return text.indexOf('T') > 0 ? Storable.instant(Instant.parse(text)) : new BigDecimal(text);
  }

  /** Whether it came with traces that were sorted in this way, as far as one can tell. */
  boolean fits(TraceQuery.Sort sort) {
    return (sort == TraceQuery.Sort.START) == (position instanceof Instant);
  }

  /** As a parameter of a condition on what the traces are sorted by. */
  Object parameter(TraceQuery.Sort sort) {
    if (!fits(sort)) {
      throw new IllegalArgumentException(
          "the cursor is of traces that were not sorted by " + sort + ": '" + this + "'");
    }
    if (position instanceof BigDecimal number) {
      return switch (sort) {
        case DURATION -> number.doubleValue();
        case TOKENS -> number.longValue();
        default -> number;
      };
    }
    return position;
  }

  /**
   * Where one of several databases goes on. Of equal traces in several the order is that of the
   * routes' names, so that a trace like the last one is still to come from the later routes.
   */
  TraceCursor in(String ofRoute) {
    boolean later = route != null && ofRoute.compareTo(route) > 0;
    return new TraceCursor(position, traceId, null, later);
  }

  @Override
  public String toString() {
    String place = position + SEPARATOR + traceId;
    return route == null ? place : place + SEPARATOR + route;
  }
}
